"""An answer as a person reads it: value with unit, option by its label, the four states in words."""

from __future__ import annotations

from forms.answers import Answer, Answers, State
from forms.numbers import as_typed
from forms.progress import questions_asked
from forms.questionnaire import Kind, Question, Questionnaire
from forms.sentence import Sentence
from forms.settling import Register, settle

UNANSWERED = Sentence("Chưa trả lời", "Unanswered")
NOT_APPLICABLE = Sentence("Không áp dụng", "Not applicable")
NOT_ASKED = Sentence("Không phải trả lời", "Not asked")
IMPLIED = Sentence(
    "{answer}, suy ra từ câu khác, không phải trả lời",
    "{answer}, which follows from another answer; not asked",
)
UNKNOWN = Sentence("Chưa có số liệu", "No figure yet")
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


def settled_in_words(
    questionnaire: Questionnaire, answers: Answers, register: Register
) -> dict[str, Sentence]:
    """By question, a whole response as it counts: what is not asked is not called unanswered."""
    settled = settle(questionnaire, answers, register)
    asked = questions_asked(questionnaire, settled, register)
    words = {q.id: answer_in_words(q, settled.get(q.id)) for q in questionnaire.questions}
    for question in questionnaire.questions:
        if question not in asked:
            words[question.id] = _not_asked(question, words[question.id])
    return words


def _not_asked(question: Question, implied: Sentence) -> Sentence:
    return NOT_ASKED if question.implied is None else IMPLIED.filled(answer=implied)


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
