"""How far a response is: which questions are asked of it, and how many of those have an answer."""

from __future__ import annotations

from dataclasses import dataclass

from forms.answers import Answers
from forms.questionnaire import Question, Questionnaire
from forms.settling import Register, settle, values_of


@dataclass(frozen=True, slots=True)
class Progress:
    """Questions that are ``asked``, and of them those ``answered``: a value, not applicable or unknown."""

    asked: int
    answered: int

    @property
    def share(self) -> int:
        """Per cent answered, 0–100, rounded down: 100 is all that is asked."""
        return 100 * self.answered // max(1, self.asked)


def questions_asked(
    questionnaire: Questionnaire, settled: Answers, register: Register
) -> tuple[Question, ...]:
    """The questions that need an answer, by the settled answers and in form order; a missing condition still asks."""
    values = values_of(settled, register)
    return tuple(
        question
        for question in questionnaire.questions
        if question.ask_if is None or question.ask_if.evaluate(values) is not False
    )


def progress_of(questionnaire: Questionnaire, answers: Answers, register: Register) -> Progress:
    """How far these answers are, the same for whoever looks: what is not asked needs no answer."""
    asked = questions_asked(questionnaire, settle(questionnaire, answers, register), register)
    return Progress(len(asked), sum(question.id in answers for question in asked))
