"""Answers of earlier rounds as they can be read today: by today's questions and today's communes."""

from __future__ import annotations

from collections.abc import Sequence

from forms.answers import Answer, Answers, State
from forms.questionnaire import Kind, Question, Questionnaire


def fits(question: Question, answer: Answer) -> bool:
    """Whether an answer of an earlier questionnaire can be an answer to this question still."""
    if answer.state is not State.ANSWERED:
        return True
    value = answer.value
    if question.kind is Kind.CHOICE:
        return value in {option.value for option in question.options}
    if question.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if question.kind is Kind.TEXT:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def fitting(questionnaire: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The answers to questions that are still asked, in a form that they can still have."""
    return {
        question.id: answers[question.id]
        for question in questionnaire.questions
        if question.id in answers and fits(question, answers[question.id])
    }


def joined(questionnaire: Questionnaire, parts: Sequence[Answers]) -> dict[str, Answer]:
    """The answers of the communes that one was merged from, as one: what can be said of the whole.

    Counts of which a larger commune needs more add up where every part gave one; of everything else only
    what all parts answered alike. Notes and reasons stay behind: they were about a part.
    """
    found: dict[str, Answer] = {}
    for question in questionnaire.questions:
        said = [part.get(question.id) for part in parts]
        given = [each for each in said if each is not None and fits(question, each)]
        if len(given) == len(parts):
            whole = of_the_whole(question, given)
            if whole is not None:
                found[question.id] = whole
    return found


def of_the_whole(question: Question, given: Sequence[Answer]) -> Answer | None:
    """One answer for the whole; None where the parts do not say."""
    values = [each.value for each in given]
    if grows_with_size(question):
        numbers = [each for each in values if isinstance(each, int | float)]
        if len(numbers) == len(values):
            return Answer(value=sum(numbers))
    same = {(each.state, each.value) for each in given}
    return Answer(given[0].state, given[0].value) if len(same) == 1 else None


def grows_with_size(question: Question) -> bool:
    """Whether this counts things of which a larger commune needs more.

    By what its gap is measured against: another answer, such as the staff, or nothing but the count
    itself. Against a fixed number (three of six kinds of equipment) two communes do not add up.
    """
    if question.kind is not Kind.INTEGER or question.gap is None:
        return False
    needed = question.gap.quantity
    others = needed.names - {question.id}
    return bool(others) or needed.evaluate({question.id: 0}) == 0
