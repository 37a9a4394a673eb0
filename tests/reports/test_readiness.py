"""Readiness: by hand, by property, and with figures missing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from forms.answers import Answer, Answers, State
from tests.reports.small_frames import NA, UNKNOWN, given, scored, the_questionnaire
from tests.reports.units import UNITS


def test_a_full_answer_is_scored_as_by_hand() -> None:
    found = scored(given(a=80, b=30, c=36, d="high", e=False))
    tools = (3 * 80 + 2 * 30) / 5
    skills = math.exp((math.log(64) + math.log(100)) / 2)
    people = (2 * skills + 1 * 0) / 3
    assert found.sections["tools"].observed[0] == pytest.approx(tools)
    assert found.sections["skills"].observed[0] == pytest.approx(80.0)
    assert found.index[0] == pytest.approx((60 * tools + 40 * people) / 100)
    assert (found.whole.low[0], found.whole.high[0]) == pytest.approx((found.index[0],) * 2)
    assert found.whole.coverage[0] == 1


@pytest.mark.parametrize("missing", [None, UNKNOWN])
def test_what_is_missing_counts_as_nothing_below_and_everything_above(
    missing: Answer | None,
) -> None:
    found = scored(given(b=missing))
    tools = found.sections["tools"]
    assert tools.observed[0] == 50
    assert tools.low[0] == pytest.approx(3 * 50 / 5)
    assert tools.high[0] == pytest.approx((3 * 50 + 2 * 100) / 5)
    assert tools.coverage[0] == pytest.approx(0.6)


def test_what_does_not_apply_leaves_both_sides_of_the_average() -> None:
    tools = scored(given(b=NA)).sections["tools"]
    assert (tools.observed[0], tools.low[0], tools.high[0], tools.coverage[0]) == (50, 50, 50, 1)


def test_a_question_that_is_not_asked_does_not_apply() -> None:
    assert not scored(given(a=5)).applicable["e"][0]
    assert scored(given(a=5)).sections["numbers"].applies[0] == np.False_


def test_a_section_is_published_from_exactly_the_threshold_on() -> None:
    found = scored(given(b=None), given(a=None))
    assert list(found.sections["tools"].published) == [True, False]
    assert list(np.isnan(found.index)) == [False, True]


def test_a_section_of_sections_needs_two_thirds_of_their_weight() -> None:
    found = scored(given(e=None), given(c=None, d=None))
    assert list(found.sections["people"].published) == [True, False]


def test_a_unit_that_is_not_ranked_says_which_section_lacks_what() -> None:
    found = scored(given(), given(a=None))
    assert found.reasons[0] is None
    assert found.reasons[1] is not None
    assert found.reasons[1].en == "Data insufficient in Tools (coverage 40%)"
    assert "Thiết bị" in found.reasons[1].vi


def test_where_nothing_applies_nobody_is_ranked_and_no_warning_is_raised() -> None:
    found = scored(dict.fromkeys(("a", "b", "c", "d", "e"), NA))
    assert math.isnan(found.index[0])
    assert found.reasons[0] is not None
    assert found.reasons[0].en == "No question applies"


def test_ranks_go_by_the_low_bound_so_that_silence_never_helps() -> None:
    found = scored(given(a=90, b=90), given(a=90, b=None), given(a=50, b=50), given(a=None))
    assert found.index[1] == found.index[0]
    assert list(found.rank[:3]) == [1, 2, 3]
    assert math.isnan(found.rank[3])


def test_equal_units_share_a_rank() -> None:
    assert list(scored(given(), given(a=90), given()).rank) == [2, 1, 2]


def test_the_companion_shows_what_strong_sections_hide() -> None:
    found = scored(given(a=100, b=100, c=100, d="low", e=False), given())
    assert found.imbalance[0] > 30
    assert found.geometric[0] < found.index[0]


@over(UNITS)
def test_the_score_lies_between_its_bounds(unit: Answers) -> None:
    found = scored(unit)
    for node in (*found.sections.values(), found.whole):
        if not math.isnan(node.observed[0]):
            assert 0 <= node.low[0] <= node.observed[0] + 1e-9
            assert node.observed[0] <= node.high[0] + 1e-9 <= 100 + 2e-9
            assert 0 <= node.coverage[0] <= 1


@over(UNITS)
def test_contributions_add_up_to_the_index_at_every_level(unit: Answers) -> None:
    found = scored(unit)
    if math.isnan(found.whole.observed[0]):
        return
    added = {name: each[0] for name, each in found.contributions.items()}
    questionnaire = the_questionnaire()
    top = [section.id for section in questionnaire.children(None) if section.id in added]
    leaves = [question.id for question in questionnaire.scored]
    for level in (top, leaves):
        total = sum(added.get(name, 0.0) for name in level)
        assert total == pytest.approx(found.whole.observed[0], abs=1e-9)


@over(UNITS, st.sampled_from("abcde"))
def test_leaving_an_answer_out_never_raises_the_low_bound(unit: Answers, silent: str) -> None:
    less = {name: answer for name, answer in unit.items() if name != silent}
    if unit.get(silent, UNKNOWN).state is not State.ANSWERED or silent == "a":
        return
    assert scored(less).whole.low[0] <= scored(unit).whole.low[0] + 1e-9
