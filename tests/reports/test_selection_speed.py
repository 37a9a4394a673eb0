"""Selections of a whole country: near the exact optimum, floors met, and fast."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.funding.exact_selection import solve_exactly
from reports.funding.lists import marginal, three_lists
from reports.funding.packages import Packages
from reports.selection import Selection
from survey.benchmarks.measured import seconds
from survey.benchmarks.selecting import (
    EXACT_SECONDS,
    MANY,
    MOST_OF_EXACT,
    MOST_SECONDS,
    drawn_packages,
    selected,
    simulated_packages,
)

Country = tuple[Packages, NDArray[np.float64]]


@pytest.fixture(scope="module")
def country() -> Country:
    """Packages from the simulated answers of every commune, and who is remote."""
    return simulated_packages()


def every_floor_is_met(found: Selection) -> bool:
    """Whether the budget holds and every floor is reached by whole packages."""
    return found.spent <= found.budget and all(each.reached for each in found.floors)


def test_the_country_meets_every_floor_within_a_thousandth_of_the_bound(country: Country) -> None:
    packages, remote = country
    found = selected(packages, remote)
    assert packages.cost.shape == (3321, 3)
    assert len(found.floors) == 35
    assert every_floor_is_met(found)
    assert found.gap <= 0.001


@pytest.mark.parametrize("budget", [3e11, 1_234_567_890_123, 6e12])
def test_other_budgets_meet_every_floor_too(country: Country, budget: float) -> None:
    found = selected(*country, budget)
    assert every_floor_is_met(found)
    assert found.gap <= 0.001


def test_funding_straight_down_the_need_ranking_buys_less(country: Country) -> None:
    packages, remote = country
    found = selected(packages, remote)
    worth = np.where(packages.candidates, packages.benefit, 0.0).sum(axis=1)
    rank = np.argsort(np.argsort(-worth)) + 1.0
    lists = three_lists(found, rank)
    assert lists.need.share < lists.selected.share <= lists.value.share <= 1
    assert 0 < marginal(found).cost.sum() <= 1e9 + found.budget - found.spent


def test_a_hundred_thousand_units_meet_every_floor() -> None:
    packages, remote = drawn_packages(100_000)
    found = selected(packages, remote, 0.2 * float(packages.cost.sum()))
    cost = np.where(found.chosen, packages.cost, 0.0).sum(axis=1)
    assert cost[remote == 1].sum() >= 0.4 * found.budget
    assert cost.sum() <= found.budget
    assert found.gap <= 0.001


@pytest.mark.benchmark
def test_the_country_is_selected_in_a_fiftieth_of_the_exact_solvers_time(country: Country) -> None:
    packages, remote = country
    found = selected(packages, remote)
    ours = min(seconds(lambda: selected(packages, remote)) for _ in range(5))
    optimum: list[float] = []
    theirs = seconds(lambda: optimum.append(solve_exactly(found, EXACT_SECONDS).benefit))
    print(f"ours {1000 * ours:.1f} ms, HiGHS {theirs:.2f} s, {found.benefit / optimum[0]:.4%}")
    assert found.benefit >= 0.999 * optimum[0]
    assert ours <= MOST_OF_EXACT * theirs


@pytest.mark.benchmark
def test_a_million_units_are_selected_within_a_minute() -> None:
    packages, remote = drawn_packages(MANY)
    budget = 0.2 * float(packages.cost.sum())
    found: list[Selection] = []
    took = seconds(lambda: found.append(selected(packages, remote, budget)))
    print(f"{took:.1f} s, gap {found[0].gap:.6f}")
    assert took <= MOST_SECONDS
    assert found[0].spent <= budget
