"""Three lists side by side, and what a little more money would buy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.funding.best_choice import most_without_floors
from reports.funding.choosing import with_rest
from reports.funding.offers import Offers
from reports.selection import Selection

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
BILLION = 1e9


@dataclass(frozen=True)
class FundedList:
    """Packages in the order of a list: ``rows`` and ``columns`` of the packages, and which are ``funded``.

    ``chosen`` n × m says the same by package; ``spent`` VND; ``share`` (0–1) of the attainable benefit.
    """

    rows: Places
    columns: Places
    funded: Truths
    chosen: Truths
    spent: float
    benefit: float
    share: float


@dataclass(frozen=True)
class ThreeLists:
    """What the same budget buys by need, by value for money, and by the selection with its floors.

    ``attainable`` is the most benefit that the budget could buy without floors, with parts of packages.
    """

    need: FundedList
    value: FundedList
    selected: FundedList
    attainable: float


@dataclass(frozen=True)
class Marginal:
    """What ``extra`` VND would buy beyond a selection: the next packages, best first.

    ``rows`` and ``columns`` of the packages; ``cost`` VND and ``benefit`` of each. Money that the selection
    left over is spent too.
    """

    extra: float
    rows: Places
    columns: Places
    cost: Floats
    benefit: Floats


def three_lists(selection: Selection, rank: Floats) -> ThreeLists:
    """The three lists. ``rank`` is the priority rank of each unit, 1 first, NaN where not ranked.

    The need list is funded straight down, by rank and then code, until a package no longer fits. The value
    list goes on to whatever still fits. The selection's list has what is funded first, each by value.
    """
    offers = selection.offers
    budget = selection.budget
    attainable = most_without_floors(offers, budget)
    rows = offers.place // selection.chosen.shape[1]
    # Offers stand by value; a stable sort by place in the register, then by rank, sets that order aside.
    codes = np.argsort(np.argsort(np.array(selection.packages.codes, dtype=np.str_)))
    by_need = np.lexsort((offers.place % selection.chosen.shape[1], codes[rows], rank[rows]))
    needed = np.zeros(len(offers), dtype=np.bool_)
    needed[by_need] = np.cumsum(offers.cost[by_need]) <= budget
    valued = with_rest(offers, np.zeros(len(offers), dtype=np.bool_), budget)
    by_value = np.arange(len(offers))
    funded_first = np.argsort(~selection.funded, kind="stable")

    def listed(order: Places, taken: Truths) -> FundedList:
        return list_of(selection, order, taken, attainable)

    return ThreeLists(
        listed(by_need, needed),
        listed(by_value, valued),
        listed(funded_first, selection.funded),
        attainable,
    )


def list_of(selection: Selection, order: Places, taken: Truths, attainable: float) -> FundedList:
    """A list in this order of the offers, with what is taken of them."""
    offers = selection.offers
    chosen = np.zeros(selection.chosen.shape, dtype=np.bool_)
    chosen.flat[offers.place[taken]] = True
    rows, columns = np.divmod(offers.place[order], selection.chosen.shape[1])
    benefit = float(offers.benefit[taken].sum())
    return FundedList(
        rows,
        columns,
        taken[order],
        chosen,
        float(offers.cost[taken].sum()),
        benefit,
        benefit / attainable if attainable else 0.0,
    )


def marginal(selection: Selection, extra: float = BILLION) -> Marginal:
    """The next packages that ``extra`` VND (> 0) would buy, none of those funded being given up.

    By value for money; what floors of the greater budget still ask for stays set aside for their groups.
    """
    offers = selection.offers
    taken = next_ones(offers, selection, selection.budget + extra)
    rows, columns = np.divmod(offers.place[taken], selection.chosen.shape[1])
    return Marginal(extra, rows, columns, offers.cost[taken], offers.benefit[taken])


def next_ones(offers: Offers, selection: Selection, budget: float) -> Places:
    """The places of what a budget buys on top of what is funded."""
    floor, floors = selection.asked.at(budget)
    cost = np.where(selection.funded, offers.cost, 0.0)
    by_province = offers.spent_by_province(cost)
    remote, spent = float(cost[offers.remote].sum()), float(cost.sum())
    aside = float(np.maximum(by_province, floors).sum()) + max(0.0, floor - remote)
    taken = []
    for place in np.flatnonzero(~selection.funded & (offers.cost <= budget - spent)):
        price, province = float(offers.cost[place]), offers.province[place]
        before = max(by_province[province], floors[province])
        more = max(by_province[province] + price, floors[province]) - before
        if offers.remote[place]:
            more += max(0.0, floor - remote - price) - max(0.0, floor - remote)
        if spent + price <= budget and aside + more <= max(budget, aside):
            taken.append(place)
            spent, aside = spent + price, aside + more
            by_province[province] += price
            remote += price * bool(offers.remote[place])
    return np.array(taken, dtype=np.intp)
