"""What each question does to the index: by hand, by property, with figures missing, and how fast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.answers import Answers
from forms.questionnaire import Questionnaire
from reports.authoring.report import AuthoringReport, authoring
from reports.method_file import load_method
from reports.readiness import readiness
from reports.scores.index_tree import LOW, OBSERVED, WHOLE, changed, evaluated, leaf, tree_of
from reports.scores.ranks import ranks_from_best
from tests.reports import small_frames
from tests.reports.asked import asked, by_id, frame, report
from tests.reports.small_frames import NA, UNKNOWN

PERCENT = st.sampled_from([0, 0.5, 10, 33, 50, 80, 100])
GAPPY = st.one_of(PERCENT, st.sampled_from([None, UNKNOWN, NA]))
SMALL_UNITS = st.lists(
    st.builds(
        small_frames.given,
        a=GAPPY,
        b=GAPPY,
        c=GAPPY,
        d=st.sampled_from(["low", "high", None, NA]),
        e=st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=30,
)
WEIGHTS = st.sampled_from([0.5, 1, 2, 7])
COLUMN = st.lists(PERCENT, min_size=12, max_size=12)


def total(found: AuthoringReport) -> float:
    """All effective weights with the share that is no question's."""
    return found.pattern + sum(each.figures.effect.effective for each in found.questions)


def effect(found: AuthoringReport, name: str):  # type: ignore[no-untyped-def]
    return by_id(found)[name].figures.effect


def test_effective_weights_by_hand() -> None:
    # The index is 20 or 80, a step of 60: x brings 100/2 of each step and y 20/2.
    x, y = [0.0, 100.0] * 6, [40.0, 60.0] * 6
    found = report(asked({"one": {"x": 1, "y": 1}}), {"x": x, "y": y})
    assert effect(found, "x").nominal == effect(found, "y").nominal == 0.5
    assert effect(found, "x").effective == pytest.approx(5 / 6)
    assert effect(found, "y").effective == pytest.approx(1 / 6)
    assert found.pattern == pytest.approx(0, abs=1e-12)


def test_a_question_against_the_rest_has_a_negative_effective_weight() -> None:
    x, y = [0.0, 100.0] * 6, [60.0, 40.0] * 6
    found = report(asked({"one": {"x": 1, "y": 1}}), {"x": x, "y": y})
    assert effect(found, "x").effective == pytest.approx(1.25)
    assert effect(found, "y").effective == pytest.approx(-0.25)


def test_nominal_weights_go_down_the_tree() -> None:
    found = report(
        asked({"one": {"x": 3, "y": 1}, "two": {"z": 5}}), {"x": [1.0], "y": [1.0], "z": [1.0]}
    )
    weights = {name: each.figures.effect.nominal for name, each in by_id(found).items()}
    assert weights == {"x": 0.375, "y": 0.125, "z": 0.5}


def test_shifts_by_hand() -> None:
    # By x the units stand 1 … 12; y lifts the last one to the top. Held level, or left out, the last
    # falls back: it moves 11 places and each other one 1.
    x, y = [float(100 - each) for each in range(12)], [0.0] * 11 + [100.0]
    found = report(asked({"one": {"x": 1, "y": 1}}), {"x": x, "y": y})
    for shift in (effect(found, "y").levelled, effect(found, "y").without):
        assert (shift.mean, shift.most) == (pytest.approx(22 / 12), 11)


@given(SMALL_UNITS)
def test_the_tree_gives_what_readiness_gives_with_and_without_each_question(
    units: list[Answers],
) -> None:
    questionnaire, method = small_frames.the_questionnaire(), load_method()
    answers = small_frames.a_frame(*units)
    whole = readiness(questionnaire, method, answers)
    tree = tree_of(questionnaire)
    leaves = {name: leaf(whole.scores[name], whole.applicable[name]) for name in tree.questions}
    values = evaluated(tree, leaves, method.geometric_floor)
    same(values[WHOLE], whole.whole.observed, whole.whole.low)
    for name in tree.questions:
        fewer = readiness(without(questionnaire, name), method, answers)
        nobody = np.full_like(leaves[name], np.nan)
        left = changed(tree, values, name, nobody, method.geometric_floor)
        same(left, fewer.whole.observed, fewer.whole.low)


def same(value: np.ndarray, observed: np.ndarray, low: np.ndarray) -> None:
    np.testing.assert_allclose(value[OBSERVED], observed, atol=1e-9)
    np.testing.assert_allclose(value[LOW], low, atol=1e-9)


