"""What is found out about an answer: recorded beside it, and only as long as it is the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from forms.answers import Answer, State
from forms.sentence import Refused
from survey.refused_steps import NoFindings, NotAllowedNow
from survey.responses import Response, Status, Via, reopen, save, verify
from survey.verification.findings import Basis, Outcome, standing, verified_answers
from survey.verification.verifying import FindingsRefused, TypedFinding, verify_typed
from tests.builders import MONDAY, a_response, answered, complete_answers, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
REGISTER: Mapping[str, float] = {}
RIGHT = TypedFinding("verified", "visit", "", "Đoàn kiểm tra ngày 10/9/2026.")
ANSWERS = complete_answers(skill_staff_total=41, infra_pc_working=40, infra_pc_qualified=30)


def submitted(**values: float) -> Response:
    return a_response(Status.SUBMITTED, {**ANSWERS, **answered(**values)})


def found(response: Response, **typed: TypedFinding) -> Response:
    return verify_typed(QUESTIONNAIRE, response, typed, REGISTER, by="Bình", at=MONDAY, key="v")[0]


def audit(value: object, words: str = "Biên bản kiểm kê số 12.") -> TypedFinding:
    return TypedFinding("audited", "document", value, words)


def changed(response: Response, **values: float) -> Response:
    """The commune changes answers after the response was reopened."""
    reopened = reopen(response, "Xem lại.", by="Bình", at=MONDAY, key="o")[0]
    given = answered(**values)
    return save(reopened, given, None, by="An", at=MONDAY, via=Via.PAGE, key="c").response


def test_a_finding_stands_beside_the_answer_that_it_found() -> None:
    before = submitted()
    after = found(before, infra_pc_qualified=RIGHT)
    [finding] = after.findings
    assert (finding.outcome, finding.basis) == (Outcome.VERIFIED, Basis.VISIT)
    assert (finding.by, finding.at, finding.revision) == ("Bình", MONDAY, before.revision + 1)
    assert (after.answers, after.status) == (before.answers, Status.SUBMITTED)
    assert verified_answers(after.findings, after.answers) == answered(infra_pc_qualified=30)


def test_an_audited_value_replaces_the_claim_and_the_claim_is_kept() -> None:
    after = found(submitted(), infra_pc_qualified=audit("25"))
    [finding] = after.findings
    assert finding.claim == Answer(value=30)
    assert after.answers["infra_pc_qualified"] == Answer(value=30)
    assert verified_answers(after.findings, after.answers) == answered(infra_pc_qualified=25)


def test_an_approved_response_can_be_verified_and_stays_approved() -> None:
    after = found(a_response(Status.APPROVED, ANSWERS), infra_pc_qualified=audit(25))
    assert after.status is Status.APPROVED
    assert len(after.findings) == 1


def test_only_the_newest_finding_of_a_question_counts_and_all_are_kept_in_their_revisions() -> None:
    first = found(submitted(), infra_pc_qualified=RIGHT)
    second = found(first, infra_pc_qualified=audit(25), skill_ok=audit(9))
    assert [each.question_id for each in second.findings] == ["infra_pc_qualified", "skill_ok"]
    assert second.findings[0].found == Answer(value=25)


def test_a_finding_is_withdrawn_with_words() -> None:
    first = found(submitted(), infra_pc_qualified=RIGHT)
    withdrawn = TypedFinding("withdrawn", words="Nhầm xã.")
    assert found(first, infra_pc_qualified=withdrawn).findings == ()
    with pytest.raises(FindingsRefused) as refused:
        found(first, infra_pc_qualified=replace(withdrawn, words=" "))
    assert "why" in refused.value.problems[0].sentence.en


def test_a_finding_stops_counting_when_the_commune_changes_the_answer() -> None:
    approved = found(a_response(Status.APPROVED, ANSWERS), infra_pc_qualified=RIGHT)
    fallen = changed(approved, infra_pc_qualified=12)
    assert len(fallen.findings) == 1
    assert standing(fallen.findings, fallen.answers) == {}
    again = save(
        fallen, answered(infra_pc_qualified=30), None, by="An", at=MONDAY, via=Via.PAGE, key="d"
    ).response
    assert set(standing(again.findings, again.answers)) == {"infra_pc_qualified"}


def test_a_note_or_another_answer_takes_nothing_from_a_finding() -> None:
    approved = found(a_response(Status.APPROVED, ANSWERS), infra_pc_qualified=RIGHT)
    assert standing(approved.findings, changed(approved, skill_ok=3).answers)
    noted = {"infra_pc_qualified": Answer(value=30, note="Theo sổ tài sản.")}
    assert standing(approved.findings, noted)


def test_a_commune_that_takes_over_the_audited_value_leaves_the_finding_standing() -> None:
    approved = found(a_response(Status.APPROVED, ANSWERS), infra_pc_qualified=audit(25))
    assert standing(approved.findings, changed(approved, infra_pc_qualified=25).answers)
    assert not standing(approved.findings, changed(approved, infra_pc_qualified=24).answers)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (replace(RIGHT, words="  "), "which document"),
        (replace(RIGHT, basis=""), "document or a visit"),
        (replace(RIGHT, basis="rumour"), "document or a visit"),
        (replace(RIGHT, outcome="guessed"), "what was found"),
        (replace(RIGHT, value="25"), "Choose one"),
        (audit(""), "Enter the audited value"),
        (audit("?"), "Enter the audited value"),
        (audit("30"), "As the commune states"),
        (audit("ba mươi"), "not a number"),
        (audit("-1"), "below"),
        (audit("99999999"), "above"),
        (audit("25", "  "), "which document"),
        (TypedFinding("withdrawn", words="Nhầm."), "no finding to withdraw"),
    ],
)
def test_what_is_not_well_founded_is_refused_with_what_to_do(
    typed: TypedFinding, said: str
) -> None:
    with pytest.raises(FindingsRefused) as refused:
        found(submitted(), infra_pc_qualified=typed)
    [problem] = refused.value.problems
    assert problem.question_id == "infra_pc_qualified"
    assert said in problem.sentence.en


def test_an_unknown_figure_cannot_be_confirmed_but_can_be_audited() -> None:
    response = submitted()
    assert response.answers["skill_ok"].state is State.UNKNOWN
    with pytest.raises(FindingsRefused) as refused:
        found(response, skill_ok=RIGHT)
    assert "nothing to confirm" in refused.value.problems[0].sentence.en
    after = found(response, skill_ok=audit("12"))
    assert verified_answers(after.findings, after.answers) == answered(skill_ok=12)


def test_an_audited_value_that_contradicts_the_other_answers_is_refused() -> None:
    with pytest.raises(FindingsRefused) as refused:
        found(submitted(), infra_pc_working=audit("20"))
    assert {each.question_id for each in refused.value.problems} <= set(QUESTIONNAIRE.by_id)
    both = found(submitted(), infra_pc_working=audit("20"), infra_pc_qualified=audit("15"))
    assert len(both.findings) == 2


def test_one_refused_finding_refuses_all_and_every_fault_is_named() -> None:
    response = submitted()
    with pytest.raises(FindingsRefused) as refused:
        found(response, infra_pc_qualified=RIGHT, skill_ok=RIGHT, no_such=RIGHT)
    assert [each.question_id for each in refused.value.problems] == ["skill_ok", "no_such"]
    assert response.findings == ()


def test_only_a_submitted_or_approved_response_is_verified() -> None:
    with pytest.raises(NotAllowedNow, match="draft, not submitted or approved"):
        found(a_response(answers=ANSWERS), infra_pc_qualified=RIGHT)
    with pytest.raises(NotAllowedNow):
        verify(a_response(), (), by="Bình", at=MONDAY, key="v")


def test_a_verification_that_finds_nothing_is_refused() -> None:
    with pytest.raises(NoFindings):
        found(submitted())
    assert issubclass(NoFindings, Refused)
