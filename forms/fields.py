"""A question as WTForms fields. No field validates: the gate in ``answers`` does, for every door alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.fields.core import UnboundField

from forms.answers import LONGEST_TEXT, State
from forms.questionnaire import Kind, Question
from forms.sentence import Sentence

Maker = Callable[[Question, str], Any]
STATE, NOTE, REASON = "--state", "--note", "--reason"
NOT_APPLICABLE = Sentence("Không áp dụng", "Not applicable")
UNKNOWN = Sentence("Chưa có số liệu", "No figure yet")
STATE_LABELS = {
    "": Sentence("–", "–"),
    State.NOT_APPLICABLE.value: NOT_APPLICABLE,
    State.UNKNOWN.value: UNKNOWN,
}
# Beside the options of a choice, where a second control could only contradict the first.
OTHERWISE = {"NA": NOT_APPLICABLE, "?": UNKNOWN}
YES_NO_LABELS = {"yes": Sentence("Có", "Yes"), "no": Sentence("Không", "No")}
LONGEST_NUMBER = 40


def number_field(question: Question, language: str) -> Any:
    """A text field that opens the number keys: “1.234,5” is no number to a browser."""
    keys = "numeric" if question.kind is Kind.INTEGER else "decimal"
    drawn = {"inputmode": keys, "autocomplete": "off", "maxlength": LONGEST_NUMBER}
    return StringField(question.label.in_language(language), render_kw=drawn)


def choice_field(question: Question, language: str) -> Any:
    """One radio button an option."""
    options = {option.value: option.label for option in question.options}
    return radio(question.label, options | OTHERWISE, language)


def yes_no_field(question: Question, language: str) -> Any:
    """Yes and no; neither is chosen beforehand."""
    return radio(question.label, YES_NO_LABELS | OTHERWISE, language)


def text_field(question: Question, language: str) -> Any:
    """A field of several lines."""
    return TextAreaField(
        question.label.in_language(language), render_kw={"maxlength": LONGEST_TEXT, "rows": 3}
    )


# Kind of question → its field. A new kind is one more row.
MAKERS: dict[Kind, Maker] = {
    Kind.INTEGER: number_field,
    Kind.DECIMAL: number_field,
    Kind.PERCENT: number_field,
    Kind.CHOICE: choice_field,
    Kind.YES_NO: yes_no_field,
    Kind.TEXT: text_field,
}


def fields_of(question: Question, language: str) -> dict[str, UnboundField[Any]]:
    """The value, the note and the reason of one question, by field name.

    A number or text also has a state; a choice has its states among the options.
    """
    note = Sentence("Ghi chú, nguồn số liệu", "Note, source of the figure").in_language(language)
    reason = Sentence("Lý do", "Reason").in_language(language)
    long = {"maxlength": LONGEST_TEXT, "rows": 2}
    state = {} if has_options(question) else {question.id + STATE: state_field(language)}
    return {
        question.id: MAKERS[question.kind](question, language),
        **state,
        question.id + NOTE: TextAreaField(note, render_kw=long),
        question.id + REASON: TextAreaField(reason, render_kw=long),
    }


def has_options(question: Question) -> bool:
    """Whether the question is answered by choosing."""
    return question.kind in (Kind.CHOICE, Kind.YES_NO)


def state_field(language: str) -> Any:
    """Why there is no answer, where there is none."""
    choices = [
        SelectChoice(value, said.in_language(language)) for value, said in STATE_LABELS.items()
    ]
    label = Sentence("Nếu không có số", "If there is no figure").in_language(language)
    return SelectField(label, choices=choices, validate_choice=False)


def radio(label: Sentence, options: dict[str, Sentence], language: str) -> Any:
    """Radio buttons; what is not among them is refused by the gate, with words."""
    choices = [SelectChoice(value, said.in_language(language)) for value, said in options.items()]
    return RadioField(label.in_language(language), choices=choices, validate_choice=False)
