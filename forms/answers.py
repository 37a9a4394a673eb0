"""The one gate: raw input → typed answers and problems. Page, workbook, sync and import all pass here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.questionnaire import Level
from forms.sentence import Sentence

Value = float | int | str | bool


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
    """An answer refused (error) or doubted (warn), with the sentence that says what to do."""

    question_id: str
    level: Level
    sentence: Sentence
    raw: str = ""
