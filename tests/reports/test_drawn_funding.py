"""The selection made again in every draw: as it is, it is the funded list itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forms.sentence import Refused
from reports.certainty.drawn_funding import funding_of
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.drawn_packages import DrawnPackages
from reports.certainty.draws import as_it_is
from reports.certainty.ranked_units import ranked_units
from reports.funding.packages import Packages, packages_of
from reports.gaps import effective_weights, evidenced_gaps
from reports.robustness import Standing
from reports.selection import select
from survey.communes import load_register
from tests.reports.drawn_frames import Case, mixed_evidence, simulated


def priced(case: Case) -> Packages:
    """The packages of a case as they are."""
    edition, register = case.edition, load_register().communes
    return packages_of(
        case.questionnaire,
        case.method,
        case.frame,
        {code: register[code].province_code for code in case.frame.codes},
        needs=edition.needs,
        weights=effective_weights(case.questionnaire, edition.readiness),
        gaps=evidenced_gaps(edition.readiness, case.method, case.frame),
        remoteness=edition.remoteness.score,
        ranked=edition.readiness.whole.published,
    )


def share_of(packages: Packages, share: float) -> float:
    """A budget that is a share of what all packages cost, in whole VND."""
    return float(round(share * np.nansum(packages.cost)))


def funded_by(case: Case, share: float) -> tuple[DrawnPackages, Packages, float]:
    """A budget's selection under draws, and what it was made from."""
    packages = priced(case)
    budget = share_of(packages, share)
    return funding_of(*case.parts, packages=packages, budget=budget), packages, budget


@pytest.mark.parametrize("province_share", [0.0, 0.5])
def test_as_it_is_the_funded_are_those_of_the_selection(province_share: float) -> None:
    case = simulated(300).under(province_share=province_share)
    case = replace(case, frame=mixed_evidence(case.frame))
    funding, packages, budget = funded_by(case, 0.1)
    remote = case.edition.remoteness.remote
    expected = select(packages, budget, remote, None, case.method).chosen
    drawn = DrawnGaps(ranked_units(case.questionnaire, case.frame, case.edition), 0.01)
    found = funding(as_it_is(case.questionnaire, case.method, 2), drawn)
    np.testing.assert_array_equal(found, [expected, expected])


def test_costs_and_benefits_as_they_are_are_those_of_the_packages() -> None:
    case = simulated(300)
    case = replace(case, frame=mixed_evidence(case.frame))
    funding, packages, _ = funded_by(case, 0.1)
    draw = as_it_is(case.questionnaire, case.method)
    np.testing.assert_array_equal(funding.costs(draw)[0], packages.cost)
    np.testing.assert_allclose(funding.benefits(draw)[0], packages.benefit, rtol=1e-12)


def test_a_budget_gives_every_class_and_the_same_ones_again() -> None:
    case = simulated(300, draws=100)
    funding, _, _ = funded_by(case, 0.02)
    found, again = case.robust(funding=funding), case.robust(funding=funding, threads=1)
    assert found.standing == again.standing
    assert set(Standing) <= set(found.standing)


def test_a_budget_that_the_selection_refuses_is_refused_at_once() -> None:
    case = simulated(300)
    with pytest.raises(Refused, match="above 0"):
        funding_of(*case.parts, packages=priced(case), budget=0)


def test_where_dearer_packages_break_the_floors_nobody_is_funded_in_that_draw() -> None:
    """Half for remote communes; all of a province without them costs a little less than the other, unless it gets dearer."""
    case = simulated(300, draws=100).under(remote_share=0.5)
    packages, remote = priced(case), case.edition.remoteness.remote
    there = np.zeros(len(remote), np.bool_)
    there[np.flatnonzero(remote != 1)[:20]] = True
    packages = packages.in_provinces(np.where(there, "near", "far"))
    costs = float(packages.cost[there][packages.candidates[there]].sum())
    assert packages.cost[remote == 1][packages.candidates[remote == 1]].sum() > costs
    floors = {"near": 1.2 * costs}
    funding = funding_of(*case.parts, packages=packages, budget=2.02 * costs, floors=floors)
    draws = as_it_is(case.questionnaire, case.method, 2)
    draws.costs[1] *= 1.1
    as_is, dearer = funding(draws, None)  # type: ignore[arg-type]
    assert as_is.any()
    assert not dearer.any()
