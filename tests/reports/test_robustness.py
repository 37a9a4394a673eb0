"""How sure a rank is: intervals, chances, stopping, and what must not change anything."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from forms.loading import load_text
from forms.sentence import Refused
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import Draws
from reports.method_file import load_method
from reports.robustness import STANDING_WORDS, Robustness, Standing, robustness, standing_of
from tests.examples import examples
from tests.reports.drawn_frames import (
    SOME_UNITS,
    Case,
    a_case,
    a_unit,
    mixed_evidence,
    simulated,
)
from tests.reports.small_frames import TEXT, a_frame, given

STILL = {"weight_spread": 0.0, "evidence_spread": 0.0, "beta_spread": 0.0, "alpha_spread": 0.0}
OF_SPREAD = ("weights", "evidence", "beta", "alpha", "costs")


def equal(one: Robustness, other: Robustness) -> None:
    """Hold that two say the same."""
    for name in ("rank", "low", "middle", "high"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.done, one.standing) == (other.done, other.standing)


@over(SOME_UNITS)
@settings(max_examples=examples(30), deadline=None)
def test_where_nothing_moves_the_interval_is_the_rank(units: list) -> None:
    case = a_case(units).under(**STILL, cost_spread=0.0)
    if np.isnan(case.edition.priority.rank).all():
        return
    found = case.robust(varied=OF_SPREAD)
    for each in (found.low, found.middle, found.high):
        np.testing.assert_array_equal(each, case.edition.priority.rank)


@over(SOME_UNITS, st.randoms())
@settings(max_examples=examples(30), deadline=None)
def test_rows_in_another_order_give_the_same_results_in_that_order(units: list, chance) -> None:
    units = [given(), *units]
    order = list(range(len(units)))
    chance.shuffle(order)
    found = a_case(units).robust()
    moved = a_case([units[at] for at in order]).robust()
    for name in ("rank", "low", "middle", "high"):
        np.testing.assert_array_equal(getattr(found, name)[order], getattr(moved, name))


def test_simulated_communes_in_another_order_keep_their_intervals_to_the_rank() -> None:
    case = simulated(500)
    case = replace(case, frame=mixed_evidence(case.frame))
    back = slice(None, None, -1)
    frame = replace(
        case.frame,
        codes=case.frame.codes[back],
        states={name: each[back] for name, each in case.frame.states.items()},
        columns={name: each[back] for name, each in case.frame.columns.items()},
        evidence={name: each[back] for name, each in case.frame.evidence.items()},
    )
    found, moved = case.robust(), replace(case, frame=frame).robust()
    np.testing.assert_array_equal(found.low[back], moved.low)
    np.testing.assert_array_equal(found.high[back], moved.high)


@over(SOME_UNITS, st.sampled_from([0.5, 3, 10]))
@settings(max_examples=15, deadline=None)
def test_scaling_all_weights_changes_nothing(units: list, factor: float) -> None:
    text = TEXT
    for weight in (60, 40):
        text = text.replace(f"weight: {weight}}}", f"weight: {weight * factor}}}")
    case = a_case([given(), *units])
    scaled = replace(case, questionnaire=load_text(text, "scaled.yaml"))
    equal(case.robust(), scaled.robust())


@over(a_unit(), a_unit(), st.sampled_from(["a", "b", "c", "d", "e"]))
def test_silence_never_raises_priority_as_the_method_has_it(unit, other, name: str) -> None:
    silent = {key: answer for key, answer in unit.items() if key != name}
    if name == "a":
        # Whether e is asked hangs on a: an answer that decides what applies is not silence alone.
        silent.pop("e", None)
        unit = {key: answer for key, answer in unit.items() if key != "e"}
    said, unsaid = a_case([unit, silent, other]).edition.priority.score[:2]
    assert math.isnan(unsaid) or math.isnan(said) or unsaid <= said + 1e-9


def test_equal_communes_share_everything() -> None:
    found = a_case([given(a=10), given(a=90), given(a=10), given(b=20)]).robust()
    for each in (found.rank, found.low, found.middle, found.high):
        assert each[0] == each[2]


def test_a_commune_without_a_rank_has_no_interval() -> None:
    case = Case(*(a_case([given()]).parts[:2]), a_frame(given(), given(a=None, b=None), given(a=0)))
    found = case.under(section_coverage=0.6, children_published=0.6).robust()
    assert math.isnan(found.rank[1])
    assert math.isnan(found.low[1])
    assert not np.isnan(found.high[[0, 2]]).any()


def test_the_interval_holds_the_share_of_draws_that_the_method_says() -> None:
    case = simulated(300, draws=500)
    ranked = ~np.isnan(case.edition.priority.rank)
    wide, narrow = (
        replace(found, **{name: getattr(found, name)[ranked] for name in ("low", "middle", "high")})
        for found in (case.robust(), case.under(interval=0.5).robust())
    )
    assert (wide.low <= narrow.low).all()
    assert (narrow.low <= narrow.middle).all()
    assert (narrow.middle <= narrow.high).all()
    assert (narrow.high <= wide.high).all()
    assert np.mean(wide.high - wide.low) > np.mean(narrow.high - narrow.low)


def test_neither_threads_nor_how_often_it_is_done_changes_the_result() -> None:
    case = simulated(500)
    one, two, again = case.robust(threads=1), case.robust(threads=4), case.robust()
    equal(one, two)
    equal(one, again)


@pytest.mark.parametrize("tile", [1, 7, 64, 1000])
def test_how_many_draws_are_done_at_once_changes_no_rank(tile: int, monkeypatch) -> None:
    case = simulated(500)
    expected = case.robust()
    monkeypatch.setattr("reports.robustness.tile_of", lambda columns: tile)
    equal(expected, case.robust())


def test_another_seed_gives_other_intervals() -> None:
    case = simulated(300)
    assert (case.robust().low != case.under(seed=7).robust().low).any()


def test_memory_is_the_same_for_ten_times_the_draws() -> None:
    case = simulated(500)

    def peak(draws: int) -> int:
        parts = case.under(draws=draws).parts
        tracemalloc.start()
        robustness(*parts)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(2_000)
    # Threads take turns as they like, which moves the peak by a tile or two. A single byte for each draw
    # and commune would add 9 MB, the sixty factors of each draw as much.
    assert peak(20_000) - peak(2_000) <= 2 * 2**20


# Chances of being funded


def the_best(number: int):
    """A budget that buys the best few by priority of every draw."""

    def funding(draws: Draws, drawn: DrawnGaps):
        scores = drawn.priority(draws)
        order = np.argsort(-scores, axis=1)[:, :number]
        bought = np.zeros((len(draws), drawn.units.columns))
        np.put_along_axis(bought, order, 1, axis=1)
        return np.array([drawn.units.spread(row) == 1 for row in bought])[:, :, None]

    return funding


def test_without_a_budget_there_is_neither_chance_nor_class() -> None:
    found = simulated(300).robust()
    assert found.funded is None
    assert set(found.standing) == {None}
    assert found.table["funded"].isna().all()


def test_with_a_budget_every_ranked_commune_has_a_chance_and_a_class() -> None:
    case = simulated(300)
    found = case.robust(funding=the_best(60))
    ranked = ~np.isnan(found.rank)
    assert found.funded is not None
    assert np.nansum(found.funded) == pytest.approx(60)
    assert np.isnan(found.funded[~ranked]).all()
    assert {each for each, is_in in zip(found.standing, ranked, strict=True) if is_in} == set(
        Standing
    )
    best = int(np.nanargmin(found.high))
    assert found.standing[best] is Standing.FIRM_IN


@pytest.mark.parametrize(
    ("chance", "standing"),
    [
        (1.0, Standing.FIRM_IN),
        (0.95, Standing.FIRM_IN),
        (0.949, Standing.LIKELY),
        (0.5, Standing.LIKELY),
        (0.49, Standing.MARGINAL),
        (0.05, Standing.MARGINAL),
        (0.049, Standing.FIRM_OUT),
        (0.0, Standing.FIRM_OUT),
        (math.nan, None),
    ],
)
def test_a_class_is_a_range_of_chances(chance: float, standing: Standing | None) -> None:
    assert standing_of(chance, load_method()) is standing


def test_every_class_has_words() -> None:
    assert set(STANDING_WORDS) == set(Standing)


# Progress, stopping, refusals


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    case = simulated(300, draws=200)
    case.robust(progress=lambda done, asked: told.append((done, asked)))
    assert told == [(64, 200), (128, 200), (192, 200), (200, 200)]


def test_stopped_work_says_how_much_of_it_was_done() -> None:
    case, told = simulated(300, draws=200), []
    found = case.robust(progress=lambda done, _: told.append(done), stopped=lambda: len(told) == 2)
    assert found.stopped
    assert (found.done, found.asked) == (128, 200)
    equal(found, replace(case.under(draws=128).robust()))


def test_work_stopped_before_the_first_draw_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="Stopped before any draw"):
        simulated(300).robust(stopped=lambda: True)


def test_no_ranked_commune_is_refused_in_words() -> None:
    case = a_case([given(a=None, b=None, c=None, d=None, e=None)])
    with pytest.raises(Refused, match="No commune is ranked yet"):
        case.robust()


def test_a_fault_while_drawing_is_not_swallowed() -> None:
    def broken(draws: Draws, drawn: DrawnGaps):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        simulated(300).robust(funding=broken)
