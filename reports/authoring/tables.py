"""The authoring report as tables of plain cells: what the workbook writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forms.sentence import Sentence
from reports.authoring import words
from reports.authoring.associations import Pair
from reports.authoring.distributions import Spread
from reports.authoring.report import AuthoringReport, QuestionReport

Cell = float | str | Sentence
STRETCHED = 11
NUMBER = Sentence("STT", "No.")
SECTION = Sentence("Nhóm", "Section")
QUESTION = Sentence("Câu hỏi", "Question")
MEAN, MOST = Sentence("bình quân", "mean"), Sentence("nhiều nhất", "most")
QUARTILES = (
    Sentence("Tứ phân vị dưới", "Lower quartile"),
    Sentence("Trung vị", "Median"),
    Sentence("Tứ phân vị trên", "Upper quartile"),
    Sentence("Trung bình", "Mean"),
    Sentence("Độ lệch chuẩn", "Standard deviation"),
)


@dataclass(frozen=True)
class Table:
    """A title, and columns: the place on the sheet, the heading, the format; then the rows.

    The last column stretches as far as the place ``until``, where that is given.
    """

    title: Sentence
    columns: tuple[tuple[int, Sentence, str], ...]
    rows: tuple[Sequence[Cell], ...]
    until: int = 0


def joined(term: words.Term, part: Sentence) -> Sentence:
    """A heading of two parts: what it is, and which figure of it."""
    return Sentence(f"{term.name.vi}, {part.vi}", f"{term.name.en}, {part.en}")


FIRST = ((0, NUMBER, "centre"), (1, SECTION, "centre"), (2, QUESTION, "text"))
EFFECT = (
    *FIRST,
    (3, Sentence("Số đơn vị trả lời", "Units that answered"), "whole"),
    (4, words.NOMINAL.name, "tenths"),
    (5, words.EFFECTIVE.name, "tenths"),
    (6, joined(words.LEVELLED, MEAN), "points"),
    (7, joined(words.LEVELLED, MOST), "whole"),
    (8, joined(words.WITHOUT, MEAN), "points"),
    (9, joined(words.WITHOUT, MOST), "whole"),
    (10, words.ITEM_SECTION.name, "hundredths"),
    (11, words.ITEM_INDEX.name, "hundredths"),
    (12, words.ALPHA.name, "hundredths"),
    (13, Sentence("Kết luận", "Verdict"), "text"),
)
ANSWERS = (
    *FIRST,
    (3, Sentence("Chưa có số liệu", "No figure yet"), "whole"),
    (4, Sentence("Bỏ trống", "Unanswered"), "whole"),
    (5, Sentence("Không áp dụng", "Does not apply"), "whole"),
    *((6 + at, heading, "points") for at, heading in enumerate(QUARTILES)),
    (11, Sentence("Ở 0 điểm", "At 0 points"), "share"),
    (12, Sentence("Ở 100 điểm", "At 100 points"), "share"),
    (13, Sentence("Loại câu hỏi", "Kind"), "text"),
)
VALUES = (
    *FIRST,
    (3, Sentence("Số đơn vị trả lời", "Units that answered"), "whole"),
    *((4 + at, heading, "figure") for at, heading in enumerate(QUARTILES)),
    (9, Sentence("Đơn vị tính", "Unit"), "text"),
)
OPTIONS = (
    *FIRST,
    (3, Sentence("Tỷ lệ chọn", "Share of answers"), "tenths"),
    (4, Sentence("Phương án", "Option"), "text"),
)
SECTIONS = (
    *FIRST[:2],
    (2, Sentence("Tên nhóm", "Section title"), "text"),
    (3, Sentence("Số câu chấm điểm", "Scored questions"), "whole"),
    (4, Sentence("Alpha", "Alpha"), "hundredths"),
)
BETWEEN = (
    *FIRST[:2],
    (2, Sentence("Với nhóm", "With section"), "text"),
    (3, Sentence("Số cặp câu", "Pairs"), "whole"),
    (4, Sentence("Tương quan bình quân", "Mean correlation"), "hundredths"),
    (5, Sentence("Thấp nhất", "Lowest"), "hundredths"),
    (6, Sentence("Cao nhất", "Highest"), "hundredths"),
)
PAIRS = (
    *FIRST,
    (3, Sentence("Tương quan", "Correlation"), "hundredths"),
    (4, Sentence("Với câu", "With question"), "text"),
)


def tables(report: AuthoringReport) -> Iterator[Table]:
    """Every table, in the order of the sheet."""
    numbers = {section.id: section.no for section in report.questionnaire.sections}
    labels = {question.id: question.alone for question in report.questionnaire.questions}
    places = {question.id: numbers[question.section] for question in report.questionnaire.questions}
    scored = [each for each in report.questions if each.figures.score is not None]

    def heads(each: QuestionReport, at: int) -> tuple[Cell, ...]:
        question = each.figures.question
        return at, numbers[question.section], question.alone

    yield Table(
        Sentence("Mỗi câu làm gì với chỉ số", "What each question does to the index"),
        EFFECT,
        tuple((*heads(each, at), *effect_cells(each)) for at, each in enumerate(scored, 1)),
    )
    yield Table(
        Sentence("Câu trả lời và điểm của từng câu", "Answers and scores of each question"),
        ANSWERS,
        tuple(
            (*heads(each, at), *answer_cells(each)) for at, each in enumerate(report.questions, 1)
        ),
    )
    counted = [each for each in report.questions if each.figures.values is not None]
    yield Table(
        Sentence("Giá trị trả lời của câu hỏi số", "Answers to questions that ask for a number"),
        VALUES,
        tuple((*heads(each, at), *value_cells(each)) for at, each in enumerate(counted, 1)),
    )
    chosen = [(each, *pair) for each in report.questions for pair in each.figures.options]
    yield Table(
        Sentence("Phương án được chọn", "Options chosen"),
        OPTIONS,
        tuple((*heads(each, at), share, o.label) for at, (each, o, share) in enumerate(chosen, 1)),
        until=STRETCHED,
    )
    yield from section_tables(report, numbers)
    for title, pairs in (
        (
            Sentence("Các cặp câu gần như trùng nhau", "Pairs that ask nearly the same"),
            report.doubles,
        ),
        (
            Sentence("Các cặp câu ngược chiều", "Pairs that run against each other"),
            report.opposites,
        ),
    ):
        yield Table(title, PAIRS, tuple(pair_cells(pairs, labels, places)), until=STRETCHED)


def section_tables(report: AuthoringReport, numbers: dict[str, str]) -> Iterator[Table]:
    """Alpha by section, and correlations within and between sections."""
    everything: tuple[Cell, ...] = (
        "",
        "",
        Sentence("Tất cả các câu chấm điểm", "All scored questions"),
        sum(question.scored for question in report.questionnaire.questions),
        report.alpha,
    )
    yield Table(
        Sentence("Alpha của Cronbach theo nhóm", "Cronbach's alpha by section"),
        SECTIONS,
        (
            *(
                (at, each.section.no, each.section.title, each.questions, each.alpha)
                for at, each in enumerate(report.sections, 1)
            ),
            everything,
        ),
    )
    titles = {section.id: section.title for section in report.questionnaire.sections}
    yield Table(
        Sentence("Tương quan trong và giữa các nhóm", "Correlations within and between sections"),
        BETWEEN,
        tuple(
            (at, numbers[b.first], titles[b.second], b.pairs, b.mean, b.least, b.most)
            for at, b in enumerate(report.between, 1)
        ),
    )


def effect_cells(each: QuestionReport) -> tuple[Cell, ...]:
    """One scored question's place in the index."""
    figures, effect = each.figures, each.figures.effect
    return (
        figures.counts.answered,
        effect.nominal,
        effect.effective,
        *(effect.levelled.mean, effect.levelled.most),
        *(effect.without.mean, effect.without.most),
        *(figures.item_section, figures.item_index, figures.alpha_without),
        verdict(each),
    )


