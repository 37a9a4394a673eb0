"""Priority, 0–100: gaps that are known to be there, more where communes are hard to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.method import Method
from reports.scores.ranks import ranks_from_best

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Priority:
    """Of n units: ``gap`` Σ ω·g as 0–100, ``score`` 0–100 and ``rank`` from 1; NaN where not ranked.

    ``weights`` ω and evidenced ``gaps`` g, both 0–1, by question; ``lift`` is what remoteness multiplies by.
    """

    gap: Floats
    score: Floats
    rank: Floats
    weights: Mapping[str, Floats]
    gaps: Mapping[str, Floats]
    lift: Floats

    @cached_property
    def points(self) -> Mapping[str, Floats]:
        """By question, the points of 0–100 that it adds: they add up to the score of a ranked unit."""
        return {
            name: 100 * self.lift * weight * self.gaps[name]
            for name, weight in self.weights.items()
        }


def priority(
    method: Method,
    weights: Mapping[str, Floats],
    gaps: Mapping[str, Floats],
    remoteness: Floats,
    ranked: NDArray[np.bool_],
) -> Priority:
    """100 · (1 + β·N/100)/(1 + β) · Σ ω·g; a missing remoteness counts 0, so silence never raises it."""
    terms = [weights[name] * gaps[name] for name in weights]
    gap = np.sum(terms, axis=0) if terms else np.zeros(len(ranked))
    lift = (1 + method.beta * np.nan_to_num(remoteness, nan=0.0) / 100) / (1 + method.beta)
    score = np.where(ranked, 100 * lift * gap, np.nan)
    shown = np.where(ranked, 100 * gap, np.nan)
    return Priority(shown, score, ranks_from_best(score), weights, gaps, lift)
