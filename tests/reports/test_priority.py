"""Remoteness, gaps, needs and priority, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from reports.edition import calculate
from reports.gaps import effective_weights
from reports.method_file import load_method
from tests.reports.small_frames import (
    NA,
    a_frame,
    edition_of,
    given,
    scored,
    the_questionnaire,
)


def test_class_points_are_capped_and_access_is_averaged() -> None:
    found = edition_of(given(region="hard", far=50), km=25.0).remoteness
    assert found.score[0] == pytest.approx(60 + 40 * (0.5 + 0.5) / 2)


def test_a_missing_term_adds_nothing_and_is_flagged() -> None:
    found = edition_of(given(far=None, region="hard"))
    assert found.remoteness.score[0] == 60
    assert found.remoteness.missing[0] == 2
    assert found.remoteness.flagged[0]


@over(st.integers(0, 500), st.sampled_from(["none", "hard", None]))
def test_silence_never_raises_remoteness(far: int, region: str | None) -> None:
    said, silent = (edition_of(given(far=each, region=region)) for each in (far, None))
    assert not silent.remoteness.score[0] > said.remoteness.score[0]
    assert silent.priority.lift[0] <= said.priority.lift[0]


def test_where_nothing_is_known_remoteness_is_no_figure_and_lifts_nothing() -> None:
    silent, near = given(far=None, region=None), given(far=0, region="none")
    found = edition_of(silent, near, km=None)
    assert math.isnan(found.table["remoteness"].iloc[0])
    assert found.table["remoteness"].iloc[1] == 0
    assert found.priority.lift[0] == found.priority.lift[1]
    assert found.table["remoteness"].median() == 0


def test_whether_a_unit_is_remote_may_be_unknown() -> None:
    table = edition_of(given(far=95), given(), given(far=None)).table
    assert list(table["remote"][:2]) == [1, 0]
    assert math.isnan(table["remote"].iloc[2])


def test_effective_weights_are_products_down_the_tree_and_add_up_to_one() -> None:
    weights = effective_weights(the_questionnaire(), scored(given(), given(b=NA)))
    assert weights["a"][0] == pytest.approx(0.6 * 3 / 5)
    assert weights["c"][0] == pytest.approx(0.4 * 2 / 3 / 2)
    assert weights["b"][1] == 0
    for row in (0, 1):
        assert sum(each[row] for each in weights.values()) == pytest.approx(1)


def test_priority_is_the_formula() -> None:
    found = edition_of(given(a=80, b=30, c=36, d="high", e=False, region="hard", far=100))
    gap = 0.5 * (0.36 * 0.2 + 0.24 * 0.7 + 0.4 * 2 / 3 / 2 * 0.36 + 0.4 / 3 * 1)
    remote = 60 + 40 * 1 / 2
    assert found.table["gap"].iloc[0] == pytest.approx(100 * gap)
    assert found.table["priority"].iloc[0] == pytest.approx(100 * (1 + remote / 100) / 2 * gap)


@pytest.mark.parametrize(
    ("evidence", "share"), [("claimed", 0), ("approved", 0.5), ("verified", 1), ("measured", 1)]
)
def test_a_gap_counts_by_how_well_it_is_known(evidence: str, share: float) -> None:
    full = edition_of(given(a=0), evidence="verified").table["gap"].iloc[0]
    assert edition_of(given(a=0), evidence=evidence).table["gap"].iloc[0] == pytest.approx(
        share * full
    )


def test_an_unanswered_question_earns_nothing() -> None:
    low, silent = edition_of(given(b=0), given(b=None)).table["priority"]
    assert silent < low


def test_need_is_quantity_times_unit_cost_by_money_column() -> None:
    table = edition_of(given(b=40, d="low", region="hard")).table
    row = table.iloc[0]
    assert (row["need_infrastructure"], row["need_skills"]) == (60_000, 500)
    assert row["need_external"] == 9000
    assert row["need_total"] == 60_500
    assert row["unknown_needs"] == 0


def test_a_remote_unit_pays_the_zone_factor_and_one_that_may_be_remote_does_not() -> None:
    method = replace(load_method(), zone_factor_remote=1.5)
    frame = a_frame(given(b=40, far=95), given(b=40), given(b=40, far=None))
    found = calculate(the_questionnaire(), method, frame).needs
    assert list(found.columns["infrastructure"]) == [90_000, 60_000, 60_000]


def test_a_need_that_is_not_known_is_unknown_and_not_nothing() -> None:
    row = edition_of(given(b=None)).table.iloc[0]
    assert math.isnan(row["need_infrastructure"])
    assert row["need_total"] == 0
    assert row["unknown_needs"] == 1


def test_what_does_not_apply_needs_nothing() -> None:
    row = edition_of(given(b=NA)).table.iloc[0]
    assert (row["need_infrastructure"], row["unknown_needs"]) == (0, 0)


def test_only_ranked_units_have_a_priority_and_equal_ones_share_a_rank() -> None:
    table = edition_of(given(a=10), given(a=90), given(a=None), given(a=10)).table
    assert list(table["rank"].dropna()) == [1, 3, 1]
    assert math.isnan(table["priority"].iloc[2])
    assert table["reason_en"].iloc[2].startswith("Data insufficient")
