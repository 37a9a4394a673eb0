"""A scenario previewed is the edition that it would be, and every change is told from the others."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from forms.sentence import Refused
from reports.editions.comparison import Comparison
from reports.editions.frozen import freeze
from reports.editions.inputs import Inputs
from reports.editions.preview import basis_of, preview
from reports.editions.scenario_steps import compared_with, same_basis
from reports.method import changed
from tests.examples import examples
from tests.reports.small_editions import few_draws, inputs, several
from tests.reports.small_frames import given


def compared(before: Inputs, after: Inputs) -> Comparison:
    """Two scenarios on the answers of the second."""
    first = preview(basis_of(before), before.scenario)
    basis = basis_of(after)
    return compared_with(first, preview(basis, after.scenario))


@pytest.mark.parametrize(
    "scenario",
    [
        {},
        {"budget": 60_000.0},
        {"budget": 60_000.0, "costs": {"thing": 3000.0}, "weights": {"people": 80.0}},
        {"budget": 60_000.0, "floors": {"p1": 20_000.0}},
    ],
)
def test_a_preview_gives_the_figures_of_the_edition(scenario: dict[str, object]) -> None:
    asked = inputs(**scenario)
    found = preview(basis_of(asked), asked.scenario)
    pd.testing.assert_frame_equal(found.table, freeze(asked, draws=False).table)


@settings(max_examples=examples(40), deadline=None)
@for_all(
    beta=st.sampled_from((0.0, 0.5, 2.0)),
    alpha=st.sampled_from((0.0, 1.0)),
    budget=st.sampled_from((None, 5_000.0, 60_000.0)),
    people=st.sampled_from((1.0, 30.0)),
)
def test_what_another_preview_calculated_is_never_taken_for_something_else(
    beta: float, alpha: float, budget: float | None, people: float
) -> None:
    basis = basis_of(inputs())
    method = changed(few_draws(), {"beta": beta, "alpha": alpha})
    wanted = replace(inputs().scenario, method=method, budget=budget, weights={"people": people})
    near = preview(basis, replace(inputs().scenario, budget=60_000.0))
    beside = preview(basis, wanted, near)
    pd.testing.assert_frame_equal(beside.table, preview(basis, wanted).table)


def test_a_budget_alone_is_the_reason_for_everyone_who_leaves() -> None:
    found = compared(inputs(budget=60_000.0), inputs(budget=5_000.0))
    assert found.changed == ("budget",)
    assert found.left
    assert set(found.reasons.values()) == {"budget"}
    assert (found.table["by_budget"].dropna() == 0).all()


def test_changes_are_told_apart_and_their_moves_add_up() -> None:
    other = changed(few_draws(), {"beta": 0, "alpha": 1})
    found = compared(
        inputs(budget=60_000.0),
        inputs(budget=30_000.0, weights={"people": 80.0}, method=other),
    )
    assert found.changed == ("weights", "beta", "alpha", "budget")
    table = found.table.dropna()
    moved = table[[f"by_{name}" for name in found.changed]].sum(axis=1)
    assert (moved == table["rank_after"] - table["rank_before"]).all()
    assert (table["by_alpha"] == 0).all()


def test_answers_approved_since_are_a_change_of_their_own() -> None:
    poorer = {**several(), "u7": given(a=1, b=1, d="low", far=95)}
    found = compared(inputs(budget=60_000.0), inputs(poorer, budget=30_000.0))
    assert found.changed == ("answers", "budget")
    assert found.table.loc["u7", "by_answers"] < 0


def test_the_same_scenario_differs_in_nothing() -> None:
    found = compared(inputs(budget=60_000.0), inputs(budget=60_000.0))
    assert found.changed == ()
    assert found.moved.empty


def test_how_often_is_drawn_is_no_change_of_a_preview() -> None:
    often = inputs(budget=60_000.0, method=changed(few_draws(), {"draws": 500}))
    assert compared(inputs(budget=60_000.0), often).changed == ()


def test_only_equal_answers_make_one_basis() -> None:
    one = basis_of(inputs())
    assert same_basis(one, basis_of(inputs(budget=1.0)))
    assert not same_basis(one, basis_of(inputs({**several(), "u2": given(a=None)})))


def test_money_that_cannot_be_is_refused_in_words() -> None:
    basis = basis_of(inputs())
    wanted = replace(inputs().scenario, budget=10.0, floors={"p1": 20.0})
    with pytest.raises(Refused, match="more than the budget"):
        preview(basis, wanted)