def without(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """The questionnaire with one question struck from the scores, and sections that it leaves empty."""
    questions = tuple(
        replace(each, scored=False, weight=0.0) if each.id == name else each
        for each in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)


@given(SMALL_UNITS)
def test_effective_weights_add_up_to_1_through_any_tree_with_figures_missing(
    units: list[Answers],
) -> None:
    found = authoring(small_frames.the_questionnaire(), load_method(), small_frames.a_frame(*units))
    effects = [each.figures.effect for each in found.questions if each.figures.effect.nominal]
    shares = [each.effective for each in effects]
    assert sum(each.nominal for each in effects) == pytest.approx(1)
    if not np.isnan(found.pattern):
        assert sum(shares) + found.pattern == pytest.approx(1, abs=1e-9)
    else:
        assert np.isnan(shares).all()


@given(COLUMN, COLUMN, WEIGHTS, st.sampled_from(["arithmetic", "geometric"]))
def test_with_everything_answered_the_questions_alone_make_up_the_variance(
    x: list[float], y: list[float], weight: float, combine: str
) -> None:
    found = report(
        asked({"one": {"x": weight, "y": 1}, "two": {"z": 1}}, combine), {"x": x, "y": y, "z": x}
    )
    assume(not np.isnan(found.pattern))
    assert found.pattern == pytest.approx(0, abs=1e-9)
    assert total(found) == pytest.approx(1, abs=1e-9)


@given(COLUMN, COLUMN, PERCENT, WEIGHTS, st.sampled_from(["arithmetic", "geometric"]))
def test_a_constant_question_accounts_for_nothing_and_moves_nobody(
    x: list[float], y: list[float], same_for_all: float, weight: float, combine: str
) -> None:
    columns = {"x": x, "flat": [same_for_all] * 12, "y": y}
    found = report(asked({"one": {"x": 1, "flat": weight}, "two": {"y": 1}}, combine), columns)
    flat = effect(found, "flat")
    assert np.isnan(found.pattern) or flat.effective == pytest.approx(0, abs=1e-12)
    assert (flat.levelled.mean, flat.levelled.most) == (0, 0)


@given(COLUMN, COLUMN)
def test_a_constant_question_left_out_of_the_only_section_moves_nobody(
    x: list[float], y: list[float]
) -> None:
    columns = {"x": x, "flat": [50.0] * 12, "y": y}
    found = report(asked({"one": {"x": 1, "flat": 3, "y": 2}}), columns)
    assert (effect(found, "flat").without.mean, effect(found, "flat").without.most) == (0, 0)


@given(COLUMN, COLUMN)
def test_a_question_without_weight_does_nothing(x: list[float], y: list[float]) -> None:
    found = report(asked({"one": {"x": 1, "idle": 0}}), {"x": x, "idle": y})
    idle = by_id(found)["idle"]
    assert idle.figures.effect.nominal == 0
    assert str(idle.findings[0].verdict) == "nothing"
    assert "0" in idle.findings[0].sentence.en
    fewer = report(asked({"one": {"x": 1}}), {"x": x})
    assert effect(found, "x").effective == pytest.approx(effect(fewer, "x").effective, nan_ok=True)


@given(SMALL_UNITS, st.randoms())
def test_permuting_the_units_changes_nothing(units: list[Answers], dice: object) -> None:
    mixed = list(units)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (
        authoring(small_frames.the_questionnaire(), load_method(), small_frames.a_frame(*each))
        for each in (units, mixed)
    )
    for one, other in zip(first.questions, second.questions, strict=True):
        np.testing.assert_allclose(plain(one), plain(other), atol=1e-9)


def plain(each) -> list[float]:  # type: ignore[no-untyped-def]
    """The numbers of one question."""
    figures, done = each.figures, each.figures.effect
    return [
        figures.counts.answered,
        figures.item_section,
        figures.item_index,
        figures.alpha_without,
        done.effective,
        *(done.levelled.mean, done.levelled.most, done.without.mean, done.without.most),
    ]


def test_ranks_are_those_of_the_published_list() -> None:
    questionnaire = asked({"one": {"x": 1, "y": 1}})
    columns = {"x": [float(each) for each in range(12)], "y": [None] + [50.0] * 11}
    scored = readiness(questionnaire, load_method(), frame(questionnaire, columns))
    ranked = ~np.isnan(scored.rank)
    low = ranks_from_best(np.where(ranked, scored.whole.low, np.nan))
    np.testing.assert_array_equal(low, scored.rank)
    assert report(questionnaire, columns).ranked == int(ranked.sum()) == 11
