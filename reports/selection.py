"""Which packages a budget funds: the most benefit, with floors for remote communes and for provinces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.funding.best_choice import best_up_to
from reports.funding.budget import Asked, fixed_floors, read_budget, refuse_above
from reports.funding.floors import Floor, floors_of
from reports.funding.offers import Offers, offers_of
from reports.funding.packages import Packages
from reports.method import Method

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Selection:
    """What is funded. ``chosen`` n × m; ``budget``, ``spent`` VND; ``benefit`` in the packages' units.

    No choice that keeps the floors is worth more than ``bound``, so ``gap``, (bound − benefit) / bound
    as 0–1, certifies how much better another choice could be at the most.
    """

    packages: Packages
    budget: float
    chosen: Truths
    spent: float
    benefit: float
    bound: float
    offers: Offers = field(repr=False)
    asked: Asked = field(repr=False)
    funded: Truths = field(repr=False)

    @property
    def gap(self) -> float:
        """0–1; 0 where nothing can be funded."""
        return max(0.0, 1 - self.benefit / self.bound) if self.bound > 0 else 0.0

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Every floor with what it comes to and its price: the benefit lost because of it.

        Found by choosing again without it, when first asked for.
        """
        return floors_of(self.offers, self.asked, self.budget, self.funded, self.without)

    def without(self, other: Asked) -> float:
        """The benefit with other floors: at least this selection's where they ask for less."""
        return max(self.benefit, best_up_to(self.offers, other, self.budget).benefit)


def select(
    packages: Packages,
    budget: float,
    remote: Floats,
    provinces: NDArray[np.str_] | None,
    method: Method,
    *,
    floors: Mapping[str, float] | None = None,
) -> Selection:
    """The packages to fund within a budget in VND. ``remote`` is 1, 0 or NaN by unit.

    ``provinces`` by unit stand in for the packages' own where given. Remote communes get at least
    ``remote_share`` of the budget; each province ``floors[code]`` VND or, without ``floors``, ``province_share``
    of what it would get if the budget were divided by need. A floor asks for no more than the group's packages
    cost. Where whole packages cannot reach a floor, the money stays set aside for it. A greater budget never
    buys less benefit. Raises Refused for a budget that is none, a negative cost, floors above the budget.
    """
    budget = read_budget(budget)
    if provinces is not None:
        packages = packages.in_provinces(provinces)
    offers = offers_of(packages, remote)
    asked = asked_of(offers, method, floors)
    refuse_above(budget, asked)
    found = best_up_to(offers, asked, budget)
    chosen = np.zeros(packages.cost.shape, dtype=np.bool_)
    chosen.flat[offers.place[found.chosen]] = True
    spent = float(offers.cost[found.chosen].sum())
    return Selection(
        packages, budget, chosen, spent, found.benefit, found.bound, offers, asked, found.chosen
    )


def asked_of(offers: Offers, method: Method, floors: Mapping[str, float] | None) -> Asked:
    """The floors that the method, or a mapping of province code to VND, asks for."""
    most = offers.spent_by_province(offers.cost)
    none = np.zeros(len(most))
    remote = (method.remote_share, float(offers.cost[offers.remote].sum()))
    if floors is not None:
        return Asked(remote[0], none, fixed_floors(floors, offers.provinces), remote[1], most)
    shares = method.province_share * most / offers.total if len(offers) else none
    return Asked(remote[0], shares, none, remote[1], most)
