"""A section as a WTForms form, and what was posted from it as raw answers for the gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms.form import BaseForm

from forms import messages
from forms.answers import SHOWN, Answer, Answers, Problem, Raw, State
from forms.fields import NOTE, REASON, STATE, fields_of, has_options
from forms.numbers import write_number
from forms.questionnaire import Level, Question, Questionnaire

PARTS = ("", STATE, NOTE, REASON)
RAW_STATES = {State.NOT_APPLICABLE.value: "NA", State.UNKNOWN.value: "?"}


class SectionForm(BaseForm):
    """The questions of one section; built from data, because a question's id may be any word."""

    def optional(self, name: str) -> Any:
        """The field with this name; None where the form has none."""
        return self[name] if name in self else None  # noqa: SIM401 - a form has no get


def section_form(
    questionnaire: Questionnaire,
    section_id: str,
    answers: Answers,
    language: str,
    formdata: Any = None,
) -> SectionForm:
    """The section's form, filled with what was posted, else with the stored answers.

    A question ``q`` has the fields ``q``, ``q--state`` (not where it is answered by choosing),
    ``q--note`` and ``q--reason``.
    """
    questions = questionnaire.questions_in(section_id)
    made = (fields_of(question, language) for question in questions)
    form = SectionForm({name: field for fields in made for name, field in fields.items()})
    stored: dict[str, str] = {}
    for question in questions:
        stored |= written(question, answers.get(question.id))
    form.process(formdata, data=stored)
    return form


def written(question: Question, answer: Answer | None) -> dict[str, str]:
    """A stored answer as its fields show it, so that posting them back changes nothing."""
    if answer is None:
        return {question.id: "", question.id + STATE: ""}
    state = "" if answer.state is State.ANSWERED else answer.state.value
    value = written_value(answer.value) if not state else ""
    return {
        question.id: RAW_STATES.get(state, value) if has_options(question) else value,
        question.id + STATE: state,
        question.id + NOTE: answer.note,
        question.id + REASON: answer.reason,
    }


def written_value(value: float | str | bool | None) -> str:
    """A value as a field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_number(value) if isinstance(value, int | float) else value or ""


def raws_of(
    questionnaire: Questionnaire, section_id: str, formdata: Mapping[str, str]
) -> tuple[dict[str, Raw], tuple[Problem, ...]]:
    """What was posted, by question; a question with no field posted is left out, so not touched.

    Both a value and a state is a problem of that question: nobody can tell which was meant.
    """
    raws: dict[str, Raw] = {}
    problems: list[Problem] = []
    for question in questionnaire.questions_in(section_id):
        if not any(question.id + part in formdata for part in PARTS):
            continue
        raw = raw_of(question, *(formdata.get(question.id + part, "") for part in PARTS))
        if isinstance(raw, Problem):
            problems.append(raw)
        else:
            raws[question.id] = raw
    return raws, tuple(problems)


def raw_of(
    question: Question, value: str, state: str = "", note: str = "", reason: str = ""
) -> Raw | Problem:
    """The four fields of one question as one raw answer, or why they contradict each other."""
    problem = contradiction(question, value, state)
    return Raw(RAW_STATES.get(state, value), note, reason) if problem is None else problem


def contradiction(question: Question, value: str, state: str) -> Problem | None:
    """A state that does not exist, or one beside a value."""
    if state and state not in RAW_STATES:
        said = messages.NOT_A_STATE.filled(text=state[:SHOWN])
        return Problem(question.id, Level.ERROR, said, state[:SHOWN], "format")
    if state and value.strip():
        return Problem(question.id, Level.ERROR, messages.VALUE_AND_STATE, value[:SHOWN], "format")
    return None


def foreign_fields(
    questionnaire: Questionnaire,
    section_id: str,
    formdata: Mapping[str, str],
    frame: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The posted names that belong to no question of the section, nor to the form's ``frame``."""
    questions = questionnaire.questions_in(section_id)
    known = frame | {question.id + part for question in questions for part in PARTS}
    return tuple(name for name in formdata if name not in known)
