"""What money and floors are worth at the margin: prices, and with them a bound that no choice exceeds.

The selection without the demand that packages are whole is a linear programme. With a bonus λ per VND for
remote communes its optimum is simple: every province takes its best (with the bonus) up to its floor, and the
rest of the money goes to the best (with the bonus) of the country. λ is what makes remote communes reach theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.funding.budget import Asked
from reports.funding.filling import before_in_group, spread
from reports.funding.offers import Offers, Places

Floats = NDArray[np.float64]
ROUNDS = 60
NEAR = 1e-9
# How far the bound may lie above the optimum, as a share of it.
LOOSE = 1e-6


@dataclass(frozen=True)
class Divided:
    """The optimum with parts of packages, for one bonus.

    ``order`` is each province's own order (places), ``part`` VND spent on each offer, ``remote`` VND spent on
    remote communes, ``benefit`` of it all; ``budget_price`` and ``province_prices`` benefit per VND.
    """

    bonus: float
    order: Places
    part: Floats
    remote: float
    benefit: float
    budget_price: float
    province_prices: Floats

    def height(self, remote_floor: float) -> float:
        """The bound at this bonus; it falls with the bonus while remote communes are below their floor."""
        return self.benefit + self.bonus * (self.remote - remote_floor)


@dataclass(frozen=True)
class Prices:
    """Benefit per VND (≥ 0) of the budget, of the remote floor and of each province's floor.

    ``surplus`` is what the offers are worth beyond these prices in total.
    """

    budget: float
    remote: float
    provinces: Floats
    surplus: float

    def bound(self, budget: float, asked: Asked) -> float:
        """No choice within the budget that keeps the floors is worth more (weak duality)."""
        remote, provinces = asked.at(budget)
        kept = self.remote * remote + float(self.provinces @ provinces)
        return self.surplus + self.budget * budget - kept


def prices_of(offers: Offers, divided: Divided) -> Prices:
    """The prices at an optimum."""
    charged = divided.budget_price - divided.bonus * offers.remote
    charged = charged - divided.province_prices[offers.province]
    surplus = np.maximum(offers.benefit - charged * offers.cost, 0).sum()
    return Prices(divided.budget_price, divided.bonus, divided.province_prices, float(surplus))


def divide(offers: Offers, budget: float, floors: tuple[float, Floats]) -> Divided | None:
    """The optimum with parts of packages, remote communes at their floor or above; None where none is."""
    remote_floor, provinces = floors
    if provinces.sum() > budget * (1 + NEAR):
        return None
    enough = remote_floor * (1 - NEAR)
    lower = with_bonus(offers, 0.0, budget, provinces)
    if lower.remote >= enough:
        return lower
    upper = with_bonus(offers, 2 * float(offers.ratio[0]), budget, provinces)
    if upper.remote < enough:
        return None
    return narrowed(offers, budget, floors, lower, upper)


def narrowed(
    offers: Offers, budget: float, floors: tuple[float, Floats], lower: Divided, upper: Divided
) -> Divided:
    """The least bonus at which remote communes reach their floor, between two that hold it."""
    remote_floor, provinces = floors
    for _ in range(ROUNDS):
        bonus, height = crossing(lower, upper, remote_floor)
        # A little above, so that between equals the remote ones come first.
        tried = with_bonus(offers, bonus * (1 + NEAR), budget, provinces)
        if tried.remote >= remote_floor * (1 - NEAR):
            upper = tried
        else:
            lower = tried
        if tried.height(remote_floor) <= height + LOOSE * abs(height):
            break
    return upper


def crossing(lower: Divided, upper: Divided, floor: float) -> tuple[float, float]:
    """Where the tangents of the bound at two bonuses meet: the bound is convex, and nowhere lower than there."""
    falls, rises = floor - lower.remote, upper.remote - floor
    low, high = lower.height(floor), upper.height(floor)
    width = upper.bonus - lower.bonus
    past = (low - high + rises * width) / (falls + rises)
    past = min(max(past, 0.0), width)
    return lower.bonus + past, low - falls * past


def with_bonus(offers: Offers, bonus: float, budget: float, provinces: Floats) -> Divided:
    """The optimum with parts of packages where a VND for a remote commune counts ``bonus`` more."""
    value = offers.ratio + bonus * offers.remote
    order, part, reached = up_to_floors(offers, value, provinces)
    nationally = offers.apart[np.argsort(-value[offers.apart], kind="stable")]
    left = (offers.cost - part)[nationally]
    running = np.cumsum(left)
    money = budget - part.sum()
    rest = np.clip(money - (running - left), 0, left)
    part[nationally] += rest
    at = int(np.searchsorted(running, money, side="left"))
    price = float(value[nationally[at]]) if at < len(nationally) else 0.0
    return Divided(
        bonus,
        order,
        part,
        float(part[offers.remote].sum()),
        float(offers.ratio @ part),
        price,
        np.maximum(price - reached, 0.0),
    )


def up_to_floors(offers: Offers, value: Floats, floors: Floats) -> tuple[Places, Floats, Floats]:
    """Each province's own order, VND of each offer up to its floor, and the value at which it is reached."""
    if not floors.any():
        return offers.by_province, np.zeros(len(offers)), np.full(len(floors), np.inf)
    order = own_order(offers, value)
    cost = offers.cost[order]
    before = before_in_group(cost, offers.starts)
    part = np.zeros(len(offers))
    part[order] = np.clip(spread(floors, offers.starts, len(cost)) - before, 0, cost)
    reached = np.full(len(floors), np.inf)
    taken = order[part[order] > 0]
    np.minimum.at(reached, offers.province[taken], value[taken])
    return order, part, reached


def own_order(offers: Offers, value: Floats) -> Places:
    """Places province by province, each province's best value first."""
    # Every province is two runs that are in order already, which the stable sort merges.
    scaled = value[offers.by_province] / (2 * value.max())
    return offers.by_province[
        np.argsort(offers.province[offers.by_province] - scaled, kind="stable")
    ]
