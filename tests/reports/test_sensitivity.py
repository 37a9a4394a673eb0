"""Which choice matters most: indices of a case that can be checked, and one choice at a time."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami

from forms.sentence import Refused
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import FACTORS, Draws
from reports.certainty.one_at_a_time import one_at_a_time
from reports.certainty.sensitivity import FACTOR_WORDS, indices, sobol
from tests.reports.drawn_frames import a_case, simulated
from tests.reports.small_frames import given


def cheapest(draws: Draws, drawn: DrawnGaps):
    """A budget that hangs on the price of the first thing and on nothing else."""
    ranked = ~np.isnan(drawn.units.rank)
    return np.array([ranked & (cost < 1.1) for cost in draws.costs[:, 0]])[:, :, None]


def test_total_indices_of_a_function_that_is_known() -> None:
    """Ishigami and Homma (1990): S_T = 0.5576, 0.4424, 0.2437, here over 0-1."""
    problem = {
        "num_vars": 3,
        "names": ["x", "y", "z"],
        "groups": ["x", "y", "z"],
        "bounds": [[0, 1]] * 3,
    }
    random = sobol_sample.sample(problem, 1024, calc_second_order=False, seed=1)
    found, _ = indices(problem, Ishigami.evaluate(np.pi * (2 * random - 1)), 1)
    assert found == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_a_single_moving_choice_explains_everything() -> None:
    still = {"weight_spread": 0.0, "evidence_spread": 0.0, "beta_spread": 0.0}
    units = [given(a=a, b=b, c=c) for a in (20, 55, 90) for b in (10, 70) for c in (5, 60)]
    case = a_case(units).under(**still)
    found = sobol(*case.parts, samples=64)
    # Nobody is silent, and percentiles of so few make the scale and the average matter alone.
    assert found.loc[["weights", "evidence", "beta", "missing"], "rank"].abs().max() == 0
    assert found.loc[["scale", "aggregation"], "rank"].max() > 0.5


def test_indices_of_simulated_communes_are_ordered_and_repeatable() -> None:
    case = simulated(300)
    found = sobol(*case.parts, samples=60)
    assert set(found.index) == set(FACTORS) - {"alpha", "costs"}
    assert found["rank"].is_monotonic_decreasing
    assert found["rank"].iloc[0] > 0.2
    assert found["list"].isna().all()
    assert found.equals(sobol(*case.parts, samples=64))


def test_what_moves_only_the_list_is_told_apart_from_what_moves_ranks() -> None:
    found = sobol(*simulated(300).parts, samples=64, funding=cheapest)
    assert set(found.index) == set(FACTORS)
    assert found.loc["costs", "list"] == pytest.approx(1, abs=0.1)
    assert found.loc["costs", "rank"] == 0
    assert found.loc["alpha", ["rank", "list"]].abs().max() == 0


def test_equal_communes_leave_nothing_to_explain() -> None:
    found = sobol(*a_case([given(), given()]).parts, samples=16)
    assert (found["rank"] == 0).all()


def test_every_factor_has_words() -> None:
    assert set(FACTOR_WORDS) == set(FACTORS)


def test_stopped_indices_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="Stopped after 0 of"):
        sobol(*simulated(300).parts, stopped=lambda: True)


def test_one_choice_at_a_time_by_hand() -> None:
    """At the least evidence 0.25 and the most 0.75 all gaps move alike; β moves the remote one only."""
    case = a_case([given(a=20), given(a=30, region="hard", far=100), given(a=90)]).under(beta=0.05)
    assert list(case.edition.priority.rank) == [1, 2, 3]
    table = one_at_a_time(*case.parts).set_index("choice_en")
    assert (
        table.loc[["Lowest evidence weights", "Highest evidence weights"], "mean_shift"].sum() == 0
    )
    harder = table.loc["β = 0.55"]
    assert harder["mean_shift"] == pytest.approx(2 / 3)
    assert (harder["most_shift"], harder["enter_top"], harder["leave_top"]) == (1, 1, 1)


def test_every_choice_has_an_alternative_with_words_in_both_languages() -> None:
    table = one_at_a_time(*simulated(300).parts)
    assert list(dict.fromkeys(table["factor"])) == list(FACTORS[:6])
    assert (table["choice"].str.len() > 3).all()
    assert table["choice_en"].is_unique
    assert table["enter_list"].isna().all()


def test_with_a_budget_the_table_says_who_enters_and_leaves_the_list() -> None:
    case = simulated(300)
    table = one_at_a_time(*case.parts, funding=cheapest)
    assert set(table["factor"]) == set(FACTORS)
    first = next(iter((case.questionnaire.unit_costs or {}).values()))
    dearer = table.set_index("choice_en").loc[f"Unit cost “{first.name.en}”: +30%"]
    ranked = (~np.isnan(case.edition.priority.rank)).sum()
    assert (dearer["enter_list"], dearer["leave_list"], dearer["mean_shift"]) == (0, ranked, 0)
