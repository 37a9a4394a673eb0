"""A quick choice of packages: each floor by its own best value for money, then the whole country.

For thousands of draws, where the search for the last thousandth of benefit would take too long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.budget import Asked
from reports.filling import before_in_group, fitting, spread
from reports.offers import rounded
from reports.selection import Selection

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class TwoStages:
    """Chooses among other costs and benefits of the same n × m packages, with the same budget and floors.

    ``order``: units by code, so that equal values are told apart by it. ``remote`` and ``province`` (a place
    among the floors) by unit.
    """

    order: Places
    remote: Truths
    province: Places
    asked: Asked
    budget: float

    def __call__(self, cost: Floats, benefit: Floats) -> Truths:
        """Which packages are funded, n × m; NaN costs and benefits are never chosen."""
        price, worth = cost[self.order].ravel(), benefit[self.order].ravel()
        able = np.flatnonzero((price > 0) & (worth > 0))
        best_first = able[np.argsort(-rounded(worth[able] / price[able]), kind="stable")]
        unit = self.order[best_first // cost.shape[1]]
        taken = taken_of(
            price[best_first], self.remote[unit], self.province[unit], self.asked, self.budget
        )
        chosen = np.zeros(cost.shape, dtype=np.bool_)
        chosen[unit, best_first % cost.shape[1]] = taken
        return chosen


def two_stages(selection: Selection, remote: Floats) -> TwoStages:
    """The quick choice with a selection's budget and floors. ``remote``: 1, 0 or NaN by unit."""
    packages = selection.packages
    return TwoStages(
        np.argsort(np.array(packages.codes), kind="stable"),
        remote == 1,
        np.searchsorted(np.array(selection.offers.provinces), packages.provinces),
        selection.asked,
        selection.budget,
    )


def taken_of(cost: Floats, remote: Truths, province: Places, asked: Asked, budget: float) -> Truths:
    """Which of the candidates, given best value for money first, are taken."""
    there_is = np.bincount(province, weights=cost, minlength=len(asked.most)).astype(np.float64)
    limited = replace(asked, remote_most=float(cost[remote].sum()), most=there_is)
    remote_floor, floors = limited.at(budget)
    taken = np.zeros(len(cost), dtype=np.bool_)
    if floors.any():
        taken |= within_floors(cost, province, floors)
    short = remote_floor - cost[taken & remote].sum()
    if short > 0:
        candidates = np.flatnonzero(remote & ~taken)
        running = np.cumsum(cost[candidates])
        # The first that reaches the floor is taken too, where the budget allows it.
        reach = int(np.searchsorted(running, short, side="left")) + 1
        most = int(np.searchsorted(running, budget - cost[taken].sum(), side="right"))
        taken[candidates[: min(reach, most)]] = True
    rest = np.flatnonzero(~taken)
    taken[rest] = fitting(cost[rest], max(0.0, budget - float(cost[taken].sum())))
    return taken


def within_floors(cost: Floats, province: Places, floors: Floats) -> Truths:
    """Each province's best that together stay within its floor."""
    order = np.argsort(province, kind="stable")
    starts = np.searchsorted(province[order], np.arange(len(floors)), side="left")
    running = before_in_group(cost[order], starts) + cost[order]
    taken = np.zeros(len(cost), dtype=np.bool_)
    taken[order] = running <= spread(floors, starts, len(cost))
    return taken
