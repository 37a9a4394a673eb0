"""Whole packages within one budget: floors first, each by its own best value for money, then the country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.funding.budget import Asked
from reports.funding.filling import fitting, reaching
from reports.funding.offers import Offers
from reports.funding.prices import Divided, Prices, divide, prices_of

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
# So near the bound that a second try, with slightly lower floors, is not worth its time.
NEAR_BOUND = 0.998


@dataclass(frozen=True)
class Choice:
    """Which offers are chosen (k), what they are worth, and the prices found on the way."""

    chosen: Truths
    benefit: float
    prices: Prices


def choose(offers: Offers, asked: Asked, budget: float, above: float) -> Choice | None:
    """A choice within the budget; every floor is that of ``above``, a little greater budget.

    Where whole packages reach those only at a loss, the floors are those of ``budget``; where they cannot
    reach these either, what others get leaves the money of each floor untouched. None where the floors cannot
    be kept together, not even with parts of packages.
    """
    first = reaching_floors(offers, asked, budget, above)
    if first is not None and first.benefit >= NEAR_BOUND * first.prices.bound(budget, asked):
        return first
    second = reaching_floors(offers, asked, budget, budget)
    found = [each for each in (first, second) if each is not None]
    if found:
        return max(found, key=lambda each: each.benefit)
    floors = asked.at(budget)
    divided = divide(offers, budget, floors)
    if divided is None:
        return None
    return choice_of(offers, within_pots(offers, divided, budget, floors), divided)


def reaching_floors(offers: Offers, asked: Asked, budget: float, of: float) -> Choice | None:
    """A choice within the budget that reaches the floors of the budget ``of``; None where there is none."""
    divided = divide(offers, budget, asked.at(of))
    if divided is None:
        return None
    chosen = floors_first(offers, divided, budget, asked.at(of))
    return None if chosen is None else choice_of(offers, chosen, divided)


def choice_of(offers: Offers, chosen: Truths, divided: Divided) -> Choice:
    """What is chosen, with what it is worth."""
    return Choice(chosen, float(offers.benefit[chosen].sum()), prices_of(offers, divided))


def floors_first(
    offers: Offers, divided: Divided, budget: float, floors: tuple[float, Floats]
) -> Truths | None:
    """Every floor reached by whole packages, the rest by value for money; None where that costs too much."""
    remote_floor, provinces = floors
    chosen = np.zeros(len(offers), dtype=np.bool_)
    loss = (divided.budget_price - divided.bonus * offers.remote) * offers.cost - offers.benefit
    if provinces.any():
        order = divided.order
        costs = offers.cost[order]
        chosen[order] = reaching(costs, loss[order], provinces, offers.starts)
    remote = np.flatnonzero(offers.remote & ~chosen)
    if len(remote):
        short = np.array([remote_floor - offers.cost[chosen & offers.remote].sum()])
        whole = np.zeros(1, dtype=np.intp)
        chosen[remote] = reaching(offers.cost[remote], loss[remote], short, whole)
    left = budget - offers.cost[chosen].sum()
    if left < 0:
        return None
    return with_rest(offers, chosen, float(left))


def with_rest(offers: Offers, chosen: Truths, money: float) -> Truths:
    """What is chosen and, for the money, the best of what is not."""
    open_to_all = np.flatnonzero(~chosen)
    more = chosen.copy()
    more[open_to_all] = fitting(offers.cost[open_to_all], money)
    return more


def within_pots(
    offers: Offers, divided: Divided, budget: float, floors: tuple[float, Floats]
) -> Truths:
    """Each province's remote and other communes within the money that the optimum divides among them."""
    chosen = np.zeros(len(offers), dtype=np.bool_)
    for province in range(len(offers.provinces)):
        for remote in (False, True):
            pot = np.flatnonzero((offers.province == province) & (offers.remote == remote))
            chosen[pot] = fitting(offers.cost[pot], float(divided.part[pot].sum()))
    free = budget - set_aside(offers, chosen, floors)
    return with_rest(offers, chosen, free) if free > 0 else chosen


def set_aside(offers: Offers, chosen: Truths, floors: tuple[float, Floats]) -> float:
    """What is spent, and what must stay for floors that are not reached yet, VND."""
    remote_floor, provinces = floors
    cost = np.where(chosen, offers.cost, 0.0)
    reserved = np.maximum(offers.spent_by_province(cost), provinces).sum()
    return float(reserved + max(0.0, remote_floor - cost[offers.remote].sum()))
