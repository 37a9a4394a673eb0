"""The one gate: raw input → typed answers and problems. Page, workbook, sync and import all pass here."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from forms import messages
from forms.numbers import EXAMPLE, MOST_DIGITS, WHOLE_EXAMPLE, as_typed, read_number
from forms.options import listed, option_named
from forms.questionnaire import Kind, Level, Question, Questionnaire
from forms.sentence import Refused, Sentence

Value = float | int | str | bool
LONGEST_TEXT = 2000
LONGEST_RAW = 10_000
SHOWN = 60


class State(StrEnum):
    """What an answer says. Unanswered is no answer at all: the key is absent."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``reason`` says why a warning is accepted; ``note`` is free text."""

    state: State = State.ANSWERED
    value: Value | None = None
    note: str = ""
    reason: str = ""


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer refused (error) or doubted (warn), with the sentence that says what to do.

    ``kind`` is format, range, rule, warning, unanswered or unknown_question.
    """

    question_id: str
    level: Level
    sentence: Sentence
    raw: str = ""
    kind: str = "rule"


@dataclass(frozen=True, slots=True)
class Raw:
    """One answer as it came in, with its note and reason."""

    value: object = ""
    note: str = ""
    reason: str = ""


class Unfit(Refused):
    """One raw value that is no answer; ``kind`` as in :class:`Problem`."""

    def __init__(self, sentence: Sentence, kind: str = "format") -> None:
        super().__init__(sentence)
        self.kind = kind


STATES = {"NA": State.NOT_APPLICABLE, "?": State.UNKNOWN}
YES = ("yes", "có", "true", "1", "x")
NO = ("no", "không", "false", "0")
Read = tuple[Answer | None, tuple[Problem, ...]]


def read_answer(question: Question, raw: object, *, note: str = "", reason: str = "") -> Read:
    """One raw value as a typed answer; None where it is empty, or refused with its problems.

    ``NA`` is not applicable and ``?`` unknown, for every kind of question. Never raises.
    """
    try:
        note, reason = clean_text(note), clean_text(reason)
        if is_empty(raw):
            return None, ()
        word = raw.strip().upper() if isinstance(raw, str) else ""
        if word in STATES:
            return Answer(STATES[word], None, note, reason), ()
        value = READERS[question.kind](question, raw)
        check_range(question, value)
    except Refused as refused:
        kind = refused.kind if isinstance(refused, Unfit) else "format"
        shown = str(raw)[:SHOWN] if isinstance(raw, str | int | float | Decimal) else ""
        return None, (Problem(question.id, Level.ERROR, refused.sentence, shown, kind),)
    return Answer(State.ANSWERED, value, note, reason), ()


def read_answers(
    questionnaire: Questionnaire, raws: Mapping[str, object]
) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
    """Many raw values (or :class:`Raw`) by question id; a problem for each that is refused or unknown."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question_id, raw in raws.items():
        question = questionnaire.by_id.get(question_id)
        if question is None:
            said = messages.UNKNOWN_QUESTION.filled(question=str(question_id)[:SHOWN])
            problems.append(Problem(question_id, Level.ERROR, said, "", "unknown_question"))
            continue
        given = raw if isinstance(raw, Raw) else Raw(raw)
        answer, found = read_answer(question, given.value, note=given.note, reason=given.reason)
        problems += found
        if answer is not None:
            answers[question_id] = answer
    return answers, tuple(problems)


def is_empty(raw: object) -> bool:
    """Nothing, blanks, or the NaN of an empty cell."""
    if isinstance(raw, float):
        return math.isnan(raw)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def clean_text(text: str) -> str:
    """Text in NFC without invisible characters; refused where too long or with control characters."""
    if len(text) > LONGEST_RAW:
        raise Unfit(messages.TOO_LONG.filled(most=LONGEST_TEXT))
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    kept = "".join(each for each in plain if unicodedata.category(each) not in ("Cf", "Cs", "Co"))
    if any(unicodedata.category(each) == "Cc" and each not in "\n\t" for each in kept):
        raise Unfit(messages.CONTROL)
    if len(kept) > LONGEST_TEXT:
        raise Unfit(messages.TOO_LONG.filled(most=LONGEST_TEXT))
    return kept


