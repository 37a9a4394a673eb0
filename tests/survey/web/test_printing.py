"""Pages made for paper: the blank form, the copy of a response, and its hash checked against what is stored."""

from __future__ import annotations

import pytest

from survey.accounts import Role
from survey.receipts import hash_of, in_groups
from tests.builders import BA_DINH
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

FORM, COPY = "/survey/paper", f"/copies/{BA_DINH}"


def printed_hash(offices: Offices, number: int) -> str:
    """The hash of a stored revision."""
    revision = offices.history[number - 1]
    return hash_of(1, BA_DINH, revision.number, revision.answers)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", [FORM, FORM + "?section=conn", COPY])
def test_every_page_opens_in_both_languages_and_changes_nothing(
    submitted: Offices, path: str, language: str
) -> None:
    before = submitted.history
    submitted.signed_in("canbo", language).open(path)
    assert submitted.history == before


def test_the_paper_form_has_every_question_with_its_boxes(offices: Offices) -> None:
    page = offices.officer.open(FORM)
    assert len(page.all("div", **{"class": "blank"})) == 60
    for words in ("60.", "Không áp dụng", "Chưa có số liệu", "Người ghi", "Mbps"):
        assert words in page.text
    one = offices.officer.open(FORM + "?section=conn")
    assert 0 < len(one.all("div", **{"class": "blank"})) < 20
    assert "Mbps" in one.text
    offices.officer.open(FORM + "?section=nothing", 404)


@pytest.mark.parametrize(
    ("language", "scope"), [("vi", "không tính Công an, Quân sự"), ("en", "police, military")]
)
@pytest.mark.parametrize("path", ["/survey", FORM])
def test_the_form_says_whom_the_figures_are_to_include(
    offices: Offices, path: str, language: str, scope: str
) -> None:
    text = offices.signed_in("canbo", language).open(path).text
    assert scope in text
    assert ("Trung tâm Phục vụ hành chính công (TTPVHCC)" in text) == (language == "vi")


def test_the_paper_form_is_the_officers(offices: Offices) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(FORM, 302).location
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).refused(FORM, 403)


def test_the_copy_shows_every_answer_the_receipt_and_the_hash(submitted: Offices) -> None:
    page = submitted.officer.open(COPY)
    receipt = submitted.response.receipt
    assert receipt is not None
    assert receipt in page.text
    assert in_groups(printed_hash(submitted, submitted.response.revision)) in page.text
    assert "40\N{NO-BREAK SPACE}máy" in page.one("table").text
    assert "PHƯỜNG BA ĐÌNH" in page.text
    assert "Độc lập - Tự do - Hạnh phúc" in page.text
    assert "BẢN NHÁP" not in page.text


def test_whoever_may_read_the_response_may_print_it_and_nobody_else(submitted: Offices) -> None:
    assert "/sign-in" in Visitor(submitted.app).refused(COPY, 302).location
    for who in ("canbo", "tinh", "bo", "quantri"):
        submitted.signed_in(who).open(COPY)
    submitted.add("laocai", Role.REVIEWER, None, "15")
    submitted.add("canbo8", Role.OFFICER, "00008", None)
    for who in ("laocai", "canbo8"):
        submitted.signed_in(who).refused(COPY, 403)
    submitted.reviewer.refused("/copies/99999", 404)


def test_what_was_not_submitted_is_printed_as_a_draft_without_a_receipt(offices: Offices) -> None:
    offices.officer.refused(COPY, 404)
    offices.save({"infra_pc_working": "40"})
    page = offices.officer.open(COPY)
    assert "BẢN NHÁP, CHƯA GỬI" in page.text
    assert "SHA-256" not in page.text


def test_a_returned_response_prints_what_was_submitted_by_its_receipt(submitted: Offices) -> None:
    receipt = submitted.response.receipt
    submitted.decide("return", {"comment": "Sửa số máy."})
    submitted.save({"infra_pc_working": "39"})
    assert "39 máy" in submitted.officer.open(COPY).text
    then = submitted.officer.open(f"{COPY}?receipt={receipt}").text
    assert "40 máy" in then
    assert "39 máy" not in then
    submitted.officer.open(f"/copies/00004?receipt={'0' * 14}", 404)


def test_a_receipt_of_another_commune_prints_nothing(submitted: Offices) -> None:
    submitted.add("canbo8", Role.OFFICER, "00008", None)
    other = submitted.signed_in("canbo8")
    other.refused(f"/copies/00008?receipt={submitted.response.receipt}", 404)


def test_a_printed_hash_is_checked_against_what_is_stored(submitted: Offices) -> None:
    digest = printed_hash(submitted, submitted.response.revision)
    for typed in (digest, in_groups(digest), digest.upper()):
        assert "khớp với bản đang lưu" in submitted.reviewer.open(f"/receipts?code={typed}").text
    wrong = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    assert "KHÔNG khớp" in submitted.reviewer.open(f"/receipts?code={wrong}").text
    submitted.reviewer.open(f"/receipts?code={'0' * 64}", 404)
    submitted.add("canbo8", Role.OFFICER, "00008", None)
    submitted.signed_in("canbo8").open(f"/receipts?code={digest}", 404)


def test_an_earlier_receipt_says_that_a_later_one_was_given(submitted: Offices) -> None:
    first = submitted.response.receipt
    submitted.decide("return", {"comment": "Sửa số máy."})
    submitted.save({"infra_pc_working": "39"})
    submitted.submit()
    later = submitted.response.receipt
    assert later is not None
    page = submitted.reviewer.open(f"/receipts?code={first}")
    assert f"biên nhận mới: {later}" in page.text


def test_the_contents_page_says_how_long_the_rest_will_take(offices: Offices) -> None:
    assert "khoảng 2 giờ" in offices.officer.open("/survey").text
    offices.answer_all()
    assert "khoảng" not in offices.officer.open("/survey").text


def test_what_was_approved_last_stands_beside_the_question_and_does_not_count(
    submitted: Offices,
) -> None:
    submitted.decide("approve")
    submitted.decide("reopen", {"reason": "Xã báo sai."})
    submitted.save({"infra_pc_working": ""})
    page = submitted.officer.open("/survey/section/infra")
    said = "Lần duyệt trước: 40\N{NO-BREAK SPACE}máy"
    assert said in " ".join(page.by_id("q-infra_pc_working").text.split(" "))
    assert "infra_pc_working" not in submitted.response.answers
