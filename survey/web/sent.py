"""What a script sends: its JSON read strictly, each answer through the gate like a page's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request

from forms import messages
from forms.answers import SHOWN, Answer, Problem, read_answer
from forms.questionnaire import Level, Questionnaire
from forms.section_form import raw_of
from forms.sentence import Refused, Sentence

UNREADABLE = Sentence(
    "Nội dung gửi lên không đọc được; chưa có gì thay đổi. Hãy mở lại trang khi có mạng.",
    "What was sent could not be read; nothing has changed. Open the page again when there is a connection.",
)
LONGEST_KEY = 64
LARGEST_REVISION = 10**9
Kind = TypeVar("Kind", int, str, dict[str, Any])


@dataclass(frozen=True, slots=True)
class Sent:
    """A posted object; what is missing or of another type refuses the whole."""

    fields: Mapping[str, Any]

    def number(self, name: str) -> int:
        """A whole number from 0 on."""
        value = self.of(name, int)
        if isinstance(value, bool) or not 0 <= value < LARGEST_REVISION:
            raise Refused(UNREADABLE)
        return value

    def key(self) -> str:
        """What makes a repetition harmless."""
        key = self.of("key", str)
        if not (key.isascii() and key.isalnum() and 16 <= len(key) <= LONGEST_KEY):
            raise Refused(UNREADABLE)
        return key

    def of(self, name: str, kind: type[Kind]) -> Kind:
        """A part of this type."""
        value = self.fields.get(name)
        if not isinstance(value, kind):
            raise Refused(UNREADABLE)
        return value


def sent() -> Sent:
    """This request's JSON object."""
    return sent_in(request.get_data(cache=False))


def sent_in(text: str | bytes) -> Sent:
    """The JSON object that this is. Raises Refused where it is none: broken, of another type, or nested without end."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise Refused(UNREADABLE)
    return Sent(fields)


def whole_number(text: str) -> int | None:
    """The number from 0 on that up to nine digits say, as the database can hold it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True, slots=True)
class Changes:
    """``taken`` is for saving (None clears an answer); ``refused`` says why, by question."""

    taken: Mapping[str, Answer | None]
    refused: Mapping[str, Sentence]


def changes_in(questionnaire: Questionnaire, posted: Mapping[str, Any]) -> Changes:
    """``{"question": [value, state, note, reason]}`` through the gate."""
    taken: dict[str, Answer | None] = {}
    refused: dict[str, Sentence] = {}
    for question_id, fields in posted.items():
        answer, problems = read_fields(questionnaire, question_id, texts(fields))
        if problems:
            refused[question_id] = problems[0].sentence
        else:
            taken[question_id] = answer
    return Changes(taken, refused)


def texts(fields: Any) -> tuple[str, str, str, str]:
    """The four fields of a question, each a text."""
    if not isinstance(fields, list) or len(fields) != 4:
        raise Refused(UNREADABLE)
    value, state, note, reason = fields
    if not all(isinstance(each, str) for each in fields):
        raise Refused(UNREADABLE)
    return value, state, note, reason


def read_fields(
    questionnaire: Questionnaire, question_id: str, fields: tuple[str, str, str, str]
) -> tuple[Answer | None, tuple[Problem, ...]]:
    """One question as typed; a problem where it is refused or not of this questionnaire."""
    question = questionnaire.by_id.get(question_id)
    if question is None:
        said = messages.UNKNOWN_QUESTION.filled(question=question_id[:SHOWN])
        return None, (Problem(question_id, Level.ERROR, said, "", "unknown_question"),)
    raw = raw_of(question, *fields)
    if isinstance(raw, Problem):
        return None, (raw,)
    return read_answer(question, raw.value, note=raw.note, reason=raw.reason)