def typed(raw: object) -> str:
    """A value as text, as someone would type it; a formula is refused, not calculated."""
    text = clean_text(raw if isinstance(raw, str) else str(raw))
    if text.startswith("="):
        raise Unfit(messages.FORMULA)
    return text


def read_figure(question: Question, raw: object) -> int | float:
    """A number from a page's text, a workbook's cell, or a file with decimal points."""
    example = WHOLE_EXAMPLE if question.kind is Kind.INTEGER else EXAMPLE
    if isinstance(raw, bool):
        raise Unfit(messages.NOT_A_NUMBER.filled(text=str(raw), example=example))
    if isinstance(raw, Decimal):
        raw = float(raw)
    if isinstance(raw, int) and abs(raw) >= 10**MOST_DIGITS:
        raise Unfit(messages.NUMBER_TOO_LONG)
    if isinstance(raw, int | float) and math.isfinite(raw):
        return raw
    text = typed(raw)
    return read_number(text.removesuffix("%") if question.kind is Kind.PERCENT else text, example)


def read_whole(question: Question, raw: object) -> int:
    """A whole number; decimals that are not zero are refused, never rounded."""
    value = read_figure(question, raw)
    if isinstance(value, float) and not value.is_integer():
        text = typed(raw)[:SHOWN] if isinstance(raw, str) else as_typed(value)
        raise Unfit(messages.NOT_WHOLE.filled(text=text))
    return int(value)


def read_decimal(question: Question, raw: object) -> float:
    """A number with decimals."""
    return float(read_figure(question, raw))


def read_choice(question: Question, raw: object) -> str:
    """An option by its value or by either label, letter case aside."""
    text = typed(raw)
    if option := option_named(question.options, text):
        return option.value
    said = {"text": text[:SHOWN], "options": listed(question.options)}
    raise Unfit(messages.NOT_AN_OPTION.filled(**said))


def read_yes_no(_: Question, raw: object) -> bool:
    """Yes or no, in either language, or 1 and 0."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, float) and raw in (0, 1):
        return raw == 1
    text = typed(raw).casefold()
    if text in YES + NO:
        return text in YES
    raise Unfit(messages.NOT_YES_NO.filled(text=text[:SHOWN]))


def read_text(question: Question, raw: object) -> str:
    """Text in NFC, at most 2,000 characters unless the question says less; a formula stays text."""
    text = clean_text(raw if isinstance(raw, str) else str(raw))
    most = int(question.maximum or LONGEST_TEXT)
    if len(text) > most:
        raise Unfit(messages.TOO_LONG.filled(most=most))
    return text


# Kind of question → its reader. A new kind is one more row.
READERS: dict[Kind, Callable[[Question, object], Value]] = {
    Kind.INTEGER: read_whole,
    Kind.DECIMAL: read_decimal,
    Kind.PERCENT: read_decimal,
    Kind.CHOICE: read_choice,
    Kind.YES_NO: read_yes_no,
    Kind.TEXT: read_text,
}


def check_range(question: Question, value: Value) -> None:
    """Refuse a number outside the question's range, saying the range and its unit."""
    if not question.kind.is_number or isinstance(value, str | bool):
        return
    least, most = question.minimum, question.maximum
    below = least is not None and value < least
    if not below and (most is None or value <= most):
        return
    if least is None or most is None:
        said = messages.BELOW_ONLY if below else messages.ABOVE_ONLY
    else:
        said = messages.BELOW if below else messages.ABOVE
    ends = {
        "value": as_typed(value),
        "least": "" if least is None else as_typed(least),
        "most": "" if most is None else as_typed(most),
    }
    unit = question.unit or Sentence("", "")
    after = Sentence(*(f" {each}" if each else "" for each in (unit.vi, unit.en)))
    raise Unfit(said.filled(unit=after, **ends), "range")
