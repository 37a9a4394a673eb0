"""What answers say together: conditions, rules, and what stands before submitting."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from forms.answers import Answer, State
from forms.questionnaire import Level
from forms.settling import check, ready_to_submit, settle
from tests.builders import answered
from tests.builders import the_questionnaire as the_shipped_questionnaire
from tests.forms.gate_questions import the_questionnaire

COMPLETE = {
    **answered(staff=40, speed=50.0, share=20.0, lan="full", pcs=10, self=5.0, border=False),
    "remark": Answer(value="không"),
}


def test_a_question_that_is_not_asked_counts_as_its_implied_value() -> None:
    settled = settle(the_questionnaire(), answered(lan="none", pcs=7), {})
    assert settled["pcs"] == Answer(value=0)


def test_a_condition_may_read_a_question_that_is_itself_not_asked() -> None:
    settled = settle(the_questionnaire(), answered(lan="none", pcs=7, self=50.0), {})
    assert settled["self"] == Answer(State.NOT_APPLICABLE)


@pytest.mark.parametrize("state", [None, State.UNKNOWN, State.NOT_APPLICABLE])
def test_where_the_condition_is_missing_the_answer_is_left_as_it_is(state: State | None) -> None:
    answers = answered(pcs=7) | ({} if state is None else {"lan": Answer(state)})
    assert settle(the_questionnaire(), answers, {})["pcs"] == Answer(value=7)


def test_settling_does_not_touch_what_is_stored() -> None:
    answers = answered(lan="none", pcs=7)
    settle(the_questionnaire(), answers, {})
    assert answers["pcs"] == Answer(value=7)


def test_a_rule_fires_where_it_is_true_and_not_where_it_is_missing() -> None:
    fired = check(the_questionnaire(), answered(lan="full", pcs=50, staff=40), {})
    assert [(p.question_id, p.level, p.kind) for p in fired] == [("pcs", Level.ERROR, "rule")]
    assert check(the_questionnaire(), answered(lan="full", pcs=50), {}) == ()


def test_the_rules_of_some_sections_are_those_of_all_that_are_asked_there() -> None:
    questionnaire = the_shipped_questionnaire()
    answers = answered(infra_pc_working=1, infra_pc_qualified=5, conn_down_mbps=5000.0)
    everywhere = check(questionnaire, answers, {})
    assert len({questionnaire.by_id[each.question_id].section for each in everywhere}) > 1
    for section in questionnaire.sections:
        here = [p for p in everywhere if questionnaire.by_id[p.question_id].section == section.id]
        assert list(check(questionnaire, answers, {}, {section.id})) == here


def test_a_complete_response_is_ready() -> None:
    assert ready_to_submit(the_questionnaire(), COMPLETE, {}) == ()


def test_a_warning_stands_until_its_reason_is_given() -> None:
    fast = COMPLETE | {"speed": Answer(value=2000.0)}
    [problem] = ready_to_submit(the_questionnaire(), fast, {})
    assert (problem.question_id, problem.kind) == ("speed", "warning")
    explained = fast | {"speed": replace(fast["speed"], reason="Đường truyền riêng.")}
    assert ready_to_submit(the_questionnaire(), explained, {}) == ()
    assert len(check(the_questionnaire(), explained, {})) == 1


def test_every_asked_question_needs_an_answer_and_those_not_asked_need_none() -> None:
    [problem] = ready_to_submit(
        the_questionnaire(), {q: a for q, a in COMPLETE.items() if q != "share"}, {}
    )
    assert (problem.question_id, problem.kind) == ("share", "unanswered")
    without = {q: a for q, a in COMPLETE.items() if q not in ("pcs", "self")}
    none = without | {"lan": Answer(value="none")}
    assert ready_to_submit(the_questionnaire(), none, {}) == ()


def test_unknown_is_an_answer_that_may_be_submitted() -> None:
    unknown = dict.fromkeys(COMPLETE, Answer(State.UNKNOWN))
    assert ready_to_submit(the_questionnaire(), unknown, {}) == ()


def test_a_stored_answer_outside_its_range_is_found() -> None:
    [problem] = ready_to_submit(the_questionnaire(), COMPLETE | answered(staff=999), {})
    assert problem.kind == "range"


def test_the_registers_distance_warns_only_where_it_is_known() -> None:
    answers = answered(cond_travel_min=20)
    questionnaire = the_shipped_questionnaire()
    fired = check(questionnaire, answers, {"register_km_to_seat": 90.0})
    assert [p.question_id for p in fired] == ["cond_travel_min"]
    assert check(questionnaire, answers, {"register_km_to_seat": math.nan}) == ()
    assert check(questionnaire, answers, {}) == ()


def test_problems_come_in_the_order_of_the_form() -> None:
    questionnaire = the_questionnaire()
    order = [question.id for question in questionnaire.questions]
    found = [p.question_id for p in ready_to_submit(questionnaire, answered(speed=2000.0), {})]
    assert found == sorted(found, key=order.index)
