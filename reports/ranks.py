"""Ranks: equal values share one, and what is missing has none."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Sums in another order differ in the last bits; that is no difference in rank.
DECIMALS = 9


def ranks_from_best(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 1 for the greatest; equal values share the best place; NaN stays NaN."""
    rounded = pd.Series(np.round(values, DECIMALS))
    ranks = rounded.rank(method="min", ascending=False)
    return np.asarray(ranks, dtype=np.float64)
