"""Packages under draws: as they are by hand, priced and valued again, and who gets one."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from reports.certainty.drawn_packages import Choose, DrawnPackages
from reports.certainty.draws import LOW, Draws, as_it_is
from reports.gaps import EXTERNAL, effective_weights, evidenced_gaps
from reports.robustness import Standing
from tests.reports.drawn_frames import Case, a_case, mixed_evidence, simulated
from tests.reports.small_frames import given


def nothing(cost: np.ndarray, benefit: np.ndarray) -> np.ndarray:
    """No package is funded."""
    return np.zeros(cost.shape, np.bool_)


def within(budget: float) -> Choose:
    """The packages of best value for money, as far as the budget goes."""

    def choose(cost: np.ndarray, benefit: np.ndarray) -> np.ndarray:
        can = (cost > 0) & (benefit > 0)
        order = np.argsort(-np.where(can, benefit / np.where(can, cost, 1), 0), axis=None)
        order = order[can.ravel()[order]]
        chosen = np.zeros(cost.size, np.bool_)
        chosen[order[np.cumsum(cost.ravel()[order]) <= budget]] = True
        return chosen.reshape(cost.shape)

    return choose


def packages(case: Case, choose: Choose = nothing, people: float = 400.0) -> DrawnPackages:
    """Everybody's packages, so many people in each unit."""
    population = np.full(len(case.frame), people)
    return DrawnPackages(*case.parts, population=population, choose=choose)


def as_is(case: Case, **changes: object) -> Draws:
    """One draw with every choice as it is, but for these."""
    draw = as_it_is(case.questionnaire, case.method)
    for name, value in changes.items():
        getattr(draw, name)[:] = value
    return draw


UNITS = (given(a=100, b=40, d="low", c=0, region="hard", far=100), given(b=100), given(b=None))


def test_a_package_costs_its_needs_and_what_others_pay_is_left_out() -> None:
    case = a_case(UNITS)
    costs = packages(case).costs(as_is(case))[0]
    assert case.questionnaire.unit_costs is not None
    np.testing.assert_array_equal(costs[:, 0], [60_000, 0, math.nan])
    np.testing.assert_array_equal(costs[:, 1], [500, 0, 0])
    assert costs.shape == (3, 2)


def test_unit_costs_move_each_by_a_factor_of_its_own() -> None:
    case = a_case(UNITS)
    costs = packages(case).costs(as_is(case, costs=[1.1, 0.7, 5]))[0]
    assert list(costs[0]) == [66_000, 350]


def test_a_package_is_worth_the_gaps_that_it_closes_for_so_many_people() -> None:
    case = a_case(UNITS)
    benefits = packages(case).benefits(as_is(case))[0]
    remote = (60 + 40 * 1 / 2) / 100
    lift = 20 * (1 + remote)
    skills = 0.4 * 2 / 3 / 2
    assert list(benefits[0]) == pytest.approx([lift * 0.24 * 0.6 * 0.5, lift * skills * 0.5])
    assert list(benefits[1]) == [0, 0]
    heads = packages(case).benefits(as_is(case, alpha=1))[0]
    assert heads[0] == pytest.approx(20 * benefits[0])
    near = packages(case).benefits(as_is(case, beta=0))[0]
    assert near[0] == pytest.approx(benefits[0] / (1 + remote))


def test_an_unknown_need_is_worth_nothing_however_missing_answers_count() -> None:
    case = a_case(UNITS)
    assert packages(case).benefits(as_is(case, missing=LOW))[0, 2, 0] == 0


def test_a_geometric_mean_values_a_package_by_its_own_questions() -> None:
    case = a_case(UNITS)
    worth = packages(case).benefits(as_is(case, geometric=True, beta=0))[0, 0, 0]
    assert worth == pytest.approx(20 * (1 - (1 - 0.5 * 0.6) ** 0.24))


def test_a_unit_without_a_rank_has_no_package() -> None:
    case = a_case([*UNITS, given(a=None, b=None, c=None, d=None, e=None)])
    draw = as_is(case)
    assert np.isnan(packages(case).benefits(draw)[0, 3]).all()
    assert not packages(case, within(1e12))(draw, None)[0, 3].any()  # type: ignore[arg-type]


def test_as_it_is_simulated_packages_are_those_of_gaps_and_needs() -> None:
    case = simulated(400)
    case = replace(case, frame=mixed_evidence(case.frame))
    edition = case.edition
    weights = effective_weights(case.questionnaire, edition.readiness)
    gaps = evidenced_gaps(edition.readiness, case.method, case.frame)
    lift = 1 + case.method.beta * np.nan_to_num(edition.remoteness.score) / 100
    draw, drawn = as_is(case), packages(case, people=1.0)
    costs, benefits = drawn.costs(draw)[0], drawn.benefits(draw)[0]
    unit_costs = case.questionnaire.unit_costs
    assert unit_costs is not None
    names = [name for name in edition.needs.columns if name != EXTERNAL]
    for at, name in enumerate(names):
        np.testing.assert_array_equal(costs[:, at], np.round(edition.needs.columns[name]))
        closed = [
            np.where(edition.needs.by_question[q.id] > 0, weights[q.id] * gaps[q.id], 0)
            for q in case.questionnaire.scored
            if q.gap and unit_costs[q.gap.cost].column == name
        ]
        expected = np.where(np.isnan(edition.priority.rank), np.nan, lift * sum(closed))
        np.testing.assert_allclose(benefits[:, at], expected, atol=1e-12)


def test_money_for_one_of_two_equal_communes_funds_one_and_their_rank_stays_shared() -> None:
    case = a_case([given(b=20), given(b=20), given(b=90)])
    bought = case.robust(funding=packages(case, within(80_000)))
    assert bought.funded is not None
    assert bought.rank[0] == bought.rank[1]
    assert bought.funded[0] > bought.funded[1]


def test_more_money_never_makes_anybody_less_sure() -> None:
    case = simulated(300, draws=100)
    total = np.nansum(case.edition.needs.total)
    little, much = (
        case.robust(funding=packages(case, within(share * total))) for share in (0.1, 0.3)
    )
    ranked = ~np.isnan(little.rank)
    assert little.funded is not None
    assert much.funded is not None
    assert (much.funded[ranked] >= little.funded[ranked]).all()
    assert set(much.standing) > {Standing.FIRM_IN, Standing.FIRM_OUT}


def test_money_for_everything_makes_every_commune_with_a_package_firm_in() -> None:
    case = simulated(300, draws=100)
    drawn, draw = packages(case, within(1e18)), as_is(case)
    has_one = ((drawn.costs(draw)[0] > 0) & (drawn.benefits(draw)[0] > 0)).any(axis=1)
    found = case.robust(funding=drawn)
    assert {each for each, has in zip(found.standing, has_one, strict=True) if has} == {
        Standing.FIRM_IN
    }
