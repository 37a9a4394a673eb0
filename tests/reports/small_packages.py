"""Packages in a few words: of one money column, or drawn at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.funding.packages import Packages
from reports.method import Method
from reports.method_file import load_method
from reports.selection import Selection, select

Floats = NDArray[np.float64]
SHIPPED = load_method()


def packages(
    cost: Sequence[object] | Floats,
    benefit: Sequence[object] | Floats,
    provinces: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
) -> Packages:
    """Communes c1, c2, … of province p unless said; a row each, or one figure each for a single column."""
    costs, benefits = (np.array(each, dtype=np.float64) for each in (cost, benefit))
    if costs.ndim == 1:
        costs, benefits = costs[:, None], benefits[:, None]
    size, columns = costs.shape
    return Packages(
        tuple(codes or [f"c{number:05d}" for number in range(1, size + 1)]),
        tuple(f"column{number}" for number in range(1, columns + 1)),
        np.array(provinces or ["p"] * size, dtype=np.str_),
        costs,
        benefits,
        np.zeros(costs.shape, dtype=np.int64),
        {},
        np.ones(size),
        np.zeros(size, dtype=np.bool_),
    )


def a_method(remote: float = 0.0, province: float = 0.0) -> Method:
    """The shipped method with these shares."""
    return replace(SHIPPED, remote_share=remote, province_share=province)


def selected(
    of: Packages,
    budget: float,
    remote: Sequence[float] | Floats | None = None,
    method: Method | None = None,
    floors: Mapping[str, float] | None = None,
) -> Selection:
    """The selection; nobody is remote and no floor stands unless said."""
    nobody = np.zeros(len(of.codes))
    far = nobody if remote is None else np.array(remote, dtype=np.float64)
    return select(of, budget, far, of.provinces, method or a_method(), floors=floors)


def spent_where(selection: Selection, rows: NDArray[np.bool_]) -> float:
    """VND that these units get."""
    taken = selection.chosen[rows]
    return float(selection.packages.cost[rows][taken].sum())


def nothing_set_aside_is_given_away(selection: Selection, remote: Floats) -> bool:
    """Whether the budget still holds every floor, at least as money set aside for its group."""
    offers, cost = selection.offers, selection.packages.cost
    floor, floors = selection.asked.at(selection.budget)
    taken = np.where(selection.chosen, np.nan_to_num(cost), 0.0).sum(axis=1)
    others = taken[remote != 1].sum()
    in_provinces = np.array(
        [taken[selection.packages.provinces == p].sum() for p in offers.provinces]
    )
    room = selection.budget * (1 + 1e-9)
    return bool(
        taken.sum() <= selection.budget
        and others + floor <= room
        and np.maximum(in_provinces, floors).sum() <= room
    )
