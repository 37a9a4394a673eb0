"""What can be funded, laid out once in the orders that a selection needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forms.sentence import Refused
from reports.funding.budget import NEGATIVE, with_money
from reports.funding.packages import Packages

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
# Ratios that agree to 40 bits are equal: sums in another order, or scaled, differ in the last bits.
BITS = 2.0**40


@dataclass(frozen=True)
class Offers:
    """The k candidates, best value for money first, equal ones by commune code and money column.

    ``place`` says where each stands in the packages, row by row. ``cost`` VND, ``benefit``, ``ratio``
    benefit per VND, ``remote`` and ``province`` (a place in ``provinces``) are k long.
    """

    place: Places
    cost: Floats
    benefit: Floats
    ratio: Floats
    remote: Truths
    province: NDArray[np.intp]
    provinces: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.cost)

    @cached_property
    def total(self) -> float:
        """What all of it costs, VND."""
        return float(self.cost.sum())

    @cached_property
    def apart(self) -> Places:
        """The places of those not remote, then of those remote, each best first."""
        return np.argsort(self.remote, kind="stable")

    @cached_property
    def by_province(self) -> Places:
        """Places province by province; in each those not remote first, then the remote, best first."""
        return self.apart[np.argsort(self.province[self.apart], kind="stable")]

    @cached_property
    def starts(self) -> Places:
        """Where each province begins in ``by_province``."""
        return np.searchsorted(
            self.province[self.by_province], np.arange(len(self.provinces)), side="left"
        )

    def spent_by_province(self, spent: Floats) -> Floats:
        """Sums of k amounts by province."""
        found = np.bincount(self.province, weights=spent, minlength=len(self.provinces))
        return np.asarray(found, dtype=np.float64)


def offers_of(packages: Packages, remote: Floats) -> Offers:
    """The candidates. ``remote`` is 1, 0 or NaN (not known: not remote) by unit.

    Raises Refused where a cost is negative.
    """
    refuse_negative(packages)
    columns = packages.cost.shape[1]
    rows = np.argsort(np.array(packages.codes, dtype=np.str_), kind="stable")
    known = np.flatnonzero(packages.candidates[rows].ravel())
    place = rows[known // columns] * columns + known % columns
    cost, benefit = packages.cost.ravel()[place], packages.benefit.ravel()[place]
    ratio = rounded(benefit / cost)
    order = np.argsort(-ratio, kind="stable")
    provinces, province = np.unique(packages.provinces, return_inverse=True)
    row = place[order] // columns
    return Offers(
        place[order],
        cost[order],
        benefit[order],
        ratio[order],
        remote[row] == 1,
        province[row],
        tuple(str(each) for each in provinces),
    )


def rounded(ratio: Floats) -> Floats:
    """Ratios to 40 bits, so that equal ones are told apart by code alone."""
    part, power = np.frexp(ratio)
    return np.asarray(np.ldexp(np.round(part * BITS) / BITS, power), dtype=np.float64)


def refuse_negative(packages: Packages) -> None:
    """Refuse the first negative cost, by code."""
    rows = np.flatnonzero((packages.cost < 0).any(axis=1))
    if len(rows):
        row = min(rows, key=lambda each: packages.codes[each])
        least = float(np.nanmin(packages.cost[row]))
        raise Refused(with_money(NEGATIVE, code=packages.codes[row], cost=least))
