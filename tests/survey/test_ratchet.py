"""Verified equipment that vanished without a reason counts as still there; case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.answers import Answer, State
from survey.responses import Status
from survey.review import concerns
from survey.verification.counting import count
from survey.verification.findings import Basis, Finding, Outcome
from survey.verification.ratchet import is_equipment, still_there
from tests.builders import MONDAY, a_response, answered, complete_answers, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
NOW = complete_answers(skill_staff_total=41, infra_pc_working=40, infra_pc_qualified=30)
BEFORE = answered(infra_pc_qualified=35)


def kept(now: dict[str, Answer], earlier: dict[str, Answer] | None) -> dict[str, Answer]:
    return still_there(QUESTIONNAIRE, {**NOW, **now}, {}, earlier or {})


def test_fewer_than_were_verified_with_no_word_of_why_count_as_still_there() -> None:
    assert kept(answered(infra_pc_qualified=30), BEFORE) == BEFORE


def test_a_reason_or_a_note_makes_the_smaller_number_count() -> None:
    for words in ({"reason": "Lũ cuốn 5 máy."}, {"note": "Biên bản thanh lý số 3."}):
        assert kept({"infra_pc_qualified": Answer(value=30, **words)}, BEFORE) == {}


def test_as_many_or_more_are_taken_as_they_are() -> None:
    assert kept(answered(infra_pc_qualified=35), BEFORE) == {}
    assert kept(answered(infra_pc_qualified=36), BEFORE) == {}


def test_what_was_not_verified_earlier_may_fall() -> None:
    assert kept(answered(infra_pc_qualified=3), {}) == {}


def test_a_first_round_holds_nothing_back() -> None:
    counted = count(QUESTIONNAIRE, NOW, {}, (), None)
    assert (counted.answers, counted.kept) == (NOW, {})


def test_an_option_of_a_lower_score_is_less_and_one_of_a_higher_is_not() -> None:
    lan = answered(infra_lan="full")
    assert kept(answered(infra_lan="wifi"), lan) == lan
    assert kept(answered(infra_lan="secure"), lan) == {}
    assert kept(answered(infra_lan="wifi"), answered(infra_lan="an_option_of_long_ago")) == {}


def test_a_count_of_what_lacks_is_no_equipment() -> None:
    """Fewer villages without a signal are good news."""
    villages = answered(conn_villages=12, conn_villages_4g=9, conn_villages_dead=1)
    assert kept(villages, answered(conn_villages_dead=3)) == {}


def test_what_no_money_buys_may_fall() -> None:
    assert not is_equipment(QUESTIONNAIRE.by_id["infra_pc_working"])
    assert kept(answered(infra_pc_working=33), answered(infra_pc_working=40)) == {}
    assert not is_equipment(QUESTIONNAIRE.by_id["infra_security_pct"])


def test_a_context_question_is_no_equipment() -> None:
    question = QUESTIONNAIRE.by_id["infra_scanners"]
    assert is_equipment(question)
    assert not is_equipment(replace(question, role="context"))


@pytest.mark.parametrize("now", [Answer(State.UNKNOWN), Answer(State.NOT_APPLICABLE), None])
def test_an_answer_that_is_missing_now_is_no_fall(now: Answer | None) -> None:
    answers = {**NOW, "infra_pc_qualified": now}
    given = {name: each for name, each in answers.items() if each is not None}
    assert still_there(QUESTIONNAIRE, given, {}, BEFORE) == {}


def test_what_is_verified_today_outdates_what_was_verified_earlier() -> None:
    claim = NOW["infra_pc_qualified"]
    today = Finding(
        "infra_pc_qualified", Outcome.VERIFIED, Basis.VISIT, "Đoàn 3.", claim, None, "B", MONDAY, 3
    )
    assert count(QUESTIONNAIRE, NOW, {}, [today], BEFORE).kept == {}
    assert count(QUESTIONNAIRE, NOW, {}, (), BEFORE).kept == BEFORE


def test_what_counts_keeps_the_evidence_of_the_answer_given_now() -> None:
    """Else an unexplained fall would lift the evidence, and so the priority."""
    counted = count(QUESTIONNAIRE, NOW, {}, (), BEFORE)
    assert counted.answers["infra_pc_qualified"] == Answer(value=35)
    assert counted.verified == frozenset()


def test_the_reviewer_is_shown_what_vanished_and_what_still_counts() -> None:
    response = replace(a_response(Status.SUBMITTED), answers=NOW)
    found = [
        each
        for each in concerns(QUESTIONNAIRE, response, {}, earlier=BEFORE)
        if each.kind == "vanished"
    ]
    [concern] = found
    assert concern.question_id == "infra_pc_qualified"
    assert "35" in concern.sentence.en
    assert "30" in concern.sentence.vi
    explained = {**NOW, "infra_pc_qualified": Answer(value=30, reason="Lũ cuốn.")}
    again = replace(response, answers=explained)
    kinds = {each.kind for each in concerns(QUESTIONNAIRE, again, {}, earlier=BEFORE)}
    assert "vanished" not in kinds
