"""Communes as points of a map: where each lies on the sheet, and how a measure is cut into classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Points = NDArray[np.int64]
# The sheet, in its own units: the mainland with Hoàng Sa and Trường Sa, at equal scale both ways at 16° N.
WIDTH, HEIGHT = 1040, 1240
WEST, NORTH = 101.9, 23.6
UNITS_A_DEGREE = 78.5
COSINE_OF_16 = 0.9612617
CLASSES = 5
# From little to much: each darker than the one before, so that they are told apart in grey and by people
# who do not see red and green alike; each with a contrast of 3:1 or more to white.
COLOURS = ("#b8860b", "#c1531b", "#a3295c", "#5b2a86", "#16205c")
UNKNOWN_COLOUR, OTHERS_COLOUR = "#5f6a75", "#d5dbe1"


@dataclass(frozen=True, slots=True)
class Classes:
    """``of``: the class of each value from 0, -1 where it is missing; class k is ``bounds[k]`` to ``bounds[k + 1]``."""

    bounds: tuple[float, ...]
    of: Points

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour for each class, spread over the scale where there are fewer classes than colours."""
        number = len(self.bounds) - 1
        if number <= 1:
            return COLOURS[-1:] * number
        return tuple(COLOURS[round(each * (CLASSES - 1) / (number - 1))] for each in range(number))


def points_of(latitudes: Floats, longitudes: Floats) -> Points:
    """Degrees (WGS 84) as whole units of the sheet, n × 2: across and down."""
    across = (longitudes - WEST) * COSINE_OF_16 * UNITS_A_DEGREE
    down = (NORTH - latitudes) * UNITS_A_DEGREE
    return np.rint(np.column_stack((across, down))).astype(np.int64)


def classes_of(values: Floats, among: Floats | None = None) -> Classes:
    """Values in five classes that hold a fifth of the communes each; fewer where values repeat too much.

    ``among``: the values that the classes are cut by, so that a part of the country keeps the country's.
    NaN is missing.
    """
    whole = values if among is None else among
    known = whole[~np.isnan(whole)]
    if not known.size:
        return Classes((), np.full(len(values), -1))
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, CLASSES + 1)))
    bounds = cuts if len(cuts) > 1 else np.repeat(cuts, 2)
    inside = np.clip(np.searchsorted(bounds, values, side="right") - 1, 0, len(bounds) - 2)
    return Classes(tuple(bounds.tolist()), np.where(np.isnan(values), -1, inside))


def two_classes(values: Floats) -> Classes:
    """0 and 1 as two classes, whichever of them there are. NaN is missing."""
    return Classes((0.0, 0.5, 1.0), np.where(np.isnan(values), -1, values >= 0.5).astype(np.int64))


def dots(points: Iterable[Sequence[int]], step: str = "h0") -> str:
    """An SVG path that stops at each point, in few bytes; with round ends each stop is a dot."""
    path, at = [], None
    for across, down in points:
        if at is None:
            path.append(f"M{across} {down}{step}")
        else:
            right, below = across - at[0], down - at[1]
            path.append(f"m{right}{'' if below < 0 else ' '}{below}{step}")
        at = (across + int(step[1:]), down)
    return "".join(path)


def nearest(points: Points, across: float, down: float) -> int | None:
    """The place of the point nearest to this one; None where there are no points."""
    if not len(points):
        return None
    return int(np.argmin(((points - (across, down)) ** 2).sum(axis=1)))
