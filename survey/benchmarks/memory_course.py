"""How a server's memory went while it worked: from samples to a slope with its error, and whether it is flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MIB = 2**20
# Neighbouring samples say much the same; means of twenty stretches are taken for twenty observations.
STRETCHES = 20
FEWEST = 2 * STRETCHES


@dataclass(frozen=True, slots=True)
class Course:
    """Memory in MiB; ``slope`` with its standard ``error`` in MiB an hour, of the whole time.

    ``growth`` is that of the second half: the median of its last fifth less that of its first.
    """

    start: float
    end: float
    most: float
    slope: float
    error: float
    growth: float

    def told(self) -> str:
        """In one line."""
        return (
            f"start {self.start:.1f}, end {self.end:.1f}, most {self.most:.1f} MiB; "
            f"{self.slope:+.1f} ± {self.error:.1f} MiB/hour"
        )


def course_of(samples: Sequence[tuple[float, int]]) -> Course:
    """The course of (seconds, bytes), in order of time. ValueError where there are fewer than forty.

    ``start`` and ``end`` are medians of the first and the last twentieth: one request more or less is no growth.
    """
    if len(samples) < FEWEST:
        raise ValueError(f"{len(samples)} samples are too few to tell")
    seconds = np.array([each for each, _ in samples], dtype=np.float64)
    sizes = np.array([size / MIB for _, size in samples], dtype=np.float64)
    slope, error = line_through(seconds / 3600, sizes)
    second_half = sizes[seconds >= (seconds[0] + seconds[-1]) / 2]
    return Course(
        start=edge(sizes, 20),
        end=edge(sizes[::-1], 20),
        most=float(sizes.max()),
        slope=slope,
        error=error,
        growth=edge(second_half[::-1], 5) - edge(second_half, 5),
    )


def edge(sizes: Floats, parts: int) -> float:
    """The median of the first of so many parts."""
    return float(np.median(sizes[: max(1, len(sizes) // parts)]))


def line_through(hours: Floats, sizes: Floats) -> tuple[float, float]:
    """The slope by least squares through the stretches' means, and its standard error."""
    at = np.array([part.mean() for part in np.array_split(hours, STRETCHES)])
    mean = np.array([part.mean() for part in np.array_split(sizes, STRETCHES)])
    apart = at - at.mean()
    spread = float(apart @ apart)
    slope = float(apart @ mean) / spread
    left = mean - mean.mean() - slope * apart
    return slope, float(np.sqrt(left @ left / (STRETCHES - 2) / spread))
