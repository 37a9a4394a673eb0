"""An answer as a person reads it: value with unit, option by its label, the four states in words."""

from __future__ import annotations

from forms.answers import Answer, State
from forms.numbers import as_typed
from forms.questionnaire import Kind, Question
from forms.sentence import Sentence

UNANSWERED = Sentence("Chưa trả lời", "Unanswered")
NOT_APPLICABLE = Sentence("Không áp dụng", "Not applicable")
UNKNOWN = Sentence("Chưa có số liệu", "Not known")
YES = Sentence("Có", "Yes")
NO = Sentence("Không", "No")


def answer_in_words(question: Question, answer: Answer | None) -> Sentence:
    """What the commune said, in both languages; ``None`` is unanswered."""
    if answer is None:
        return UNANSWERED
    if answer.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if answer.state is State.UNKNOWN or answer.value is None:
        return UNKNOWN
    return _value_in_words(question, answer.value)


def _value_in_words(question: Question, value: float | str | bool) -> Sentence:
    if question.kind is Kind.CHOICE:
        return question.option(str(value)).label
    if question.kind is Kind.YES_NO:
        return YES if value else NO
    if isinstance(value, str):
        return Sentence(value, value)
    figure = as_typed(value)
    if question.unit is None:
        return figure
    gap = "" if question.unit.vi == "%" else "\N{NO-BREAK SPACE}"
    unit = question.unit
    return Sentence(f"{figure.vi}{gap}{unit.vi}", f"{figure.en}{gap}{unit.en}")
