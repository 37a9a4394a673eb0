"""Two editions side by side: who moved, and whether answers, weights or costs moved them."""

from __future__ import annotations

import numpy as np

from reports.editions.comparison import compare
from tests.reports.small_editions import inputs, several
from tests.reports.small_frames import given


def test_equal_inputs_move_nobody() -> None:
    found = compare(inputs(), inputs())
    assert found.changed == ()
    assert found.moved.empty


def test_moves_are_told_apart_by_their_cause_and_add_up() -> None:
    poorer = {**several(), "u7": given(a=1, b=1, d="low", far=95)}
    found = compare(inputs(), inputs(poorer, weights={"people": 80.0}))
    assert found.changed == ("answers", "method")
    table = found.table.dropna()
    moved = table["rank_after"] - table["rank_before"]
    np.testing.assert_array_equal(table["by_answers"] + table["by_method"], moved)
    assert found.table.loc["u7", "by_answers"] < 0
    assert found.moved.index[0] == "u7"


def test_a_change_of_unit_costs_moves_who_is_funded_but_no_rank() -> None:
    found = compare(inputs(budget=60_000.0), inputs(budget=60_000.0, costs={"thing": 3000.0}))
    assert found.changed == ("costs",)
    assert (found.table["by_costs"].dropna() == 0).all()
    assert found.left == [("u2", "infrastructure"), ("u3", "infrastructure")]
    assert found.entered == []
    assert set(found.moved.index) == {"u2", "u3"}


def test_a_unit_that_falls_silent_is_named_without_a_rank_to_move_from() -> None:
    found = compare(inputs(), inputs({**several(), "u2": given(a=None)}))
    assert np.isnan(found.table.loc["u2", "rank_after"])
    assert "u2" in found.moved.index
