"""A reviewer or an auditor verifies answers on the response's page."""

from __future__ import annotations

import pytest

from survey.accounts import Role
from survey.responses import Status
from survey.store import journal
from survey.store.database import reading
from survey.verification.findings import Outcome
from tests.builders import BA_DINH
from tests.survey.web.offices import SECTION, Offices
from tests.visitor import Page, Visitor

ONE = f"/review/{BA_DINH}"
MINISTRY = f"/ministry/communes/{BA_DINH}"
RIGHT = {
    "found--infra_pc_qualified": "verified",
    "basis--infra_pc_qualified": "visit",
    "ground--infra_pc_qualified": "Đoàn kiểm tra ngày 10/9.",
}
OTHER = {
    "found--infra_pc_qualified": "audited",
    "audited--infra_pc_qualified": "25",
    "basis--infra_pc_qualified": "document",
    "ground--infra_pc_qualified": "Biên bản kiểm kê số 12.",
}


def find(
    offices: Offices, fields: dict[str, str], status: int = 200, visitor: Visitor | None = None
) -> Page:
    sent = {"base": str(offices.response.revision), "key": "k", **fields}
    return (visitor or offices.reviewer).post(f"{ONE}/verify", sent, status)


def beside(page: Page, question: str) -> str:
    return " ".join(page.by_id(f"q-{question}").text.split())


def test_a_verified_answer_is_shown_with_its_basis_to_reviewer_and_commune(
    submitted: Offices,
) -> None:
    page = find(submitted, RIGHT)
    assert "Đã ghi kết quả kiểm chứng." in page.text
    assert "(đã kiểm chứng)" in beside(page, "infra_pc_qualified")
    assert "(xã khai)" in beside(page, "infra_pc_working")
    officers = submitted.officer.open(SECTION)
    said = beside(officers, "infra_pc_qualified")
    assert "Đã kiểm chứng, đúng như xã khai: 30" in said
    assert "Đoàn kiểm tra ngày 10/9." in said


def test_an_audited_value_stands_beside_the_claim_everywhere(submitted: Offices) -> None:
    find(submitted, OTHER)
    submitted.decide("approve")
    for visitor, path, element in (
        (submitted.reviewer, ONE, "q-infra_pc_qualified"),
        (submitted.officer, SECTION, "q-infra_pc_qualified"),
        (submitted.signed_in("bo"), MINISTRY, "a-infra_pc_qualified"),
    ):
        said = " ".join(visitor.open(path).by_id(element).text.split())
        assert "25 máy" in said
        assert "30 máy" in said
        assert "Biên bản kiểm kê số 12." in said
    assert submitted.response.answers["infra_pc_qualified"].value == 30


def test_the_class_of_each_answer_is_said_in_words_and_approval_lifts_it(
    submitted: Offices,
) -> None:
    find(submitted, RIGHT)
    page = submitted.reviewer.open(ONE)
    assert "(xã khai)" in beside(page, "infra_pc_working")
    assert "Chưa có số liệu" in beside(page, "skill_ok")
    assert "(chưa có số liệu)" not in beside(page, "skill_ok")
    submitted.decide("approve")
    page = submitted.reviewer.open(ONE)
    assert "(tỉnh đã duyệt)" in beside(page, "infra_pc_working")
    assert "(đã kiểm chứng)" in beside(page, "infra_pc_qualified")
    page = submitted.signed_in("bo").open(MINISTRY)
    assert "tỉnh đã duyệt" in page.by_id("a-infra_pc_working").text
    assert "đã kiểm chứng" in page.by_id("a-infra_pc_qualified").text
    assert "chưa có số liệu" in page.by_id("a-skill_ok").text


def test_an_analyst_audits_an_approved_response_of_any_commune(submitted: Offices) -> None:
    submitted.decide("approve")
    analyst = submitted.signed_in("bo", "en")
    assert "Verify this answer" in analyst.open(ONE).text
    find(submitted, OTHER, visitor=analyst)
    assert submitted.response.status is Status.APPROVED
    assert submitted.response.findings[0].by == "Người bo"


def test_nobody_else_verifies(submitted: Offices) -> None:
    submitted.add("laocai", Role.REVIEWER, None, "15")
    for who in ("canbo", "quantri", "laocai"):
        find(submitted, RIGHT, 403, submitted.signed_in(who))
    assert "Kiểm chứng câu này" not in submitted.signed_in("quantri").open(ONE).text
    assert submitted.response.findings == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**RIGHT, "ground--infra_pc_qualified": "  "}, "tài liệu nào"),
        ({**RIGHT, "basis--infra_pc_qualified": ""}, "chọn căn cứ"),
        ({**OTHER, "audited--infra_pc_qualified": "99999"}, "lớn hơn mức cho phép"),
        ({**OTHER, "audited--infra_pc_qualified": "nhiều"}, "không phải là số"),
        ({"ground--infra_pc_qualified": "Xem sổ."}, "Hãy chọn kết quả"),
        ({**RIGHT, "found--no_such_question": "verified"}, "không có câu này"),
        ({}, "ít nhất một câu"),
    ],
)
def test_what_is_not_well_founded_changes_nothing_and_keeps_what_was_typed(
    submitted: Offices, fields: dict[str, str], said: str
) -> None:
    before = submitted.history
    page = find(submitted, {**fields, "comment": "Ý kiến đang viết."}, 422)
    assert said in page.text
    assert submitted.history == before
    sent = page.fields()
    assert sent["comment"] == "Ý kiến đang viết."
    if words := fields.get("ground--infra_pc_qualified", "").strip():
        assert sent["ground--infra_pc_qualified"] == words


