"""Outliers among similar communes: which value, what is usual, among how many."""

from __future__ import annotations

import numpy as np

from forms.answers import Answer, Answers, State
from survey.concern import Concern
from survey.similar import NOBODY, Group, Similar, group_of, numeric, outliers, similar
from tests.builders import answered, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
COLUMNS = {question.id: place for place, question in enumerate(numeric(QUESTIONNAIRE))}
WARDS: Group = ("phuong", "none")
POOR: Group = ("xa", "r3")


def among(question_id: str, values: dict[Group, list[float]]) -> Similar:
    """What is usual where only one question was answered."""
    groups: list[Group | None] = [group for group, each in values.items() for _ in each]
    block = np.full((len(groups), len(COLUMNS)), np.nan)
    block[:, COLUMNS[question_id]] = [value for each in values.values() for value in each]
    return similar(QUESTIONNAIRE, groups, block)


def found(answers: Answers, kind: str, by: Similar) -> list[Concern]:
    return list(outliers(QUESTIONNAIRE, answers, kind, by))


def test_a_figure_with_a_digit_too_many_is_said_with_what_is_usual_and_among_how_many() -> None:
    by = among("infra_pc_working", {WARDS: [30, 35, 40, 45, 50] * 6})
    answers = answered(infra_pc_working=400, cond_region="none")
    [concern] = found(answers, "phuong", by)
    assert (concern.question_id, concern.kind) == ("infra_pc_working", "outlier")
    for words in ("400", "30 đơn vị", "khoảng 40", "35 đến 45", "phường; Không thuộc vùng"):
        assert words in concern.sentence.vi, words
    assert "usually about 40, half of them from 35 to 45" in concern.sentence.en
    assert found(answered(infra_pc_working=60, cond_region="none"), "phuong", by) == []


def test_a_commune_is_compared_with_its_own_kind_and_class_only() -> None:
    by = among("infra_pc_working", {WARDS: [40.0] * 30, POOR: [400.0] * 30})
    answers = answered(infra_pc_working=400)
    assert found(answers | answered(cond_region="r3"), "xa", by) == []
    assert len(found(answers | answered(cond_region="none"), "phuong", by)) == 1
    assert found(answers | answered(cond_region="r1"), "xa", by) == []


def test_without_its_official_class_a_commune_is_not_compared() -> None:
    assert group_of(QUESTIONNAIRE, "xa", answered(infra_pc_working=1)) is None
    assert group_of(QUESTIONNAIRE, "xa", {"cond_region": Answer(State.UNKNOWN)}) is None
    assert group_of(QUESTIONNAIRE, "xa", answered(cond_region="r3")) == POOR


def test_a_small_group_and_a_missing_answer_raise_nothing() -> None:
    few = among("infra_pc_working", {WARDS: [40.0] * 19})
    answers = answered(infra_pc_working=400, cond_region="none")
    assert found(answers, "phuong", few) == []
    enough = among("infra_pc_working", {WARDS: [40.0] * 20})
    assert len(found(answers, "phuong", enough)) == 1
    unknown = answered(cond_region="none") | {"infra_pc_working": Answer(State.UNKNOWN)}
    assert found(unknown, "phuong", enough) == []
    assert found(answers, "phuong", NOBODY) == []
