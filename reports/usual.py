"""What is usual among similar units, by statistics that a few wild values do not move.

The centre is the median, the spread the median absolute deviation (MAD); a value is judged by its
modified z-score. Source: B. Iglewicz and D. C. Hoaglin, "How to Detect and Handle Outliers", 1993,
which labels a value beyond 3.5. Counts and other skewed figures are compared by the logarithm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FAR = 3.5
# Fewer units than this say little about what is usual: a judgement.
AT_LEAST = 20
# What makes the MAD, and the mean absolute deviation, equal the standard deviation of normal values.
MAD_TO_SD, MEAN_TO_SD = 1.4826, math.sqrt(math.pi / 2)
# Units that all but agree must not make an outlier of a small difference: judgements. A spread of 0.2 on
# the logarithm labels from about twice or half of the median on; 5 on a share from 17.5 points on.
LEAST_LOG, LEAST_SHARE = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Usual:
    """A group of ``size`` units: ``median`` and the quartiles ``low`` and ``high`` in the figure's own unit.

    ``centre`` and ``spread`` (a robust standard deviation, > 0) are on the scale of the comparison.
    """

    size: int
    median: float
    low: float
    high: float
    centre: float
    spread: float
    logarithmic: bool

    def distance(self, value: float) -> float:
        """How far a value (≥ 0 where logarithmic) lies from the centre, in spreads; signed."""
        return (on_scale(value, self.logarithmic) - self.centre) / self.spread

    def is_far(self, value: float) -> bool:
        """Whether the value is beyond 3.5 spreads, either way."""
        return abs(self.distance(value)) > FAR


def usual(
    values: Floats, *, logarithmic: bool, counted: bool = False, at_least: int = AT_LEAST
) -> Usual | None:
    """What is usual among n values, NaN where missing; None where fewer than ``at_least`` are known.

    ``counted`` are whole numbers of things: their spread is at least that of chance, the square root
    of the median (Poisson), so that 0 among twos or threes is nothing strange.
    """
    known = values[~np.isnan(values)]
    if len(known) < max(1, at_least):
        return None
    scaled = np.log1p(known) if logarithmic else known
    centre = float(np.median(scaled))
    low, median, high = (float(each) for each in np.percentile(known, (25, 50, 75)))
    spread = max(spread_of(scaled, centre), least(median, logarithmic, counted))
    return Usual(len(known), median, low, high, centre, spread, logarithmic)


def spread_of(scaled: Floats, centre: float) -> float:
    """The MAD as a standard deviation; the mean deviation where over half are equal and the MAD is 0."""
    apart = np.abs(scaled - centre)
    mad = float(np.median(apart))
    return MAD_TO_SD * mad if mad > 0 else MEAN_TO_SD * float(np.mean(apart))


def least(median: float, logarithmic: bool, counted: bool) -> float:
    """The least spread that is taken for real, on the scale of the comparison."""
    if not logarithmic:
        return LEAST_SHARE
    return max(LEAST_LOG, 1 / math.sqrt(median + 1)) if counted else LEAST_LOG


def on_scale(value: float, logarithmic: bool) -> float:
    """ln(1 + value), or the value."""
    return math.log1p(value) if logarithmic else value
