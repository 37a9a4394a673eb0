"""What would change how sure a commune's funding is."""

from __future__ import annotations

from reports.certainty.class_changes import alternatives, class_changes
from reports.editions.inputs import Inputs
from reports.method import changed
from reports.method_file import load_method
from reports.robustness import Standing
from tests.reports.small_editions import inputs, several

# Without a floor: few packages reach one only by a long search.
METHOD = changed(load_method(), {"draws": 100, "remote_share": 0})


def within(budget: float) -> Inputs:
    """The small edition with this budget."""
    return inputs(budget=budget, method=METHOD)


def test_the_class_as_it_is_comes_first_and_only_changes_that_matter_follow() -> None:
    now, *changes = class_changes(within(60_000.0), "u3")
    assert now.change.en == "As it is"
    assert now.standing is not None
    assert "If every answer of the commune were verified" in {each.change.en for each in changes}
    assert all(each.standing is not now.standing for each in changes)


def test_more_money_makes_a_commune_that_is_left_out_surer() -> None:
    now, *changes = class_changes(within(30_000.0), "u5")
    assert now.standing is Standing.FIRM_OUT
    more = [each for each in changes if "budget" in each.change.en]
    assert more
    assert all(each.chance > now.chance for each in more)
    assert "triệu đồng: " in more[0].in_words().vi


def test_what_is_tried_leaves_the_other_communes_and_the_seed_as_they_are() -> None:
    made = within(60_000.0)
    tried = list(alternatives(made, "u4"))
    assert len(tried) == 7
    said, verified = tried[1]
    assert said.en == "If every answer of the commune were verified"
    others = [code for code in several() if code != "u4"]
    frame, before = verified.frame(), made.frame()
    place = {code: row for row, code in enumerate(frame.codes)}
    assert {frame.evidence["a"][place[code]] for code in others} == {"approved"}
    assert frame.evidence["a"][place["u4"]] == "verified"
    assert (frame.states["a"] == before.states["a"]).all()
    assert {each.scenario.method.seed for _, each in tried} == {2026}
    budgets = [each.scenario.budget for _, each in tried]
    assert budgets == [60_000, 60_000, 30_000, 45_000, 75_000, 90_000, 120_000]
