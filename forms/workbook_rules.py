"""What Excel itself checks in an answer cell, and the bilingual words it then says."""

from __future__ import annotations

from typing import Any

from forms.answers import LONGEST_TEXT
from forms.fields import YES_NO_LABELS
from forms.numbers import as_typed
from forms.questionnaire import Kind, Question
from forms.sentence import Sentence
from forms.workbook_marks import STATE_LABELS

# Excel's own limits.
LONGEST_MESSAGE, LONGEST_TITLE = 255, 32

TITLE = Sentence("Xem lại ô này", "Check this cell")
WHOLE = Sentence("Hãy ghi số nguyên{range}.", "Write a whole number{range}.")
FIGURE = Sentence("Hãy ghi số{range}.", "Write a number{range}.")
PERCENT = Sentence(
    "Hãy ghi số phần trăm{range}, ví dụ 45. Từ 1 trở xuống thì ghi kèm dấu %, ví dụ 0,5%.",
    "Write per cent{range}, for example 45. For 1 or less write the % sign too, for example 0,5%.",
)
BETWEEN = Sentence(" từ {least} đến {most}", " from {least} to {most}")
AT_LEAST = Sentence(" từ {least} trở lên", " of {least} or more")
AT_MOST = Sentence(" không quá {most}", " of at most {most}")
ANY = Sentence("", "")
PICK = Sentence(
    "Hãy chọn một dòng trong danh sách của ô.", "Choose one of the lines in the cell's list."
)
SHORTER = Sentence(
    "Nội dung dài quá {most} ký tự. Hãy rút ngắn lại.",
    "The text is longer than {most} characters. Shorten it.",
)
NUMBER_WORDS = {Kind.INTEGER: WHOLE, Kind.DECIMAL: FIGURE, Kind.PERCENT: PERCENT}


def rule_of(question: Question, language: str, listed: str) -> dict[str, Any]:
    """The data validation of a question's answer cell; ``listed`` is the range of its options."""
    if question.kind is Kind.CHOICE:
        return {"validate": "list", "source": listed, **said(PICK)}
    if question.kind is Kind.YES_NO:
        labels = [label.in_language(language) for label in YES_NO_LABELS.values()]
        return {"validate": "list", "source": labels, **said(PICK)}
    if question.kind is Kind.TEXT:
        return rule_of_length(int(question.maximum or LONGEST_TEXT))
    kind = "integer" if question.kind is Kind.INTEGER else "decimal"
    words = NUMBER_WORDS[question.kind]
    ends = range_words(question)
    sentence = Sentence(words.vi.format(range=ends.vi), words.en.format(range=ends.en))
    return {"validate": kind, **bounds(question), **said(sentence)}


def rule_of_state(language: str) -> dict[str, Any]:
    """The data validation of a state cell."""
    labels = [label.in_language(language) for label in STATE_LABELS.values()]
    return {"validate": "list", "source": labels, **said(PICK)}


def rule_of_length(most: int = LONGEST_TEXT) -> dict[str, Any]:
    """The data validation of a cell of free text."""
    return {
        "validate": "length",
        "criteria": "<=",
        "value": most,
        **said(SHORTER.filled(most=as_typed(most))),
    }


def range_words(question: Question) -> Sentence:
    """“ từ 0 đến 500”, with a space before; empty where the question has no range."""
    ends = {
        name: as_typed(end)
        for name, end in (("least", question.minimum), ("most", question.maximum))
        if end is not None
    }
    words = {2: BETWEEN, 0: ANY}.get(len(ends)) or (AT_LEAST if "least" in ends else AT_MOST)
    return words.filled(**ends)


def bounds(question: Question) -> dict[str, Any]:
    """Between, at least or at most, as Excel's validation writes it."""
    least, most = question.minimum, question.maximum
    if least is not None and most is not None:
        return {"criteria": "between", "minimum": least, "maximum": most}
    if most is not None:
        return {"criteria": "<=", "value": most}
    return {"criteria": ">=", "value": -1e15 if least is None else least}


def said(sentence: Sentence) -> dict[str, Any]:
    """Excel's stop with the sentence in both languages."""
    both = f"{sentence.vi}\n{sentence.en}"
    return {
        "ignore_blank": True,
        "error_title": f"{TITLE.vi} / {TITLE.en}"[:LONGEST_TITLE],
        "error_message": both[:LONGEST_MESSAGE],
    }
