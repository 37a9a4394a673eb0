"""What must hold of every selection, whatever the packages, the budget and the floors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from forms.sentence import Refused
from reports.funding.exact_selection import solve_exactly
from reports.funding.packages import Packages
from reports.method import Method
from reports.selection import Selection
from tests.examples import examples
from tests.reports.small_packages import (
    a_method,
    nothing_set_aside_is_given_away,
    packages,
    selected,
    spent_where,
)

Floats = NDArray[np.float64]
NEAR = 1e-9


@dataclass(frozen=True)
class Case:
    """Packages of a few communes, who is remote, and the method."""

    packages: Packages
    remote: Floats
    method: Method
    floors: Mapping[str, float] | None = None

    @property
    def total(self) -> float:
        """What all of it costs."""
        return float(self.packages.cost[self.packages.candidates].sum())

    def at(self, share: float) -> Selection:
        """The selection for a share of what everything costs; a refused case is no case."""
        try:
            budget = share * self.total
            return selected(self.packages, budget, self.remote, self.method, self.floors)
        except Refused:
            assume(False)
            raise


@st.composite
def cases(draw: st.DrawFn, most: int = 12, columns: int = 2) -> Case:
    """Costs and benefits of every size, some equal, some missing; floors of every height."""
    size = draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    spread = draw(st.sampled_from([0.1, 1.0, 2.0]))
    cost = np.round(1e8 * rng.lognormal(0, spread, (size, columns)), -6) + 1e6
    benefit = rng.choice([1.0, 2.0, 3.5, 7.0], (size, columns)) * rng.choice([1, rng.random()])
    cost[rng.random(cost.shape) < 0.1] = np.nan
    benefit[rng.random(cost.shape) < 0.1] = 0.0
    provinces = rng.choice(["01", "04", "79"], size).tolist()
    remote = rng.choice([0.0, 1.0, np.nan], size)
    method = a_method(
        draw(st.sampled_from([0.0, 0.2, 0.4, 0.8, 1.0])),
        draw(st.sampled_from([0.0, 0.0, 0.3, 0.9])),
    )
    case = Case(packages(cost, benefit, provinces), remote, method)
    assume(case.total > 0)
    floor = draw(st.sampled_from([None, None, 0.05, 0.3]))
    if floor is None:
        return case
    return replace(case, floors={provinces[0]: floor * case.total})


shares = st.floats(0.01, 1.1)


@settings(deadline=None, max_examples=examples(50))
@given(cases(), shares)
def test_the_budget_is_never_exceeded_and_nothing_set_aside_is_given_away(
    case: Case, share: float
) -> None:
    found = case.at(share)
    assert found.spent <= found.budget
    assert nothing_set_aside_is_given_away(found, case.remote)
    assert found.benefit <= found.bound * (1 + NEAR)
    assert 0 <= found.gap <= 1
    assert found.spent == pytest.approx(found.packages.cost[found.chosen].sum())
    assert not (found.chosen & ~found.packages.candidates).any()


@settings(deadline=None, max_examples=examples(50))
@given(cases(), shares, st.floats(1, 1.5))
def test_more_budget_never_buys_less_benefit(case: Case, share: float, more: float) -> None:
    assert case.at(share * more).benefit >= case.at(share).benefit * (1 - NEAR)


@settings(deadline=None, max_examples=10)
@given(cases(most=60, columns=3), st.floats(0.1, 0.9))
def test_step_by_step_a_growing_budget_never_buys_less(case: Case, share: float) -> None:
    steps = [case.at(share * (1 + step / 200)).benefit for step in range(6)]
    assert steps == sorted(steps)


@settings(deadline=None, max_examples=examples(50))
@given(cases(), shares, st.randoms(use_true_random=False))
def test_permuting_rows_permutes_the_selection(case: Case, share: float, random: object) -> None:
    order = list(range(len(case.packages.codes)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = replace(
        case.packages,
        codes=tuple(case.packages.codes[at] for at in order),
        provinces=case.packages.provinces[order],
        cost=case.packages.cost[order],
        benefit=case.packages.benefit[order],
    )
    found, again = (
        case.at(share),
        replace(case, packages=moved, remote=case.remote[order]).at(share),
    )
    assert (again.chosen == found.chosen[order]).all()
    assert (again.benefit, again.bound) == (found.benefit, found.bound)


@settings(deadline=None, max_examples=examples(50))
@given(cases(), shares, st.floats(1e-6, 1e6))
def test_scaling_every_benefit_changes_nothing(case: Case, share: float, factor: float) -> None:
    scaled = replace(case.packages, benefit=factor * case.packages.benefit)
    again = replace(case, packages=scaled).at(share)
    found = case.at(share)
    assert (again.chosen == found.chosen).all()
    assert again.gap == pytest.approx(found.gap, abs=1e-6)


@settings(deadline=None, max_examples=examples(50))
@given(cases(most=5), shares)
def test_every_possible_choice_lies_within_the_certified_gap(case: Case, share: float) -> None:
    found = case.at(share)
    offers = found.offers
    floor, floors = found.asked.at(found.budget)
    for taken in product((False, True), repeat=len(offers)):
        cost = np.where(taken, offers.cost, 0.0)
        if (
            cost.sum() <= found.budget
            and cost[offers.remote].sum() >= floor
            and (offers.spent_by_province(cost) >= floors).all()
        ):
            worth = offers.benefit[list(taken)].sum()
            assert worth <= found.bound * (1 + NEAR)
            assert (worth - found.benefit) / found.bound <= found.gap + NEAR


@settings(deadline=None, max_examples=examples(30))
@given(cases(most=40, columns=3), st.floats(0.2, 0.9))
def test_the_exact_optimum_lies_within_the_certified_gap(case: Case, share: float) -> None:
    found = case.at(share)
    try:
        exact = solve_exactly(found)
    except Refused:
        return
    assert spent_where(replace(found, chosen=exact.chosen), case.remote < 2) <= found.budget + 1
    assert exact.benefit <= found.bound * (1 + 1e-6)
    assert found.benefit >= exact.benefit - found.gap * found.bound * (1 + 1e-6) - NEAR
