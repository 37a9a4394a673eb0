"""Ranks: equal values share one, and what is missing has none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Sums in another order differ in the last bits; that is no difference in rank.
DECIMALS = 9


def ranks_from_best(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 1 for the greatest; equal values share the best place; NaN stays NaN."""
    rounded = np.round(values, DECIMALS)
    order = np.argsort(-rounded)
    ordered = rounded[order]
    place = np.arange(1.0, len(values) + 1)
    place[1:][ordered[1:] == ordered[:-1]] = 0
    ranks = np.empty(len(values))
    ranks[order] = np.maximum.accumulate(place)
    return np.where(np.isnan(values), np.nan, ranks)
