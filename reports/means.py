"""Weighted means over the first axis, each with the shares by which its parts make it up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mean = Callable[[Floats, Floats, float], tuple[Floats, Floats]]


def mean_of(values: Floats, weights: Floats, _: float = 0.0) -> tuple[Floats, Floats]:
    """Σ w·v / Σ w. ``values`` and ``weights`` are parts × units; NaN where nothing weighs.

    Shares are each part's w·v of the sum, 0 where all are 0.
    """
    products = weights * np.where(weights > 0, values, 0.0)
    total = products.sum(axis=0)
    with np.errstate(all="ignore"):
        mean = total / weights.sum(axis=0)
        shares = np.where(total > 0, products / total, 0.0)
    return mean, shares


def geometric(values: Floats, weights: Floats, floor: float) -> tuple[Floats, Floats]:
    """exp(Σ w·ln max(v, floor) / Σ w), as :func:`mean_of`.

    Shares are of the logarithms, measured from the floor; where every part lies on the floor, by weight.
    """
    raised = np.where(weights > 0, np.maximum(values, floor), 1.0)
    logs = weights * np.log(raised)
    above = weights * np.log(raised / floor)
    total, all_weight = above.sum(axis=0), weights.sum(axis=0)
    with np.errstate(all="ignore"):
        mean = np.exp(logs.sum(axis=0) / all_weight)
        shares = np.where(total > 0, above / total, weights / all_weight)
    return mean, np.where(weights > 0, shares, 0.0)
