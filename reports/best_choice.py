"""The best choice for a budget or any smaller one, so that more money never buys less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.sentence import Refused
from reports.budget import NOT_TOGETHER, Asked, with_money
from reports.choosing import choose, with_rest
from reports.offers import Offers
from reports.prices import Prices
from reports.rounded_budgets import Rounded, rounded_down

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
        raise Refused(with_money(NOT_TOGETHER, budget=budget))
    return Best(best.chosen, best.benefit, max(best.benefit, min(best.bound, most)))


def highest(offers: Offers, asked: Asked, budget: float) -> Best | None:
    """The best choice of the rounded budgets; None where the greatest cannot keep the floors."""
    level = rounded_down(budget, 3 if len(offers) <= FEW else 4)
    best = at_level(offers, asked, level, budget)
    if best is None:
        return None
    limit = limit_below(offers, asked, best[1], level.money)
    found, cheapest = best[0], float(offers.cost.min())
    while limit > found.benefit and level.money >= cheapest:
        level = level.below()
        tried = at_level(offers, asked, level, level.money)
        limit = most_without_floors(offers, level.money)
        if tried is not None:
            limit = min(limit, limit_below(offers, asked, tried[1], level.money))
            if tried[0].benefit > found.benefit:
                bound = max(found.bound, tried[0].bound)
                found = Best(tried[0].chosen, tried[0].benefit, bound)
    return found


def at_level(
    offers: Offers, asked: Asked, level: Rounded, budget: float
) -> tuple[Best, Prices] | None:
    """The choice for a rounded budget, with the bound for the budget in hand."""
    choice = choose(offers, asked, level.money, level.next_up)
    if choice is None:
        return None
    bound = max(choice.prices.bound(each, asked) for each in (level.money, budget))
    return Best(choice.chosen, choice.benefit, bound), choice.prices


def limit_below(offers: Offers, asked: Asked, prices: Prices, budget: float) -> float:
    """What no choice for a smaller budget exceeds.

    The bound at these prices is convex in the budget: between 0 and here it is at most what it is at an end.
    """
    ends = max(prices.bound(0.0, asked), prices.bound(budget, asked))
    return min(ends, most_without_floors(offers, budget))


def at_the_floors(offers: Offers, asked: Asked, budget: float) -> Best | None:
    """The choice for just what fixed floors come to, where the rounded budget is below that."""
    least = float(np.minimum(asked.fixed, asked.most).sum())
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
