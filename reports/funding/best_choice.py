"""The best choice for a budget or any smaller one, so that more money never buys less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.funding.budget import NOT_TOGETHER, Asked, FloorsRefused
from reports.funding.choosing import choose, with_rest
from reports.funding.offers import Offers
from reports.funding.prices import Prices
from reports.funding.rounded_budgets import Rounded, rounded_down

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
# Up to so many offers a budget keeps three digits, else four.
FEW = 100


@dataclass(frozen=True)
class Best:
    """Which offers are chosen (k), what they are worth, and what no choice exceeds."""

    chosen: Truths
    benefit: float
    bound: float


def best_up_to(offers: Offers, asked: Asked, budget: float) -> Best:
    """The best choice for this budget or a smaller one. Raises Refused where the floors allow none.

    Floors grow with the budget, so that whole packages may be worth less for a greater one: where the floor
    passes 4, a package of 4 no longer does. The budget is therefore rounded down to a few digits, and the best
    choice of all rounded budgets up to it is taken. The search ends where none below can be worth more.
    """
    most = most_without_floors(offers, budget)
    if budget >= offers.total:
        return Best(np.ones(len(offers), dtype=np.bool_), most, most)
    if asked.none:
        # In the order of value for money, more money never buys less: see ``fitting``.
        chosen = with_rest(offers, np.zeros(len(offers), dtype=np.bool_), budget)
        return Best(chosen, benefit_of(offers, chosen), most)
    best = highest(offers, asked, budget)
    if best is None:
        best = at_the_floors(offers, asked, budget)
    if best is None:
        raise FloorsRefused(NOT_TOGETHER, budget=budget)
    return Best(best.chosen, best.benefit, max(best.benefit, min(best.bound, most)))


def highest(offers: Offers, asked: Asked, budget: float) -> Best | None:
    """The best choice of the rounded budgets; None where the greatest cannot keep the floors."""
    level = rounded_down(budget, 3 if len(offers) <= FEW else 4)
    tried = at_level(offers, asked, level, budget)
    if tried is None:
        return None
    found = tried[0]
    least = max(float(offers.cost.min()), least_of(asked))
    while limit_below(offers, asked, tried, level.below().money) > found.benefit:
        level = level.below()
        if level.money < least:
            return better(found, at_the_floors(offers, asked, budget))
        tried = at_level(offers, asked, level, level.money)
        found = better(found, None if tried is None else tried[0])
    return found


def better(first: Best, second: Best | None) -> Best:
    """The one worth more, the first where they are equal, with a bound that holds for both."""
    if second is None or second.benefit <= first.benefit:
        return first
    return Best(second.chosen, second.benefit, max(first.bound, second.bound))


def at_level(
    offers: Offers, asked: Asked, level: Rounded, budget: float
) -> tuple[Best, Prices] | None:
    """The choice for a rounded budget, with the bound for the budget in hand."""
    choice = choose(offers, asked, level.money, level.next_up)
    if choice is None:
        return None
    bound = max(choice.prices.bound(each, asked) for each in (level.money, budget))
    return Best(choice.chosen, choice.benefit, bound), choice.prices


def limit_below(
    offers: Offers, asked: Asked, tried: tuple[Best, Prices] | None, budget: float
) -> float:
    """What no choice for this budget or a smaller one exceeds, by the prices found just above it.

    The bound at given prices is convex in the budget: between 0 and here it is at most what it is at an end.
    """
    most = most_without_floors(offers, budget)
    if tried is None:
        return most
    return min(most, max(tried[1].bound(each, asked) for each in (0.0, budget)))


def least_of(asked: Asked) -> float:
    """What floors in VND come to: no smaller budget can keep them."""
    return float(np.minimum(asked.fixed, asked.most).sum())


def at_the_floors(offers: Offers, asked: Asked, budget: float) -> Best | None:
    """The choice for just what fixed floors come to, where the rounded budget is below that."""
    least = least_of(asked)
    if not 0 < least <= budget:
        return None
    choice = choose(offers, asked, least, least)
    if choice is None:
        return None
    return Best(choice.chosen, choice.benefit, choice.prices.bound(budget, asked))


def most_without_floors(offers: Offers, budget: float) -> float:
    """The most benefit, with parts of packages and no floor."""
    if not len(offers):
        return 0.0
    cost, benefit = np.cumsum(offers.cost), np.cumsum(offers.benefit)
    return float(np.interp(budget, np.append(0.0, cost), np.append(0.0, benefit)))


def benefit_of(offers: Offers, chosen: Truths) -> float:
    """The sum of what is chosen."""
    return float(offers.benefit[chosen].sum())
