"""Gaps and priority of every ranked unit in every draw."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.certainty.draws import OBSERVED, Draws
from reports.certainty.ranked_units import EVIDENCE, MISSING, NOT_APPLICABLE, RankedUnits

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
# Below this many multiplications OpenBLAS starts no threads of its own, which would fight with ours.
PRODUCTS_AT_ONCE = 2**18


class DrawnGaps:
    """Averages gaps of the ranked units under draws; holds what all draws share.

    ``floor``, 0–1: what is left of a question (1 − gap) counts at least this in a geometric mean.
    """

    def __init__(self, units: RankedUnits, floor: float) -> None:
        self.units = units
        self.floor = floor
        self.present = [k for k in range(len(EVIDENCE)) if (units.kinds == k).any()]
        applies = units.kinds != NOT_APPLICABLE
        answered = applies & (units.kinds != MISSING)
        self.applies = None if applies.all() else applies.astype(np.float64)
        self.answered = None if answered.all() else answered.astype(np.float64)

    @cached_property
    def by_kind(self) -> tuple[dict[int, Floats], dict[int, Floats]]:
        """By scale and by kind of evidence, the gaps known so well, K × u, 0 elsewhere."""
        goalposts, percentile = (
            {kind: np.where(self.units.kinds == kind, gaps, 0.0) for kind in self.present}
            for gaps in self.units.gaps
        )
        return goalposts, percentile

    def priority(self, draws: Draws) -> Floats:
        """100 · (1 + β·N/100)/(1 + β) · the mean gap; draws × u, 0–100."""
        # One row will do where β is the same in all of them.
        beta = draws.beta[:1, None] if np.ptp(draws.beta) == 0 else draws.beta[:, None]
        found = self.means(draws)
        found *= (1 + beta * self.units.remoteness) * (100 / (1 + beta))
        return found

    def means(self, draws: Draws) -> Floats:
        """The mean gap of each unit in each draw, draws × u, 0–1.

        Arithmetic Σ ω·g; geometric 1 − Π max(1 − g, floor)^ω, ω over the weight of all that applies.
        """
        evidence = draws.evidence_with_missing()
        found = np.empty((len(draws), self.units.columns))
        for scale, by_kind in enumerate(self.by_kind):
            plain = ~draws.geometric & (draws.percentile == scale)
            if plain.all():
                found = self.sums(draws.weights, evidence, by_kind)
            elif plain.any():
                found[plain] = self.sums(draws.weights[plain], evidence[plain], by_kind)
        for row in np.flatnonzero(draws.geometric):
            gaps = self.units.gaps[int(draws.percentile[row])]
            found[row] = draws.weights[row] @ self.logarithms(gaps, evidence[row])
        found = self.over_weight(draws, found)
        found[draws.geometric] = -np.expm1(found[draws.geometric])
        return found

    def sums(self, weights: Floats, evidence: Floats, by_kind: dict[int, Floats]) -> Floats:
        """Σ ω·e·gap, draws × u."""
        counted = [kind for kind in by_kind if evidence[:, kind].any()]
        if not counted:
            return np.zeros((len(weights), self.units.columns))
        found = product(weights * evidence[:, counted[0], None], by_kind[counted[0]])
        for kind in counted[1:]:
            found += product(weights * evidence[:, kind, None], by_kind[kind])
        return found

    def logarithms(self, gaps: Floats, evidence: Floats) -> Floats:
        """The logarithms ln max(1 − e·gap, floor), K × u."""
        left: Floats = np.append(evidence, 0.0)[self.units.kinds]
        left *= gaps
        np.subtract(1.0, left, out=left)
        np.maximum(left, self.floor, out=left)
        np.log(left, out=left)
        return left

    def over_weight(self, draws: Draws, sums: Floats) -> Floats:
        """Sums over the weight of what applies, or of what is answered; 0 where nothing weighs."""
        for rows, counts in (
            (draws.missing != OBSERVED, self.applies),
            (draws.missing == OBSERVED, self.answered),
        ):
            if counts is not None and rows.any():
                weight = product(draws.weights[rows], counts)
                sums[rows] = np.divide(
                    sums[rows], weight, out=np.zeros_like(weight), where=weight > 0
                )
        return sums


def product(left: Floats, right: Floats) -> Floats:
    """The matrix product, some columns at a time."""
    found = np.empty((left.shape[0], right.shape[1]))
    step = max(1, PRODUCTS_AT_ONCE // max(1, left.size))
    for at in range(0, right.shape[1], step):
        found[:, at : at + step] = left @ right[:, at : at + step]
    return found
