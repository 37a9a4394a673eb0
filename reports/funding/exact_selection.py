"""The exact optimum by SciPy's HiGHS, to check a selection by: for few communes, since it may take long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from forms.numbers import both_ways
from forms.sentence import Refused, Sentence
from reports.funding.budget import NOT_TOGETHER, FloorsRefused, with_money
from reports.funding.offers import Offers
from reports.selection import Selection

Floats = NDArray[np.float64]
MOST_COMMUNES = 5_000
TOO_MANY = Sentence(
    "Kiểm tra chính xác chỉ làm được với tối đa {most} xã, không phải {units}. Hãy chọn ít xã hơn.",
    "The exact check takes at most {most} communes, not {units}. Choose fewer.",
)
TOO_LONG = Sentence(
    "Kiểm tra chính xác chưa xong sau {seconds} giây. Hãy cho thêm thời gian hoặc chọn ít xã hơn.",
    "The exact check did not end within {seconds} seconds. Give it more time or choose fewer communes.",
)
INFEASIBLE, OUT_OF_TIME = 2, 1


@dataclass(frozen=True)
class Exact:
    """The optimum with every floor reached by whole packages; ``bound`` is the solver's own, ≥ benefit."""

    chosen: NDArray[np.bool_]
    benefit: float
    bound: float


def solve_exactly(selection: Selection, seconds: float = 120.0, gap: float = 0.0) -> Exact:
    """The exact optimum of the same packages, budget and floors; ``gap`` is how near is near enough, 0–1.

    Floors are strict here: what is set aside but not spent does not count. Raises Refused above 5,000 communes,
    where no whole packages reach the floors, and where the time is up.
    """
    packages, offers = selection.packages, selection.offers
    if len(packages.codes) > MOST_COMMUNES:
        raise Refused(with_money(TOO_MANY, most=MOST_COMMUNES, units=len(packages.codes)))
    chosen = np.zeros(packages.cost.shape, dtype=np.bool_)
    if not len(offers):
        return Exact(chosen, 0.0, 0.0)
    found = milp(
        -offers.benefit,
        integrality=np.ones(len(offers)),
        bounds=Bounds(0, 1),
        constraints=constraints_of(selection),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    if found.status == INFEASIBLE:
        raise FloorsRefused(NOT_TOGETHER, budget=selection.budget)
    if found.status == OUT_OF_TIME or found.x is None:
        raise Refused(TOO_LONG.filled(seconds=both_ways(seconds)))
    taken = found.x > 0.5
    chosen.flat[offers.place[taken]] = True
    return Exact(chosen, float(offers.benefit[taken].sum()), -float(found.mip_dual_bound))


def constraints_of(selection: Selection) -> LinearConstraint:
    """The budget, the remote floor and the provinces' floors, in units of the greatest cost."""
    offers = selection.offers
    unit = float(offers.cost.max())
    remote, provinces = selection.asked.at(selection.budget)
    least = np.concatenate([[-np.inf, remote / unit], provinces / unit])
    most = np.full(len(least), np.inf)
    most[0] = selection.budget / unit
    return LinearConstraint(rows_of(offers) / unit, least, most)


def rows_of(offers: Offers) -> coo_array:
    """Costs in a row for the budget, one for remote communes, and one for each province."""
    every, remote = np.arange(len(offers)), np.flatnonzero(offers.remote)
    row = np.concatenate([0 * every, 1 + 0 * remote, 2 + offers.province])
    column = np.concatenate([every, remote, every])
    shape = (2 + len(offers.provinces), len(offers))
    return coo_array((offers.cost[column], (row, column)), shape=shape)
