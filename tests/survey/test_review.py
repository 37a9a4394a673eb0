"""What a reviewer should look at."""

from __future__ import annotations

from dataclasses import replace

from forms.answers import Answer, State
from survey.concern import Concern
from survey.responses import Status
from survey.review import concerns
from survey.verification.findings import Basis, Finding, Outcome
from tests.builders import MONDAY, a_response, answered, complete_answers, the_questionnaire


def of(answers: dict[str, Answer], previous: dict[str, Answer] | None = None) -> list[Concern]:
    response = replace(a_response(Status.SUBMITTED), answers=answers)
    return list(concerns(the_questionnaire(), response, {"register_km_to_seat": 90.0}, previous))


def kinds(found: list[Concern], question_id: str) -> list[str]:
    return [each.kind for each in found if each.question_id == question_id]


def test_an_acknowledged_warning_reaches_the_reviewer_with_its_reason() -> None:
    answer = Answer(value=60.0, reason="Mưa lũ.")
    [concern] = of({"infra_outage_h": answer})
    assert (concern.kind, concern.reason) == ("warning", "Mưa lũ.")


def test_an_unknown_figure_is_worth_a_look() -> None:
    assert kinds(of({"skill_ok": Answer(State.UNKNOWN)}), "skill_ok") == ["state"]
    assert kinds(of({"skill_ok": Answer(State.NOT_APPLICABLE)}), "skill_ok") == ["state"]


def test_not_applicable_by_the_questionnaires_own_condition_is_no_concern() -> None:
    answers = answered(svc_online=0, svc_files=100)
    assert kinds(of(answers), "svc_self_pct") == []


def test_evidence_is_required_of_a_figure_and_not_of_there_being_none() -> None:
    assert kinds(of(answered(conn_villages_dead=2)), "conn_villages_dead") == ["evidence"]
    named = {"conn_villages_dead": Answer(value=2, note="Công văn số 12/UBND")}
    assert kinds(of(named), "conn_villages_dead") == []
    unknown = {"conn_villages_dead": Answer(State.UNKNOWN)}
    assert kinds(of(unknown), "conn_villages_dead") == ["state"]


def test_a_number_that_moved_by_more_than_half_is_shown_with_both_figures() -> None:
    found = of(answered(skill_ok=10), previous=answered(skill_ok=30))
    assert kinds(found, "skill_ok") == ["change"]
    assert "30 → 10" in found[0].sentence.en
    assert of(answered(skill_ok=20), previous=answered(skill_ok=30)) == []


def test_concerns_come_in_the_order_of_the_form() -> None:
    order = [question.id for question in the_questionnaire().questions]
    found = [each.question_id for each in of(complete_answers(skill_ok=20))]
    assert found == sorted(found, key=order.index)


def test_a_verified_answer_that_the_commune_changed_is_worth_a_look() -> None:
    claim = Answer(value=20)
    finding = Finding(
        "skill_ok", Outcome.VERIFIED, Basis.VISIT, "Đoàn 1.", claim, None, "Bình", MONDAY, 3
    )
    response = replace(a_response(Status.SUBMITTED), findings=(finding,))
    found = {}
    for value in (20, 12):
        answers = answered(skill_ok=value, skill_staff_total=41)
        given = replace(response, answers=answers)
        found[value] = [
            each for each in concerns(the_questionnaire(), given, {}) if each.kind == "verified"
        ]
    assert found[20] == []
    [concern] = found[12]
    assert "12" in concern.sentence.en
    assert "20" in concern.sentence.en
