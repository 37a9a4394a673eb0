"""Packages: one commune in one money column, with its cost and what it is worth."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forms.loading import load_text
from forms.sentence import Refused
from reports.edition import calculate
from reports.frame import Frame, frame_of
from reports.funding.packages import Codes, Packages, packages_of
from reports.gaps import effective_weights, evidenced_gaps
from reports.method import Method
from reports.method_file import load_method
from reports.selection import select
from tests.reports.small_frames import TEXT, Answers, given

WITH_PEOPLE = TEXT.replace("unit_costs:", "population: 10 * far\nunit_costs:")


def made(
    *units: Answers,
    text: str = TEXT,
    method: Method | None = None,
    provinces: Codes | None = None,
    weightless: bool = False,
) -> Packages:
    """The packages of units u1, u2, … of one province."""
    questionnaire, method = load_text(text, "small.yaml"), method or load_method()
    frame: Frame = frame_of(
        questionnaire, {f"u{number}": each for number, each in enumerate(units, 1)}, {}
    )
    edition = calculate(questionnaire, method, frame)
    weights = effective_weights(questionnaire, edition.readiness)
    return packages_of(
        questionnaire,
        method,
        frame,
        ["p"] * len(units) if provinces is None else provinces,
        needs=edition.needs,
        weights={name: 0 * each for name, each in weights.items()} if weightless else weights,
        gaps=evidenced_gaps(edition.readiness, method, frame),
        remoteness=edition.remoteness.score,
        ranked=~np.isnan(edition.priority.rank),
    )


def test_what_others_pay_is_no_package() -> None:
    assert made(given(region="hard")).columns == ("infrastructure", "skills")


def test_where_others_pay_for_everything_a_budget_buys_nothing() -> None:
    theirs = TEXT.replace("column: infrastructure", "column: external")
    theirs = theirs.replace("column: skills", "column: external")
    found = made(given(region="hard"), given(), text=theirs)
    assert found.columns == ()
    assert found.cost.shape == found.benefit.shape == (2, 0)
    chosen = select(found, 10**9, np.array([1.0, 0.0]), None, load_method())
    assert chosen.spent == 0


def test_benefit_is_the_formula() -> None:
    found = made(given(b=30, d="low", region="hard", far=100), text=WITH_PEOPLE)
    lift = math.sqrt(1000) * (1 + (60 + 40 / 2) / 100)
    assert found.cost.tolist() == [[70_000, 500]]
    assert found.benefit[0, 0] == pytest.approx(lift * 0.6 * 2 / 5 * 0.5 * 0.7)
    assert found.benefit[0, 1] == pytest.approx(lift * 0.4 * 2 / 3 / 2 * 0.5)


def test_a_question_without_a_known_need_adds_no_benefit() -> None:
    full, unknown = made(given(b=100), given(b=None)).benefit[:, 0]
    assert (full, unknown) == (0, 0)


def test_unknown_needs_are_counted_and_listed_and_never_nothing() -> None:
    found = made(given(), given(b=None), given(d=None))
    assert found.unknown.tolist() == [[0, 0], [1, 0], [0, 1]]
    assert found.unknown_needs == [("u2", "b"), ("u3", "d")]
    assert math.isnan(found.cost[1, 0])
    assert not found.candidates[1, 0]


def test_only_ranked_communes_are_candidates() -> None:
    found = made(given(b=30), given(b=30, a=None, e=None, c=None))
    assert found.candidates[:, 0].tolist() == [True, False]
    assert math.isnan(found.benefit[1, 0])


def test_without_a_population_block_every_commune_counts_as_one() -> None:
    found = made(given(far=40), given(far=None))
    assert (found.population.tolist(), found.guessed.tolist()) == ([1, 1], [False, False])


def test_an_unconfirmed_population_is_a_low_percentile_of_the_provinces() -> None:
    far = [10, 20, 30, 40, None, 500, None]
    method = replace(load_method(), population_percentile=10)
    found = made(
        *(given(far=each) for each in far),
        text=WITH_PEOPLE,
        method=method,
        provinces=["a"] * 5 + ["b", "c"],
    )
    assert found.population[4] == pytest.approx(np.percentile([100, 200, 300, 400], 10))
    assert found.population[6] == pytest.approx(np.percentile([100, 200, 300, 400, 5000], 10))
    assert found.guessed.tolist() == [False] * 4 + [True, False, True]


def test_silence_about_its_population_earns_a_commune_nothing() -> None:
    people = [given(far=each, b=30) for each in (100, 200, 300, 400)]
    said = made(*people, text=WITH_PEOPLE).benefit[1, 0]
    silent = made(people[0], given(far=None, b=30), *people[2:], text=WITH_PEOPLE).benefit[1, 0]
    assert silent < said


def test_provinces_come_in_order_or_by_code_and_every_unit_needs_one() -> None:
    found = made(given(), given(), provinces={"u2": "b", "u1": "a"})
    assert found.provinces.tolist() == ["a", "b"]
    with pytest.raises(Refused) as refused:
        made(given(), given(), provinces={"u1": "a"})
    assert "The province of unit u2 is not known" in refused.value.sentence.en


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        made(given(), weightless=True)
    assert refused.value.sentence.en.startswith("All weights are 0")
