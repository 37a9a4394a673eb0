"""The floors of a selection: what each asks for, what it gets, and what it costs everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forms.sentence import Sentence
from reports.funding.budget import Asked, with_money
from reports.funding.offers import Offers

Truths = NDArray[np.bool_]
REMOTE = "remote"
ALL_THERE_IS = Sentence(
    "Sàn là {asked} đồng, nhưng mọi gói của nhóm chỉ tốn {amount} đồng: sàn chỉ còn chừng đó.",
    "The floor is {asked} VND, but all packages of the group cost {amount} VND: the floor is that.",
)
LEFT = Sentence(
    "Còn {left} đồng của sàn được giữ lại, không đủ cho trọn một gói trong ngân sách.",
    "{left} VND of the floor stay set aside: no whole package can use them within the budget.",
)
KEPT = Sentence("Đạt sàn.", "The floor is reached.")


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor; ``group`` is ``remote`` or a province code. VND, but for the price.

    ``asked`` is the share or sum asked for, ``amount`` that but never more than the group's packages cost,
    ``spent`` what the group gets. ``price`` is the benefit lost because of the floor, ``price_share`` that
    as a share (0–1) of the benefit without it. ``said`` tells a reader whether it is reached.
    """

    group: str
    asked: float
    amount: float
    spent: float
    price: float
    price_share: float
    said: Sentence

    @property
    def reached(self) -> bool:
        """Whether the group gets the whole floor."""
        return self.spent >= self.amount


def floors_of(
    offers: Offers,
    asked: Asked,
    budget: float,
    chosen: Truths,
    benefit_with: Callable[[Asked], float],
) -> tuple[Floor, ...]:
    """Every floor above 0, remote communes first, then provinces by code.

    ``benefit_with`` gives the benefit of a selection with other floors.
    """
    cost = np.where(chosen, offers.cost, 0.0)
    spent = np.append(cost[offers.remote].sum(), offers.spent_by_province(cost))
    wanted, amounts = (
        np.append(remote, provinces)
        for remote, provinces in (asked.of_budget(budget), asked.at(budget))
    )
    names = (REMOTE, *offers.provinces)
    benefit = float(offers.benefit[chosen].sum())
    found = []
    for at, other in left_out(asked):
        without = benefit_with(other)
        lost = max(0.0, without - benefit)
        said = sentence_of(wanted[at], amounts[at], spent[at])
        share = lost / without if without else 0.0
        found.append(Floor(names[at], wanted[at], amounts[at], spent[at], lost, share, said))
    return tuple(found)


def left_out(asked: Asked) -> Iterator[tuple[int, Asked]]:
    """Each floor's place (0 remote, then provinces), with all the other floors."""
    if asked.remote_share:
        yield 0, replace(asked, remote_share=0.0)
    for at in np.flatnonzero(asked.shares + asked.fixed):
        shares, fixed = asked.shares.copy(), asked.fixed.copy()
        shares[at] = fixed[at] = 0.0
        yield int(at) + 1, replace(asked, shares=shares, fixed=fixed)


def sentence_of(asked: float, amount: float, spent: float) -> Sentence:
    """Whether a floor is reached, and why it is less than asked for."""
    if spent < amount:
        return with_money(LEFT, left=amount - spent)
    if amount < asked:
        return with_money(ALL_THERE_IS, asked=asked, amount=amount)
    return KEPT
