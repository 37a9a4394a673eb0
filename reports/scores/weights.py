"""Effective weights: each question's share of the index, the product of weights down the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire

Floats = NDArray[np.float64]


def shares(
    questionnaire: Questionnaire, sections: Mapping[str, Any], questions: Mapping[str, Any]
) -> dict[str, Floats]:
    """Each question's share, adding up to 1; 0 where everything beside it weighs nothing.

    Weights by id, ≥ 0: numbers, or arrays of one length, such as one for each draw. ``sections`` and
    ``questions`` name those that count; the shares have the weights' shape.
    """
    found: dict[str, Floats] = {}
    inside: dict[str | None, Floats] = {None: np.asarray(1.0)}
    ahead: list[str | None] = [None]
    while ahead:
        at = ahead.pop()
        below = [s.id for s in questionnaire.children(at) if s.id in sections]
        asked = [] if at is None else [q.id for q in questionnaire.questions_in(at)]
        asked = [name for name in asked if name in questions]
        weights = [sections[name] for name in below] + [questions[name] for name in asked]
        total = np.asarray(sum(weights, np.asarray(0.0)))
        inside |= {name: share(inside[at] * sections[name], total) for name in below}
        found |= {name: share(inside[at] * questions[name], total) for name in asked}
        ahead += below
    return {name: found[name] for name in questions if name in found}


def share(part: Floats, total: Floats) -> Floats:
    """Part / total, 0 where the total is 0."""
    part = np.asarray(part)
    return np.divide(part, total, out=np.zeros(part.shape), where=total > 0)
