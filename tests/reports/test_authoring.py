"""The authoring report's figures and verdicts, in the cases that an author must be told of."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.loading import load_questionnaire
from forms.questionnaire import Kind
from forms.sentence import Refused
from reports.authoring.report import authoring
from reports.authoring.verdicts import Verdict
from reports.frame import frame_of
from reports.method_file import load_method
from reports.readiness import readiness
from survey.communes import load_register
from tests.builders import SHIPPED
from tests.reports import small_frames
from tests.reports.asked import Cell, asked, by_id, report
from tests.reports.small_frames import NA, UNKNOWN
from tests.survey.founded import diced

MOST_SECONDS = 1.0
DICE = np.random.default_rng(7)
A, B, C = (list(map(float, DICE.integers(0, 100, 40))) for _ in range(3))


def verdicts(columns: dict[str, list[Cell]], name: str, **weights: float) -> list[Verdict]:
    """What is found about one question of a section in which all weigh 1, or as said."""
    found = report(asked({"one": {each: weights.get(each, 1) for each in columns}}), columns)
    return [each.verdict for each in by_id(found)[name].findings]


def test_a_question_that_does_its_part_works() -> None:
    assert verdicts({"a": [*A], "b": [*B], "c": [*C]}, "a") == [Verdict.WORKS]


@pytest.mark.parametrize("column", [[30.0] * 40, [100.0] * 39 + [40.0], [0.0] * 39 + [1.0]])
def test_a_question_on_which_nearly_all_score_the_same_does_nothing(column: list[Cell]) -> None:
    assert verdicts({"a": [*A], "flat": column}, "flat") == [Verdict.NOTHING]


def test_a_question_too_light_to_be_felt_does_nothing() -> None:
    wide = [0.0, 100.0] * 20
    columns: dict[str, list[Cell]] = {"a": [*wide], "light": [50.0, 50.5] * 20}
    assert verdicts(columns, "light")[0] == Verdict.NOTHING


@given(st.permutations(A))
def test_a_copied_question_is_named_as_the_double_of_the_other(column: list[float]) -> None:
    assume(np.corrcoef(A, column)[0, 1] < 0.9)
    columns: dict[str, list[Cell]] = {"a": [*A], "b": [*column], "copy": [*column]}
    found = report(asked({"one": {"a": 1, "b": 1}, "two": {"copy": 1}}), columns)
    said = {
        name: [f.sentence for f in each.findings if f.verdict == Verdict.DOUBLES]
        for name, each in by_id(found).items()
    }
    assert "“copy en” (correlation 1.00)" in said["b"][0].en
    assert "“b vi” (tương quan 1,00)" in said["copy"][0].vi
    assert ("b", "copy") in [(pair.first, pair.second) for pair in found.doubles]


def test_a_question_scored_the_wrong_way_round_is_against_the_rest() -> None:
    columns: dict[str, list[Cell]] = {"a": [*A], "b": [*A], "wrong": [100 - each for each in A]}
    assert Verdict.AGAINST in verdicts(columns, "wrong", a=2)
    found = report(asked({"one": {"a": 2, "b": 1, "wrong": 1}}), columns)
    assert by_id(found)["wrong"].figures.item_section == pytest.approx(-1)
    assert {pair.second for pair in found.opposites} == {"wrong"}


def test_a_question_that_outweighs_its_weight_pulls_and_the_others_do_little() -> None:
    columns: dict[str, list[Cell]] = {
        "a": [0.0, 100.0] * 20,
        **{name: [50 + each / 20 for each in column] for name, column in (("b", B), ("c", C))},
    }
    assert verdicts(columns, "a") == [Verdict.PULLS]
    assert {Verdict.LITTLE, Verdict.NOTHING} & set(verdicts(columns, "b"))


def test_a_question_left_open_by_one_in_four_is_often_unanswered() -> None:
    column: list[Cell] = [None if at % 4 == 0 else each for at, each in enumerate(B)]
    assert Verdict.UNANSWERED in verdicts({"a": [*A], "b": column, "c": [*C]}, "b")
    spared: list[Cell] = [NA if at % 4 == 0 else each for at, each in enumerate(B)]
    assert Verdict.UNANSWERED not in verdicts({"a": [*A], "b": spared, "c": [*C]}, "b")


def test_too_few_answers_say_so_and_give_no_number() -> None:
    columns: dict[str, list[Cell]] = {"a": [*A[:9]], "b": [*B[:9]]}
    found = report(asked({"one": {"a": 1, "b": 1}}), columns)
    figures = by_id(found)["a"].figures
    assert [each.verdict for each in by_id(found)["a"].findings] == [Verdict.TOO_FEW]
    numbers = (figures.item_section, figures.item_index, figures.alpha_without, found.alpha)
    assert all(map(math.isnan, (*numbers, figures.effect.effective, figures.effect.levelled.mean)))
    assert figures.score is not None
    assert figures.score.mean == pytest.approx(sum(A[:9]) / 9)


def test_missing_is_never_zero() -> None:
    gaps: list[Cell] = [None, UNKNOWN, NA, 20.0, 40.0, 40.0, 60.0, *A[7:]]
    columns: dict[str, list[Cell]] = {"a": gaps, "b": [*B], "c": [*C]}
    figures = by_id(report(asked({"one": {"a": 1, "b": 1, "c": 1}}), columns))["a"].figures
    known = [20.0, 40.0, 40.0, 60.0, *A[7:]]
    counts = figures.counts
    assert (counts.answered, counts.unknown, counts.unanswered, counts.not_applicable) == (
        37,
        1,
        1,
        1,
    )
    assert counts.missing == pytest.approx(2 / 39)
    assert figures.score is not None
    assert figures.score.mean == pytest.approx(np.mean(known))
    assert figures.score.deviation == pytest.approx(np.std(known, ddof=1))
    assert figures.score.lower == pytest.approx(np.quantile(known, 0.25))
    assert figures.floor == known.count(0.0) / 37


def test_every_kind_of_question_has_its_distribution() -> None:
    units = [small_frames.given(d="low"), small_frames.given(far=10), small_frames.given(e=False)]
    questionnaire = small_frames.the_questionnaire()
    found = by_id(authoring(questionnaire, load_method(), small_frames.a_frame(*units)))
    shares = {name: [share for _, share in each.figures.options] for name, each in found.items()}
    assert shares["d"] == [pytest.approx(1 / 3), pytest.approx(2 / 3)]
    assert shares["e"] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert found["far"].figures.score is None
    far = found["far"].figures.values
    assert far is not None
    assert (far.count, far.median, far.mean) == (3, 0, pytest.approx(10 / 3))
    assert shares["a"] == []


def test_units_that_answered_nothing_are_counted_apart() -> None:
    columns: dict[str, list[Cell]] = {"a": [*A, None, None], "b": [*B, None, UNKNOWN]}
    found = report(asked({"one": {"a": 1, "b": 1}}), columns)
    assert (found.units, found.silent) == (40, 2)
    assert by_id(found)["a"].figures.counts.unanswered == 0


@pytest.mark.parametrize("size", [0, 3])
def test_without_any_answer_there_is_a_sentence_instead_of_a_report(size: int) -> None:
    questionnaire = small_frames.the_questionnaire()
    frame = frame_of(questionnaire, {f"u{each}": {} for each in range(size)}, {})
    with pytest.raises(Refused, match="No unit has answered anything"):
        authoring(questionnaire, load_method(), frame)


def test_the_report_on_every_commune_takes_less_than_a_second_of_work() -> None:
    questionnaire, method = load_questionnaire(SHIPPED), load_method()
    answers = {code: diced(questionnaire, code) for code in load_register().communes}
    frame = frame_of(questionnaire, answers, {})
    scored = readiness(questionnaire, method, frame)
    # Of the processor's time: what else the machine does is no matter of the report.
    taken = []
    for _ in range(3):
        began = time.process_time()
        found = authoring(questionnaire, method, frame, scored)
        taken.append(time.process_time() - began)
    print(f"authoring report: {1000 * min(taken):.0f} ms for {found.units} units")
    assert min(taken) < MOST_SECONDS
    shares = [each.figures.effect.effective for each in found.questions if each.figures.score]
    assert sum(shares) + found.pattern == pytest.approx(1, abs=1e-9)
    assert {each.figures.question.kind for each in found.questions} >= {Kind.CHOICE, Kind.INTEGER}
