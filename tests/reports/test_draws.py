"""Draws of the method, and what gaps and priority come to under them: by hand, by property, as it is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import (
    FACTORS,
    LOW,
    OBSERVED,
    Draws,
    as_it_is,
    groups,
)
from reports.certainty.ranked_units import percentiles, ranked_units
from reports.certainty.tiles import seeded_tiles
from reports.scores.ranks import ranks_from_best
from tests.reports.drawn_frames import SOME_UNITS, Case, a_case, mixed_evidence, simulated
from tests.reports.small_frames import NA, given, the_questionnaire


def drawn(case: Case, **changes: object) -> list[float]:
    """Every unit's priority under one draw, the method with these changes."""
    units = ranked_units(case.questionnaire, case.frame, case.edition)
    draw = as_it_is(case.questionnaire, case.method)
    for name, value in changes.items():
        getattr(draw, name)[:] = value
    found = DrawnGaps(units, case.method.geometric_floor / 100).priority(draw)
    return list(units.spread(found[0]))


@over(SOME_UNITS, st.sampled_from(["claimed", "approved", "verified"]))
def test_the_draw_with_every_choice_as_it_is_gives_the_priority(units: list, evidence: str) -> None:
    case = a_case(units, evidence)
    assert drawn(case) == pytest.approx(list(case.edition.priority.score), abs=1e-12, nan_ok=True)


def test_as_it_is_the_ranks_of_simulated_communes_are_those_of_the_edition() -> None:
    case = simulated(600)
    case = replace(case, frame=mixed_evidence(case.frame))
    found, edition = np.array(drawn(case)), case.edition
    assert np.nanmax(np.abs(found - edition.priority.score)) < 1e-12
    np.testing.assert_array_equal(ranks_from_best(found), edition.priority.rank)


def test_a_missing_answer_is_no_gap_leaves_the_weights_or_scores_0() -> None:
    case = a_case([given(a=20, b=None), given(a=100, b=100)]).under(beta=0)
    known = 0.36 * 0.8 + 0.4 * 2 / 3 / 2 * 0.5
    assert drawn(case)[0] == pytest.approx(100 * 0.5 * known)
    assert drawn(case, missing=OBSERVED)[0] == pytest.approx(100 * 0.5 * known / 0.76)
    assert drawn(case, missing=LOW)[0] == pytest.approx(100 * 0.5 * (known + 0.24))


def test_a_missing_answer_scored_0_counts_as_well_known_as_an_approved_one() -> None:
    case = a_case([given(a=100, b=None, c=0), given()], evidence="measured").under(beta=0)
    evidence = [0, 0, 0.7, 1, 1]
    assert drawn(case, missing=LOW, evidence=evidence)[0] == pytest.approx(100 * 0.24 * 0.7)


def test_a_geometric_mean_is_of_what_is_left_of_each_question() -> None:
    case = a_case([given(a=20, b=80, c=0), given()], evidence="measured").under(beta=0)
    left = 0.2**0.36 * 0.8**0.24
    assert drawn(case, geometric=True)[0] == pytest.approx(100 * (1 - left))


def test_a_geometric_mean_leaves_at_least_the_floor() -> None:
    case = a_case([given(a=100, b=0, c=0), given()], evidence="measured").under(beta=0)
    assert drawn(case, geometric=True)[0] == pytest.approx(100 * (1 - 0.01**0.24))


def test_what_does_not_apply_leaves_every_kind_of_mean() -> None:
    case = a_case([given(a=20, b=NA, c=0), given()], evidence="measured").under(beta=0)
    assert drawn(case)[0] == pytest.approx(100 * 0.36 * 0.8 / 0.76)
    assert drawn(case, geometric=True)[0] == pytest.approx(100 * (1 - 0.2 ** (0.36 / 0.76)))


def test_a_percentile_is_among_those_who_answered_and_equal_ones_share_the_middle() -> None:
    scores = np.array([[10.0, 30.0, 30.0, np.nan, 90.0]])
    found = percentiles(scores)[0]
    assert list(found[[0, 1, 2, 4]]) == [12.5, 50, 50, 87.5]
    assert math.isnan(found[3])


