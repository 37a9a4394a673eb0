"""What holds of every scoring, whatever the answers: held by made-up units."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from forms.answers import Answer, Answers, State
from forms.questionnaire import Questionnaire
from reports.edition import Edition, calculate
from reports.frame import Frame
from reports.readiness import Readiness, readiness, readiness_of_block
from reports.scores.blocks import in_blocks
from tests.reports.small_frames import (
    UNKNOWN,
    a_frame,
    edition_of,
    scored,
    the_method,
    the_questionnaire,
)
from tests.reports.units import UNITS

# Question → an answer that is at least as good as any other.
BEST = {"a": 100, "b": 100, "c": 0, "d": "high", "e": True}
SEVERAL = st.lists(UNITS, min_size=2, max_size=6)


def figures(found: Readiness) -> list[np.ndarray]:
    """Everything that a scoring says of each unit."""
    nodes = [found.whole, *found.sections.values()]
    of_nodes = [getattr(n, name) for n in nodes for name in ("observed", "low", "high", "coverage")]
    return [*of_nodes, *found.contributions.values(), *found.scores.values(), found.geometric]


def same(one: Readiness, other: Readiness) -> None:
    """Equal to the last bit."""
    for left, right in zip(figures(one), figures(other), strict=True):
        np.testing.assert_array_equal(left, right)


@over(UNITS, st.sampled_from("bcde"))
def test_raising_an_answer_never_lowers_readiness(unit: Answers, name: str) -> None:
    if unit.get(name, UNKNOWN).state is not State.ANSWERED:
        return
    before, after = scored(unit).whole, scored({**unit, name: Answer(value=BEST[name])}).whole
    for bound in ("observed", "low", "high"):
        left, right = getattr(before, bound)[0], getattr(after, bound)[0]
        assert math.isnan(left) or right >= left - 1e-9


@over(UNITS, st.sampled_from("bcde"), st.integers(0, 100))
def test_answering_an_unanswered_question_never_lowers_the_low_bound(
    unit: Answers, name: str, value: int
) -> None:
    silent = {each: answer for each, answer in unit.items() if each != name}
    told = {"d": "low" if value < 50 else "high", "e": value >= 50}.get(name, value)
    before = scored(silent).whole.low[0]
    assert math.isnan(before) or scored({**silent, name: Answer(value=told)}).whole.low[0] >= (
        before - 1e-9
    )


@over(UNITS, st.sampled_from(["b", "c", "d", "e", "far", "region"]))
def test_leaving_a_question_unanswered_never_raises_priority(unit: Answers, name: str) -> None:
    silent = {each: answer for each, answer in unit.items() if each != name}
    before, after = (
        edition_of(each).table["priority"].fillna(0).iloc[0] for each in (unit, silent)
    )
    state = unit.get(name, UNKNOWN).state
    assert state is State.NOT_APPLICABLE or after <= before + 1e-9


@over(SEVERAL, st.floats(0.01, 1000))
def test_scaling_all_weights_changes_nothing(units: list[Answers], factor: float) -> None:
    scaled = edition_with(weighted(the_questionnaire(), factor), a_frame(*units)).table
    usual = edition_of(*units).table
    for name in ("readiness", "low", "high", "coverage", "priority"):
        np.testing.assert_allclose(scaled[name], usual[name], atol=1e-9)


def weighted(questionnaire: Questionnaire, factor: float) -> Questionnaire:
    """The questionnaire with all weights multiplied."""
    return replace(
        questionnaire,
        sections=tuple(replace(s, weight=s.weight * factor) for s in questionnaire.sections),
        questions=tuple(replace(q, weight=q.weight * factor) for q in questionnaire.questions),
    )


def edition_with(questionnaire: Questionnaire, frame: Frame) -> Edition:
    """The whole calculation of another questionnaire."""
    return calculate(questionnaire, the_method(), frame)


@over(SEVERAL)
def test_a_score_does_not_depend_on_which_others_are_in_the_file(units: list[Answers]) -> None:
    together = scored(*units)
    for row, unit in enumerate(units):
        for all_rows, alone in zip(figures(together), figures(scored(unit)), strict=True):
            np.testing.assert_array_equal(all_rows[row : row + 1], alone)


@over(SEVERAL, st.randoms(use_true_random=False))
def test_permuting_rows_permutes_results(units: list[Answers], chance: object) -> None:
    order = list(range(len(units)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    straight, mixed = edition_of(*units).table, edition_of(*(units[at] for at in order)).table
    for name in ("readiness", "low", "priority", "rank", "remoteness", "need_total"):
        np.testing.assert_array_equal(straight[name].to_numpy()[order], mixed[name].to_numpy())


@over(SEVERAL, st.integers(1, 4))
def test_the_size_of_the_blocks_changes_no_bit(units: list[Answers], size: int) -> None:
    questionnaire, method, frame = the_questionnaire(), the_method(), a_frame(*units)
    whole = readiness(questionnaire, method, frame)
    same(whole, in_blocks(frame, lambda b: readiness_of_block(questionnaire, method, b), size))


@over(UNITS)
def test_the_priority_of_every_question_adds_up_to_the_priority(unit: Answers) -> None:
    edition = edition_of(unit)
    priority = edition.priority.score[0]
    parts = sum(each[0] for each in edition.priority.points.values())
    assert math.isnan(priority) or parts == pytest.approx(priority, abs=1e-9)
