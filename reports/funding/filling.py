"""Filling a sum of money with packages in a given order, each taken whole or not at all."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
Number = TypeVar("Number", bound=np.generic)


def fitting(costs: Floats, money: float) -> Truths:
    """Which of the costs are taken, one after another, each where it still fits.

    Where the order is by benefit per VND, more money never buys less: at the first package that only the
    greater sum can take, what the smaller sum still buys is worth less than that package.
    """
    taken = np.zeros(len(costs), dtype=np.bool_)
    ahead = np.flatnonzero(costs <= money)
    while len(ahead):
        running = np.cumsum(costs[ahead])
        fits = int(np.searchsorted(running, money, side="right"))
        taken[ahead[:fits]] = True
        if fits:
            money -= float(running[fits - 1])
        ahead = ahead[fits:]
        ahead = ahead[costs[ahead] <= money]
    return taken


def reaching(costs: Floats, losses: Floats, floors: Floats, starts: Places) -> Truths:
    """Which costs are taken in order within each group until its floor is reached.

    What still lacks at the end is closed by the one of the rest that reaches the floor at the least loss, so
    that little is spent past it. Groups stand one after another; ``starts`` is where each begins.
    """
    before = before_in_group(costs, starts)
    floor = spread(floors, starts, len(costs))
    taken = before + costs <= floor
    # Those left over after a misfit are not taken in turn: the order would no longer be by value.
    taken &= before_in_group((~taken).astype(np.float64), starts) == 0
    inside = spread(np.arange(len(starts)), starts, len(costs))
    have = np.bincount(inside, weights=costs * taken, minlength=len(starts))
    lacking = (floors - have)[inside]
    able = np.flatnonzero(~taken & (lacking > 0) & (costs >= lacking))
    by_loss = able[np.lexsort((losses[able], inside[able]))]
    _, first = np.unique(inside[by_loss], return_index=True)
    taken[by_loss[first]] = True
    return taken


def before_in_group(costs: Floats, starts: Places) -> Floats:
    """What the costs ahead in the same group come to."""
    before: Floats = np.append(0.0, np.cumsum(costs))
    return before[:-1] - spread(before[starts], starts, len(costs))


def spread(values: NDArray[Number], starts: Places, size: int) -> NDArray[Number]:
    """A value for each group, repeated for each of its members."""
    return np.repeat(values, np.diff(np.append(starts, size)))