def test_a_draft_cannot_be_verified(offices: Offices) -> None:
    offices.save({"infra_pc_qualified": "30", "infra_pc_working": "40"})
    page = find(offices, RIGHT, 422)
    assert "không phải đã gửi hoặc đã duyệt" in page.text
    assert offices.response.findings == ()
    assert "Kiểm chứng câu này" not in offices.reviewer.open(ONE).text


def test_each_verification_is_one_entry_of_the_journal(submitted: Offices) -> None:
    find(
        submitted,
        {
            **OTHER,
            "found--infra_lan": "audited",
            "audited--infra_lan": "full",
            "basis--infra_lan": "visit",
            "ground--infra_lan": "Đoàn 3.",
        },
    )
    find(submitted, {"found--infra_lan": "withdrawn", "ground--infra_lan": "Nhầm xã."})
    with reading(submitted.app.config["ENGINE"]) as conn:
        made = [each for each in journal.entries(conn) if each.action == "verify"]
        assert journal.verify(conn) is None
    assert [each.subject for each in made] == [BA_DINH, BA_DINH]
    assert made[0].by == "tinh"
    assert made[0].detail["findings"] == {"infra_lan": "withdrawn"}
    assert made[1].detail["findings"] == {"infra_lan": "audited", "infra_pc_qualified": "audited"}
    assert [each.outcome for each in submitted.response.findings] == [Outcome.AUDITED]


def test_the_same_post_sent_twice_is_one_finding_and_another_is_not_lost(
    submitted: Offices,
) -> None:
    base = {"base": str(submitted.response.revision)}
    find(submitted, {**RIGHT, **base})
    find(submitted, {**RIGHT, **base})
    assert [each.step for each in submitted.history].count("verify") == 1
    page = find(submitted, {**OTHER, **base}, 409)
    assert page.fields()["audited--infra_pc_qualified"] == "25"


def test_words_for_the_commune_stay_on_the_page_when_a_finding_is_recorded(
    submitted: Offices,
) -> None:
    page = find(submitted, {**RIGHT, "comment--infra_lan": "Ghi rõ nguồn."})
    assert page.fields()["comment--infra_lan"] == "Ghi rõ nguồn."
    assert "Đã ghi kết quả kiểm chứng." in page.text
    assert len(submitted.response.findings) == 1


@pytest.mark.parametrize("deed", ["approve", "return"])
def test_a_decision_does_not_lose_a_finding_that_was_typed(submitted: Offices, deed: str) -> None:
    page = submitted.decide(deed, {**RIGHT, "comment": "Sửa."}, 422)
    assert "chưa ghi" in page.text
    assert page.fields()["ground--infra_pc_qualified"] == RIGHT["ground--infra_pc_qualified"]
    assert submitted.response.status is Status.SUBMITTED


def test_a_verified_answer_that_the_commune_changed_falls_back_and_is_pointed_out(
    submitted: Offices,
) -> None:
    find(submitted, RIGHT)
    submitted.decide("return", {"comment": "Sửa số máy."})
    submitted.save({"infra_pc_qualified": "12"})
    submitted.submit()
    page = submitted.reviewer.open(ONE)
    assert "(xã khai)" in beside(page, "infra_pc_qualified")
    assert "không còn hiệu lực" in beside(page, "infra_pc_qualified")
    assert "Sau đó xã đổi thành 12" in page.text


def test_verified_equipment_that_vanished_is_said_to_commune_reviewer_and_ministry(
    submitted: Offices,
) -> None:
    find(submitted, RIGHT)
    submitted.decide("approve")
    submitted.decide("reopen", {"reason": "Xã báo lại."})
    submitted.save({"infra_pc_qualified": "12"})
    officers = beside(submitted.officer.open(SECTION), "infra_pc_qualified")
    assert "vẫn lấy số đã kiểm chứng" in officers
    assert "infra_pc_qualified--reason" in submitted.officer.open(SECTION).fields()
    submitted.submit()
    page = submitted.reviewer.open(ONE)
    assert "mà không nêu lý do" in page.text
    submitted.decide("approve", {"key": "again"})
    ministry = submitted.signed_in("bo").open(MINISTRY).by_id("a-infra_pc_qualified").text
    assert "30" in ministry
    assert "12" in ministry
    assert "vẫn lấy số đã kiểm chứng" in " ".join(ministry.split())


def test_a_reason_given_on_the_page_lets_the_smaller_number_count(submitted: Offices) -> None:
    find(submitted, RIGHT)
    submitted.decide("approve")
    submitted.decide("reopen", {"reason": "Xã báo lại."})
    fields = {"infra_pc_qualified": "12", "infra_pc_qualified--reason": "Thanh lý 18 máy."}
    submitted.save(fields)
    submitted.submit()
    submitted.decide("approve", {"key": "again"})
    assert "vẫn lấy số" not in submitted.reviewer.open(ONE).text
    ministry = submitted.signed_in("bo").open(MINISTRY).by_id("a-infra_pc_qualified").text
    assert "12" in ministry


def test_after_recording_beside_a_comment_the_page_is_ready_for_a_decision(
    submitted: Offices,
) -> None:
    page = find(submitted, {**RIGHT, "comment": "Bổ sung biên bản."})
    fields = page.fields(f"{ONE}/return")
    assert fields["comment"] == "Bổ sung biên bản."
    assert not fields["ground--infra_pc_qualified"]
    submitted.reviewer.post(f"{ONE}/return", fields)
    assert submitted.response.status is Status.RETURNED
