"""The annex's codebook: what every figure and every question is, in which unit and within which range."""

from __future__ import annotations

from forms.numbers import write_number
from forms.questionnaire import Question
from forms.sentence import Sentence
from reports.annex.topics import Topic
from reports.annex.writing import FIRST_ROW, Annex, Sheet
from reports.editions.codebook import POINTS, RANK, SHARE, VND, described

WIDTHS = (26, 60, 16, 18, 50)
COLUMNS = (
    Sentence("Mã cột", "Column"),
    Sentence("Ý nghĩa", "Meaning"),
    Sentence("Đơn vị", "Unit"),
    Sentence("Kiểu", "Type"),
)
QUESTIONS = (
    Sentence("Mã câu hỏi", "Question"),
    Sentence("Câu hỏi", "Asked as"),
    Sentence("Đơn vị", "Unit"),
    Sentence("Khoảng giá trị", "Range"),
    Sentence("Các lựa chọn", "Options"),
)
# The data package needs the words of its format; who reads the annex needs none of them.
TYPE_WORDS = {
    "string": Sentence("chữ", "text"),
    "number": Sentence("số", "number"),
    "integer": Sentence("số nguyên", "whole number"),
    "boolean": Sentence("có hoặc không", "yes or no"),
}
UNIT_WORDS = {
    VND: Sentence("đồng", "VND"),
    RANK: Sentence("hạng", "rank"),
    POINTS: Sentence("điểm, 0–100", "points, 0–100"),
    SHARE: Sentence("tỷ lệ, 0–1", "share, 0–1"),
    "needs": Sentence("khoản", "needs"),
}


def write_codebook(page: Sheet) -> None:
    """The columns of the edition, then the questions in form order."""
    annex = page.annex
    figures = annex.edition.table if annex.frozen is None else annex.frozen.table
    page.head(FIRST_ROW, COLUMNS)
    at = FIRST_ROW
    for name in figures.columns:
        at += 1
        known = described(str(name), annex.questionnaire)
        unit = annex.say(UNIT_WORDS.get(known.unit, Sentence(known.unit, known.unit)))
        kind = annex.say(TYPE_WORDS[known.type])
        write_line(page, at, (known.name, annex.say(known.about), unit, kind))
    at += 2
    page.head(at, QUESTIONS)
    for question in annex.questionnaire.questions:
        at += 1
        write_line(page, at, question_line(annex, question))


def write_line(page: Sheet, at: int, texts: tuple[str, ...]) -> None:
    """A line of texts from the left, tall enough for the longest."""
    for column, text in enumerate(texts):
        page.text(at, column, text)
    page.tall_enough(at, *zip(texts, WIDTHS, strict=False))


def question_line(annex: Annex, question: Question) -> tuple[str, ...]:
    """One question: its words, unit, range and options."""
    unit = "" if question.unit is None else annex.say(question.unit)
    ends = (question.minimum, question.maximum)
    span = "" if ends == (None, None) else " – ".join(map(end, ends))
    options = "; ".join(f"{each.value} = {annex.say(each.label)}" for each in question.options)
    return question.id, annex.say(question.label), unit, span, options


def end(value: float | None) -> str:
    """One end of a range; an open one is dots."""
    return "…" if value is None else write_number(value)


CODEBOOK = Topic(
    Sentence("Từ điển số liệu", "Codebook"),
    Sentence("TỪ ĐIỂN SỐ LIỆU: CỘT VÀ CÂU HỎI", "CODEBOOK: COLUMNS AND QUESTIONS"),
    WIDTHS,
    write_codebook,
)
