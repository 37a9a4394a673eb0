"""Simulated findings on simulated answers: seeded, and never real.

In one response of four, some answers are checked; one in four of those is found to be another.
"""

from __future__ import annotations

from random import Random

from forms.answers import Answer, Answers, State, Value
from forms.questionnaire import Kind, Question, Questionnaire
from survey.verification.findings import Basis, Outcome
from survey.verification.verifying import TypedFinding

CHECKED, OTHER = 0.25, 0.25
FEWEST, MOST = 3, 8
GROUNDS = {
    Basis.DOCUMENT: "Hồ sơ quản lý tài sản số {n} (mô phỏng).",
    Basis.VISIT: "Biên bản kiểm tra thực tế số {n} (mô phỏng).",
}


def simulated_findings(
    questionnaire: Questionnaire, answers: Answers, seed: int, commune_code: str
) -> dict[str, TypedFinding]:
    """What is found in a commune's response, by question; nothing in most. The same for the same seed."""
    dice = Random(f"{seed}-{commune_code}")  # noqa: S311 - simulated, nothing secret
    if dice.random() >= CHECKED:
        return {}
    said = [q for q in questionnaire.scored if is_answered(answers.get(q.id))]
    chosen = dice.sample(said, min(len(said), dice.randint(FEWEST, MOST)))
    return {question.id: found(question, answers[question.id], dice) for question in chosen}


def is_answered(answer: Answer | None) -> bool:
    """Whether there is a value to check."""
    return answer is not None and answer.state is State.ANSWERED


def found(question: Question, answer: Answer, dice: Random) -> TypedFinding:
    """One answer verified, or another value in its place."""
    basis = dice.choice(list(GROUNDS))
    ground = GROUNDS[basis].format(n=dice.randint(1, 400))
    assert answer.value is not None
    other = other_value(question, answer.value, dice) if dice.random() < OTHER else answer.value
    if other == answer.value:
        return TypedFinding(Outcome.VERIFIED, basis, "", ground)
    return TypedFinding(Outcome.AUDITED, basis, other, ground)


def other_value(question: Question, value: Value, dice: Random) -> Value:
    """A value near the claim: the option beside it, the opposite, or 5 to 30 per cent less."""
    if question.kind is Kind.CHOICE:
        options = [option.value for option in question.options]
        place = options.index(str(value))
        return options[place - 1 if place else 1]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value
    less = value * dice.uniform(0.7, 0.95)
    return round(less) if question.kind is Kind.INTEGER else round(less, 1)
