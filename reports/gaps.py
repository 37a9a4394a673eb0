"""Gaps: how far each question lies below its full score, how well that is known, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from reports.frame import NOT_APPLICABLE, Frame
from reports.method import Method
from reports.readiness import Readiness
from reports.scores.weights import shares

Floats = NDArray[np.float64]
EXTERNAL = "external"


@dataclass(frozen=True)
class Needs:
    """Need in VND. ``by_question``: NaN where an operand is missing, 0 where it does not apply.

    ``columns``: by money column the sum of what is known, NaN where nothing is. ``total`` leaves out
    what others pay. ``unknown`` counts the needs of each unit that are not known.
    """

    by_question: Mapping[str, Floats]
    columns: Mapping[str, Floats]
    total: Floats
    unknown: NDArray[np.int64]


def evidence_weights(question_id: str, method: Method, frame: Frame) -> Floats | float:
    """e, 0–1: how much of this question's gap counts, by how well its answers are known."""
    classes = frame.evidence.get(question_id)
    if classes is None:
        return method.evidence[frame.evidence_of_all]
    names = list(method.evidence)
    weights = np.array([method.evidence[name] for name in names])
    return weights[[names.index(str(each)) for each in classes]]


def evidenced_gaps(scores: Readiness, method: Method, frame: Frame) -> dict[str, Floats]:
    """G = e · max(0, 1 − s/100), 0–1 by question; an unanswered question has no gap."""
    return {
        name: evidence_weights(name, method, frame) * np.nan_to_num(1 - score / 100, nan=0.0)
        for name, score in scores.scores.items()
    }


def effective_weights(questionnaire: Questionnaire, scores: Readiness) -> dict[str, Floats]:
    """ω by question: the product of weights down the tree, adding up to 1 over what applies."""
    fixed = shares(
        questionnaire,
        {
            section.id: section.weight
            for section in questionnaire.sections
            if section.id in scores.sections
        },
        {question.id: question.weight for question in questionnaire.scored},
    )
    applying = {name: weight * scores.applicable[name] for name, weight in fixed.items()}
    total_weight = np.sum(list(applying.values()), axis=0) if applying else np.array(0.0)
    with np.errstate(all="ignore"):
        return {
            name: np.nan_to_num(weight / total_weight, nan=0.0) for name, weight in applying.items()
        }


def needs(questionnaire: Questionnaire, method: Method, frame: Frame, remote: Floats) -> Needs:
    """Quantity · unit cost · zone factor of every question with a gap, summed by money column.

    ``remote`` is 1, 0 or NaN by unit; where it is not known, the unit is priced as not remote.
    """
    rows = len(frame)
    zone = np.where(remote == 1, method.zone_factor_remote, 1.0)
    costs = questionnaire.unit_costs or {}
    by_question: dict[str, Floats] = {}
    columns: dict[str, list[Floats]] = {cost.column: [] for cost in costs.values()}
    for question in questionnaire.questions:
        if question.gap is None:
            continue
        cost = costs[question.gap.cost]
        quantity = question.gap.quantity.evaluate_frame(frame.columns, rows)
        need = cost.vnd * zone * np.where(quantity < 0, 0.0, quantity)
        need = np.where(frame.states[question.id] == NOT_APPLICABLE, 0.0, need)
        by_question[question.id] = need
        columns[cost.column].append(need)
    summed = {name: known_sum(each, rows) for name, each in columns.items()}
    own = [each for name, each in summed.items() if name != EXTERNAL]
    unknown = np.sum([np.isnan(each) for each in by_question.values()] or [np.zeros(rows)], axis=0)
    return Needs(by_question, summed, known_sum(own, rows), unknown.astype(np.int64))


def known_sum(parts: list[Floats], rows: int) -> Floats:
    """The sum of what is known, NaN where nothing is; 0 where there are no parts."""
    if not parts:
        return np.zeros(rows)
    stack = np.array(parts)
    return np.where(np.isnan(stack).all(axis=0), np.nan, np.nansum(stack, axis=0))
