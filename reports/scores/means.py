"""Weighted means, each as a sum: values are lifted, averaged by weight, and brought back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mean:
    """``back(Σ w·lift(v) / Σ w)`` over values 0–100. ``lift`` keeps 0 at 0; ``full`` is ``lift(100)``."""

    lift: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    full: float


ARITHMETIC = Mean(lambda value: value, lambda value: value, 100.0)


def geometric(floor: float) -> Mean:
    """exp(Σ w·ln max(v, floor) / Σ w): what lies below ``floor`` (> 0) counts as ``floor``.

    Measured from the floor, in logarithms, so that the parts of the sum are never negative.
    """
    return Mean(
        lambda value: np.log(np.maximum(value, floor) / floor),
        lambda value: floor * np.exp(value),
        float(np.log(100 / floor)),
    )
