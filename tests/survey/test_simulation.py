"""Simulated answers: the same for a seed, possible, and worse where communes are hard to reach."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from forms.answers import read_answers
from forms.settling import check
from survey.communes import Register, load_register
from survey.simulated.simulation import ENDS, Simulated, simulate
from tests.builders import the_questionnaire


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


@pytest.fixture(scope="module")
def simulated(register: Register) -> list[Simulated]:
    return list(simulate(register, 2026))


def test_every_commune_has_answers_and_the_same_seed_gives_the_same(
    register: Register, simulated: list[Simulated]
) -> None:
    assert [each.commune_code for each in simulated] == list(register.communes)
    assert simulated == list(simulate(register, 2026))
    assert simulated != list(simulate(register, 2027))


def test_every_answer_passes_the_gate(simulated: list[Simulated]) -> None:
    questionnaire = the_questionnaire()
    for each in simulated[::7]:
        answers, problems = read_answers(questionnaire, each.raws)
        assert problems == ()
        assert len(answers) == len(questionnaire.questions)


def test_some_contradict_themselves_so_that_warnings_exist(
    register: Register, simulated: list[Simulated]
) -> None:
    questionnaire = the_questionnaire()
    doubted = 0
    for each in simulated[::5]:
        answers, _ = read_answers(questionnaire, each.raws)
        doubted += bool(check(questionnaire, answers, register.columns(each.commune_code)))
    assert 0.03 < doubted / len(simulated[::5]) < 0.3


def test_responses_end_in_every_state(simulated: list[Simulated]) -> None:
    ends = Counter(each.end for each in simulated)
    assert set(ends) == set(ENDS)
    assert ends["approved"] > 2500


def test_communes_far_from_their_provinces_seat_are_less_ready(
    register: Register, simulated: list[Simulated]
) -> None:
    known = [
        (register.km_to_seat(each.commune_code), each.raws["svc_edoc_pct"])
        for each in simulated
        if each.raws["svc_edoc_pct"] != "?"
    ]
    assert np.corrcoef(np.array(known, dtype=float).T)[0, 1] < -0.2