def verdict(each: QuestionReport) -> Sentence:
    """Everything found, in one cell."""
    return Sentence(
        " ".join(f"{found.label.vi}. {found.sentence.vi}" for found in each.findings),
        " ".join(f"{found.label.en}. {found.sentence.en}" for found in each.findings),
    )


def answer_cells(each: QuestionReport) -> tuple[Cell, ...]:
    """One question's states and the spread of its score; a dash where it is not scored."""
    figures, counts = each.figures, each.figures.counts
    kind = words.KINDS[figures.question.kind]
    states = counts.unknown, counts.unanswered, counts.not_applicable
    if figures.score is None:
        return (*states, *(words.NONE,) * 7, kind)
    return (*states, *spread_cells(figures.score), figures.floor, figures.ceiling, kind)


def value_cells(each: QuestionReport) -> tuple[Cell, ...]:
    """The spread of a number as it was answered."""
    figures = each.figures
    spread = figures.values or Spread(0)
    unit = figures.question.unit or Sentence("", "")
    return (spread.count, *spread_cells(spread), unit)


def spread_cells(spread: Spread) -> tuple[float, ...]:
    """Quartiles, mean, standard deviation."""
    return spread.lower, spread.median, spread.upper, spread.mean, spread.deviation


def pair_cells(
    pairs: Sequence[Pair], labels: Mapping[str, Sentence], places: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    """Each pair in words; one line that says so where there is none."""
    for at, pair in enumerate(pairs, 1):
        yield at, places[pair.first], labels[pair.first], pair.r, labels[pair.second]
    if not pairs:
        yield "", "", Sentence("Không có cặp nào", "There are none"), words.NONE, ""


def missing(cell: Cell) -> bool:
    """Whether a figure is not known."""
    return isinstance(cell, float) and bool(np.isnan(cell))