def test_percentiles_take_the_place_of_scores() -> None:
    case = a_case([given(a=a, c=0) for a in (20, 30, 40, 90)], evidence="measured").under(beta=0)
    # b and d, e are equal everywhere, and so stand in the middle.
    rest = 0.24 * 0.5 + 0.4 * 0.5
    expected = [100 * (0.36 * gap + rest) for gap in (0.875, 0.625, 0.375, 0.125)]
    assert drawn(case, percentile=True) == pytest.approx(expected)


def some(number: int = 400, varied: tuple[str, ...] = FACTORS, **parameters: float) -> Draws:
    """Draws of the small questionnaire."""
    case = a_case([given()], draws=number).under(**parameters)
    (draws,) = seeded_tiles(case.questionnaire, case.method, number, varied)
    return draws


def test_effective_weights_add_up_to_one_in_every_draw_and_move_as_far_as_they_may() -> None:
    draws = some()
    assert draws.weights.sum(axis=1) == pytest.approx(1)
    first = draws.weights[:, 0]
    least, most = 0.6 * 0.75 / (0.6 * 0.75 + 0.4 * 1.25), 0.6 * 1.25 / (0.6 * 1.25 + 0.4 * 0.75)
    assert first.min() >= least * 3 * 0.75 / (3 * 0.75 + 2 * 1.25)
    assert first.max() <= most * 3 * 1.25 / (3 * 1.25 + 2 * 0.75)
    assert np.ptp(first) > 0.15


def test_every_choice_moves_within_its_spread_and_its_range() -> None:
    draws = some()
    assert 0.25 <= draws.alpha.min() < 0.27 < 0.73 < draws.alpha.max() <= 0.75
    assert 0.5 <= draws.beta.min() < 0.55 < 1.45 < draws.beta.max() <= 1.5
    assert 0.7 <= draws.costs.min() < 0.71 < 1.29 < draws.costs.max() <= 1.3
    assert some(beta=2.0).beta.max() <= 2
    assert 0.4 < draws.geometric.mean() < 0.6
    assert 0.4 < draws.percentile.mean() < 0.6
    assert np.bincount(draws.missing, minlength=3).min() > 100


def test_better_evidence_never_counts_less_and_none_counts_nothing() -> None:
    draws = some(evidence_spread=0.5)
    assert (draws.evidence[:, 0] == 0).all()
    assert (np.diff(draws.evidence, axis=1) >= 0).all()
    assert draws.evidence.min() >= 0
    assert draws.evidence.max() <= 1


def test_what_is_not_varied_stays_as_it_is() -> None:
    draws, still = some(varied=("beta",)), as_it_is(the_questionnaire(), a_case([given()]).method)
    assert np.ptp(draws.beta) > 0.9
    for name in ("weights", "geometric", "percentile", "missing", "evidence", "alpha", "costs"):
        assert (getattr(draws, name) == getattr(still, name)).all(), name


def test_a_draw_is_the_same_however_many_are_drawn_and_another_seed_gives_others() -> None:
    few, many = some(10), some(400)
    np.testing.assert_array_equal(few.weights, many.weights[:10])
    assert (some(10, seed=7).weights != few.weights).any()


@pytest.mark.parametrize("tile", [1, 3, 64])
def test_draws_are_the_same_however_many_are_made_at_once(tile: int) -> None:
    case = a_case([given()], draws=400)
    tiles = list(seeded_tiles(case.questionnaire, case.method, tile, FACTORS))
    whole = some(400)
    for name in ("weights", "geometric", "percentile", "missing", "evidence", "alpha", "costs"):
        joined = np.concatenate([getattr(each, name) for each in tiles])
        np.testing.assert_array_equal(joined, getattr(whole, name))


def test_every_random_number_of_a_draw_belongs_to_a_factor() -> None:
    named = groups(the_questionnaire())
    assert named.count("weights") == 4 + 5
    assert named.count("costs") == 3
    assert set(named) == set(FACTORS)
