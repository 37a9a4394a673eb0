"""What the answers say together: ``ask_if`` applied, the rules that fire, what stands before submitting."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from forms import messages
from forms.answers import Answer, Answers, Problem, State, Unfit, check_range
from forms.expression_values import Scalar
from forms.questionnaire import Level, Question, Questionnaire

Register = Mapping[str, float]


def settle(questionnaire: Questionnaire, answers: Answers, register: Register) -> dict[str, Answer]:
    """The answers as they count: where ``ask_if`` is false, implied or not applicable.

    Where the condition is missing, the answer is left as it is. What is stored is not touched.
    """
    settled = dict(answers)
    values = values_of(settled, register)
    for question in in_order(questionnaire):
        if question.ask_if is None or question.ask_if.evaluate(values) is not False:
            continue
        if question.implied is None:
            settled[question.id] = Answer(State.NOT_APPLICABLE)
            values.pop(question.id, None)
        else:
            settled[question.id] = Answer(value=question.implied)
            values[question.id] = question.implied
    return settled


def values_of(answers: Answers, register: Register) -> dict[str, Scalar]:
    """What expressions read: answered values, and the register's columns."""
    given: dict[str, Scalar] = dict(register)
    for question_id, answer in answers.items():
        if answer.state is State.ANSWERED:
            given[question_id] = answer.value
    return given


def in_order(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions with a condition, each after those that its condition reads."""
    return _ordered(tuple(q for q in questionnaire.questions if q.ask_if is not None))


@lru_cache(maxsize=32)
def _ordered(conditional: tuple[Question, ...]) -> tuple[Question, ...]:
    waiting = {question.id: question for question in conditional}
    ordered: list[Question] = []
    while waiting:
        ready = [
            question
            for question in waiting.values()
            if question.ask_if is None or not (question.ask_if.names & waiting.keys())
        ]
        # Loading refuses circles, so something is always ready.
        for question in ready:
            ordered.append(waiting.pop(question.id))
    return tuple(ordered)


def check(
    questionnaire: Questionnaire,
    answers: Answers,
    register: Register,
    sections: Container[str] | None = None,
) -> tuple[Problem, ...]:
    """Every rule (of these sections' questions) that fires on the settled answers, in form order.

    Warnings with a reason are among them. A rule fires only where it is true, not where it is missing.
    """
    asked = questionnaire.questions
    if sections is not None:
        asked = tuple(question for question in asked if question.section in sections)
    return tuple(_fired(asked, settle(questionnaire, answers, register), register))


def _fired(
    questions: Iterable[Question], settled: Answers, register: Register
) -> Iterator[Problem]:
    values = values_of(settled, register)
    for question in questions:
        answer = settled.get(question.id)
        if answer is not None and answer.value is not None:
            try:
                check_range(question, answer.value)
            except Unfit as refused:
                yield Problem(question.id, Level.ERROR, refused.sentence, kind="range")
        for rule in question.checks:
            if rule.condition.evaluate(values) is True:
                kind = "warning" if rule.level is Level.WARN else "rule"
                yield Problem(question.id, rule.level, rule.sentence, kind=kind)


def ready_to_submit(
    questionnaire: Questionnaire, answers: Answers, register: Register
) -> tuple[Problem, ...]:
    """What still stands in the way: errors, warnings without a reason, and unanswered questions.

    A warning's reason stands with the answer of the question that carries the rule.
    """
    settled = settle(questionnaire, answers, register)
    standing = [
        problem
        for problem in _fired(questionnaire.questions, settled, register)
        if problem.level is Level.ERROR or not answers.get(problem.question_id, Answer()).reason
    ]
    unanswered = [
        Problem(question.id, Level.ERROR, messages.UNANSWERED, kind="unanswered")
        for question in questionnaire.questions
        if question.id not in settled
    ]
    place = {question.id: number for number, question in enumerate(questionnaire.questions)}
    return tuple(sorted([*standing, *unanswered], key=lambda each: place[each.question_id]))
