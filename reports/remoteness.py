"""Remoteness, 0–100: points of official classes, capped, and how long it takes to get there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import AccessTerm, Questionnaire
from reports.frame import Frame

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Remoteness:
    """Of n units: ``score`` 0–100 (NaN where nothing of it is known), ``remote`` 1, 0 or NaN where not known.

    ``missing`` counts terms without an answer, which add nothing; ``flagged`` where too few are known.
    """

    score: Floats
    remote: Floats
    missing: NDArray[np.int64]
    flagged: NDArray[np.bool_]


def remoteness(questionnaire: Questionnaire, frame: Frame) -> Remoteness:
    """min(cap, Σ class points) + weight · mean of scaled access terms; silence never raises it.

    NaN where no term at all is known.
    """
    rows = len(frame)
    rule = questionnaire.remoteness
    if rule is None:
        nothing = np.full(rows, np.nan)
        return Remoteness(nothing, nothing, np.zeros(rows, np.int64), np.zeros(rows, np.bool_))
    classes = [term.evaluate_frame(frame.columns, rows) for term in rule.class_terms]
    access = [scaled(term, frame) for term in rule.access_terms]
    score = np.minimum(rule.class_cap, sum_known(classes, rows))
    if access:
        score = score + rule.access_weight * sum_known(access, rows) / len(access)
    unknown = [np.isnan(each) for each in (*classes, *access)]
    # Silence adds nothing, but all silence is no figure: a median of such noughts would say who has not answered.
    score = np.where(np.all(unknown or [np.zeros(rows, np.bool_)], axis=0), np.nan, score)
    answered = len(access) - np.sum([np.isnan(each) for each in access] or [np.zeros(rows)], axis=0)
    remote = np.full(rows, np.nan)
    if rule.remote_if is not None:
        remote = rule.remote_if.evaluate_frame(frame.columns, rows)
    return Remoteness(
        np.clip(score, 0, 100),
        remote,
        np.sum(unknown or [np.zeros(rows)], axis=0).astype(np.int64),
        answered < rule.access_at_least,
    )


def scaled(term: AccessTerm, frame: Frame) -> Floats:
    """A term between its ends as 0 to 1; NaN where missing."""
    value = term.expression.evaluate_frame(frame.columns, len(frame))
    return np.clip((value - term.zero) / (term.full - term.zero), 0, 1)


def sum_known(terms: list[Floats], rows: int) -> Floats:
    """The sum of what is known; a missing term adds nothing."""
    known = [np.nan_to_num(each, nan=0.0) for each in terms]
    return np.asarray(np.sum(known or [np.zeros(rows)], axis=0))
