"""Verified equipment does not vanish in silence: a fall with no word of why counts as still there."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from forms.answers import Answer, Answers, Value
from forms.expression_values import Scalar
from forms.questionnaire import Kind, Question, Questionnaire
from forms.settling import settle, values_of
from survey.verification.findings import same

COUNTED = (Kind.INTEGER, Kind.YES_NO)


def still_there(
    questionnaire: Questionnaire,
    answers: Answers,
    register: Mapping[str, float],
    earlier: Answers,
    known: Container[str] = (),
) -> dict[str, Answer]:
    """By question, the earlier verified answers that count in place of what is answered now.

    ``earlier`` was verified when the response was last approved; ``known`` are the questions that a
    finding answers today, which outdates the earlier one. A note or a reason explains any fall.
    """
    if not earlier:
        return {}
    settled = settle(questionnaire, answers, register)
    values = values_of(settled, register)
    return {
        name: replace(before, note="", reason="")
        for name, before in earlier.items()
        if name in questionnaire.by_id
        and name not in known
        and same(answers.get(name), settled.get(name))
        and fell_in_silence(questionnaire.by_id[name], answers.get(name), before, values)
    }


def fell_in_silence(
    question: Question, now: Answer | None, before: Answer, values: Mapping[str, Scalar]
) -> bool:
    """Whether there is less equipment than there was, and neither a note nor a reason says why.

    An answer that is missing now is no fall: it earns nothing.
    """
    if now is None or now.value is None or before.value is None or now.note or now.reason:
        return False
    return is_equipment(question) and is_less(question, now.value, before.value, values)


def is_equipment(question: Question) -> bool:
    """What money buys: a count, a yes or no, or a choice, with a gap that has a price."""
    kinds = (*COUNTED, Kind.CHOICE)
    return question.gap is not None and question.kind in kinds and question.role != "context"


def is_less(question: Question, now: Value, before: Value, values: Mapping[str, Scalar]) -> bool:
    """A smaller count where more narrows the gap, a yes become no, or an option of a lower score."""
    if question.kind is Kind.CHOICE:
        points = {option.value: option.score for option in question.options}
        old, new = points.get(str(before)), points.get(str(now))
        return old is not None and new is not None and new < old
    if isinstance(now, str) or isinstance(before, str) or now >= before:
        return False
    return narrows_the_gap(question, before, values)


def narrows_the_gap(question: Question, amount: Value, values: Mapping[str, Scalar]) -> bool:
    """Whether less money is needed with this much of it than with the least possible.

    Some counts are of what lacks, such as places without a signal: there more is no equipment.
    """
    assert question.gap is not None
    least: Scalar = False if question.kind is Kind.YES_NO else question.minimum or 0.0
    without, having = (
        question.gap.quantity.evaluate({**values, question.id: each}) for each in (least, amount)
    )
    if not isinstance(without, int | float) or not isinstance(having, int | float):
        return False
    return without > having
