"""What shading could gain: nothing where claims count nothing, much where they count in full."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings

from forms.sentence import Refused
from reports.certainty.manipulability import manipulability
from tests.examples import examples
from tests.reports.drawn_frames import SOME_UNITS, Case, a_case, mixed_evidence, simulated
from tests.reports.small_frames import a_frame, given, the_questionnaire


def test_gains_are_large_where_claims_count_in_full_and_none_where_they_count_nothing() -> None:
    case = simulated(600)
    claimed = replace(case, frame=replace(case.frame, evidence_of_all="claimed"))
    full = manipulability(*claimed.under(evidence_claimed=1.0).parts)
    none = manipulability(*claimed.under(evidence_claimed=0.0).parts)
    assert full["gain"].max() > 0.5 * len(full)
    assert full["gain"].median() > 0.1 * len(full)
    assert (none["gain"] == 0).all()


def test_shading_by_hand() -> None:
    units = [given(a=20), given(a=40), given(a=60, b=60), given(a=90, b=90)]
    table = manipulability(*a_case(units).under(beta=0).parts)
    # u4 alone: a and b to 45, c to 25, d to 50, e to 50; others keep theirs.
    gap = 0.36 * 0.55 + 0.24 * 0.55 + 0.4 * (2 / 3 / 2 * (0.75 + 0.5) + 1 / 3 * 0.5)
    row = table.loc["u4"]
    assert row["shaded_priority"] == pytest.approx(50 * gap)
    assert (row["rank"], row["shaded_rank"], row["gain"], row["unverified"]) == (4, 1, 3, 5)


def test_what_is_verified_cannot_be_shaded() -> None:
    table = manipulability(*a_case([given(a=20), given(a=80)], evidence="verified").parts)
    assert (table["gain"] == 0).all()
    assert (table["unverified"] == 0).all()


@over(SOME_UNITS)
@settings(max_examples=examples(30), deadline=None)
def test_each_gain_is_what_the_whole_list_would_show(units: list) -> None:
    """Each commune alone in a full calculation with its gaps shaded, against all at once."""
    units = [given(), *units]
    case = a_case(units)
    case = replace(case, frame=mixed_evidence(case.frame))
    table = manipulability(*case.parts)
    scores = case.edition.priority.score
    for code, row in table.iterrows():
        at = case.frame.codes.index(str(code))
        others = np.delete(scores, at)
        ahead = (np.round(others, 9) > round(row["shaded_priority"], 9)).sum()
        assert row["shaded_rank"] == ahead + 1
        assert row["rank"] - row["shaded_rank"] == row["gain"] >= 0


def test_the_table_begins_with_the_greatest_gain_and_lists_equal_ones_by_code() -> None:
    table = manipulability(*simulated(300).parts)
    assert table["gain"].is_monotonic_decreasing
    for _, equal in table.groupby("gain"):
        assert list(equal.index) == sorted(equal.index)


def test_no_shading_gains_nothing() -> None:
    assert (manipulability(*simulated(300).under(shading=0.0).parts)["gain"] == 0).all()


def test_unranked_communes_are_left_out_and_without_any_it_is_refused() -> None:
    method = a_case([given()]).under(section_coverage=0.6).method
    silent = given(a=None, b=None, c=None)
    case = Case(the_questionnaire(), method, a_frame(given(), silent))
    assert list(manipulability(*case.parts).index) == ["u1"]
    with pytest.raises(Refused, match="No commune is ranked"):
        manipulability(*Case(the_questionnaire(), method, a_frame(silent)).parts)
