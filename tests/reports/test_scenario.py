"""A scenario: weights and unit costs in place of the questionnaire's, and what is refused."""

from __future__ import annotations

import pytest

from reports.method_file import load_method
from reports.scenario import Scenario, ScenarioRefused, applied
from tests.reports.small_frames import the_questionnaire


def scenario(**given: object) -> Scenario:
    """A scenario on the shipped method."""
    return Scenario(load_method(), **given)  # type: ignore[arg-type]


def test_weights_and_costs_that_are_named_change_and_all_others_stay() -> None:
    asked = the_questionnaire()
    changed = applied(asked, scenario(weights={"tools": 10, "a": 0}, costs={"thing": 7}))
    assert (changed.section("tools").weight, changed.section("people").weight) == (10, 40)
    assert (changed.by_id["a"].weight, changed.by_id["b"].weight) == (0, 2)
    assert changed.unit_costs is not None
    assert (changed.unit_costs["thing"].vnd, changed.unit_costs["course"].vnd) == (7, 500)
    assert asked.section("tools").weight == 60


def test_nothing_named_changes_nothing() -> None:
    assert applied(the_questionnaire(), scenario()) == the_questionnaire()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weights": {"nowhere": 1}}, "there is no section or question “nowhere”"),
        ({"weights": {"far": 1}}, "there is no section or question “far”"),
        ({"weights": {"tools": -1}}, "tools: -1 must be a number from 0 up"),
        ({"weights": {"tools": float("nan")}}, "tools: nan must be a number from 0 up"),
        ({"weights": {"tools": 0, "people": 0}}, "All weights in “the whole questionnaire” are 0"),
        ({"weights": {"a": 0, "b": 0}}, "All weights in “Tools” are 0"),
        ({"costs": {"rocket": 1}}, "there is no “rocket”"),
        ({"costs": {"thing": -5}}, "thing: -5 must be a number from 0 up"),
    ],
)
def test_what_cannot_be_calculated_is_refused_in_words(given: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioRefused) as refused:
        applied(the_questionnaire(), scenario(**given))
    assert said in refused.value.sentence.en
    assert refused.value.sentence.vi


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ScenarioRefused) as refused:
        applied(the_questionnaire(), scenario(weights={"x": 1, "y": 1}, costs={"z": 1}))
    assert len(refused.value.refusals) == 3
