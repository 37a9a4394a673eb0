"""The reviewer's pages: the queue, one response, and three decisions."""

from __future__ import annotations

import re

import pytest

from forms.answers import Answer, Answers
from survey.accounts import Role
from survey.responses import Response, Revision, Status, Via
from survey.store import responses
from survey.store.database import writing
from tests.builders import BA_DINH, MONDAY, complete_answers
from tests.survey.web.offices import COMPLETE, Offices
from tests.visitor import Page, Visitor

ONE = f"/review/{BA_DINH}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", ["/review", "/review?status=submitted&search=ba+dinh", ONE])
def test_every_page_opens_in_both_languages_and_changes_nothing(
    submitted: Offices, path: str, language: str
) -> None:
    before = submitted.history
    page = submitted.signed_in("tinh", language).open(path)
    assert "Ba Đình" in page.text
    assert submitted.history == before


def test_the_pages_need_a_reviewer_of_the_province(offices: Offices) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(ONE, 302).location
    offices.add("laocai", Role.REVIEWER, None, "15")
    offices.signed_in("laocai").refused(ONE, 403)
    for who in ("canbo", "bo", "quantri"):
        offices.signed_in(who).refused("/review", 403)
    offices.reviewer.refused("/review/99999", 404)


@pytest.mark.parametrize("deed", ["return", "approve", "reopen"])
def test_only_a_reviewer_of_the_province_decides(submitted: Offices, deed: str) -> None:
    submitted.add("laocai", Role.REVIEWER, None, "15")
    fields = {"base": str(submitted.response.revision), "key": "k", "comment": "Sửa."}
    for who in ("canbo", "bo", "quantri", "laocai"):
        submitted.signed_in(who).post(f"{ONE}/{deed}", fields, 403)
    assert submitted.response.status is Status.SUBMITTED


def test_returning_needs_words_and_keeps_what_was_typed(submitted: Offices) -> None:
    submitted.decide("return", {"comment": "   "}, 422)
    assert submitted.response.status is Status.SUBMITTED
    submitted.decide("return", {"comment--skill_ok": "Ghi rõ nguồn."})
    assert submitted.response.status is Status.RETURNED
    [comment] = submitted.response.comments
    assert (comment.question_id, comment.text) == ("skill_ok", "Ghi rõ nguồn.")


def test_a_decision_on_an_older_revision_is_refused_and_its_words_are_kept(
    submitted: Offices,
) -> None:
    page = submitted.decide("return", {"base": "1", "comment": "Xem lại phần hai."}, 409)
    assert "Xem lại phần hai." in page.html
    assert submitted.response.status is Status.SUBMITTED


def test_an_approved_response_can_only_be_reopened_with_a_reason(submitted: Offices) -> None:
    submitted.decide("approve")
    assert submitted.response.status is Status.APPROVED
    submitted.decide("return", {"comment": "Sửa."}, 422)
    submitted.decide("reopen", {"reason": ""}, 422)
    submitted.decide("reopen", {"reason": "Xã báo sai số liệu."})
    assert submitted.response.status is Status.RETURNED
    assert "Xã báo sai số liệu." in submitted.officer.open("/survey").text


def test_the_same_decision_sent_twice_is_one(submitted: Offices) -> None:
    revision = str(submitted.response.revision)
    submitted.decide("approve", {"base": revision})
    submitted.decide("approve", {"base": revision})
    assert [each.step for each in submitted.history].count("approve") == 1


def test_what_changed_since_the_reviewer_last_looked_is_shown(submitted: Offices) -> None:
    submitted.decide("return", {"comment": "Sửa số máy."})
    submitted.save({"infra_pc_working": "39"})
    submitted.submit()
    page = submitted.reviewer.open(ONE)
    assert "40\N{NO-BREAK SPACE}máy" in page.one("del").text
    assert "39\N{NO-BREAK SPACE}máy" in page.one("ins").text


def test_a_warnings_reason_reaches_the_reviewer(submitted: Offices) -> None:
    submitted.decide("return", {"comment": "Sửa."})
    reason = "Có biên bản mất điện."
    submitted.save(
        {
            "infra_outage_h": "60",
            "infra_outage_h--state": "",
            "infra_outage_h--reason": reason,
        }
    )
    submitted.submit()
    assert reason in submitted.reviewer.open(ONE).text


def test_a_name_after_other_words_is_written_as_official_paper_has_it(submitted: Offices) -> None:
    capital = re.compile(r"[^\W\d_] (Xã|Phường|Đặc khu|Tỉnh|Thành phố) (?!Hồ Chí Minh)")
    pages = [submitted.officer.open(f"/survey{each}") for each in ("", "/receipt", "/workbook")]
    own = (
        "",
        f"/{BA_DINH}",
        f"/{BA_DINH}/deadline",
        f"/{BA_DINH}/changes",
        "/changes",
        "/workbooks",
    )
    pages += [submitted.reviewer.open(f"/review{each}") for each in own]
    pages.append(submitted.reviewer.open(f"/copies/{BA_DINH}"))
    said = [each.text for page in pages for name in ("title", "h1", "p") for each in page.all(name)]
    assert [each for each in said if capital.search(each)] == []
    assert "Đã nhận phiếu của phường Ba Đình." in pages[1].text
    assert pages[-1].one("p", class_="dated").text.startswith("Ba Đình, ngày ……")


def stored(offices: Offices, answers: Answers) -> None:
    """Ba Đình's submission of these answers."""
    revision = Revision(1, 0, MONDAY, "An", Via.PAGE, "submit", answers, tuple(answers), "1")
    receipt = "66MZ-HVV4-S5CX"
    response = Response(1, BA_DINH, 1, Status.SUBMITTED, answers, (), receipt, MONDAY, "An", MONDAY)
    with writing(offices.app.config["ENGINE"]) as conn:
        responses.append(conn, response, revision)


def not_connected() -> dict[str, Answer]:
    """All that is asked where the commune is not connected and has no online files: 58 of 60 questions."""
    answers = complete_answers(**COMPLETE, conn_tslcd="none", svc_online=0)
    return {
        name: each
        for name, each in answers.items()
        if name not in ("conn_tslcd_pc", "svc_self_pct")
    }


def beside(page: Page, question: str) -> str:
    return " ".join(page.by_id(f"q-{question}").text.split())


def test_what_is_not_asked_needs_no_answer_for_officer_reviewer_and_queue(offices: Offices) -> None:
    stored(offices, not_connected())
    page = offices.reviewer.open(ONE)
    assert "đã trả lời 58/58" in page.text
    assert "0 máy, suy ra từ câu khác, không phải trả lời (xã khai)" in beside(
        page, "conn_tslcd_pc"
    )
    assert "Không phải trả lời" in beside(page, "svc_self_pct")
    assert "(xã khai)" not in beside(page, "svc_self_pct")
    [row] = [each for each in offices.reviewer.open("/review").all("tr") if BA_DINH in each.text]
    assert "100%" in row.text
    contents = offices.officer.open("/survey").text
    counts = re.findall(r"(\d+) trên (\d+) câu đã trả lời", contents)
    assert [answered for answered, _ in counts] == [asked for _, asked in counts]
    assert sum(int(asked) for _, asked in counts) == 58
    assert "Không phải trả lời" in offices.reviewer.open(f"/copies/{BA_DINH}").text
    talk = offices.reviewer.open(f"/discuss/{BA_DINH}/svc_self_pct").text
    assert "Trả lời hiện nay: Không phải trả lời" in talk


def test_how_well_an_answer_is_known_stands_only_beside_an_answer(offices: Offices) -> None:
    answers = not_connected()
    del answers["infra_lan"]
    stored(offices, answers)
    page = offices.reviewer.open(ONE)
    assert "đã trả lời 57/58" in page.text
    assert "(xã khai)" in beside(page, "infra_pc_working")
    for question, words in (("infra_lan", "Chưa trả lời"), ("skill_ok", "Chưa có số liệu")):
        assert words in beside(page, question)
        assert f"{words} (" not in beside(page, question)


def confirmed(page: Page) -> list[str]:
    return [each.text for each in page.all("p", class_="done", role="status")]


def test_the_queue_confirms_every_decision_in_one_line(submitted: Offices) -> None:
    returned = submitted.decide("return", {"comment": "Sửa."})
    assert confirmed(returned) == ["Đã trả lại phiếu của phường Ba Đình."]
    submitted.submit()
    assert confirmed(submitted.decide("approve")) == ["Đã phê duyệt phiếu của phường Ba Đình."]
    reopened = submitted.decide("reopen", {"reason": "Xã báo sai."})
    assert confirmed(reopened) == ["Đã mở lại phiếu của phường Ba Đình."]


@pytest.mark.parametrize(
    "asked",
    [
        *(f"done=approve&commune={BA_DINH}", "done=return&commune=02728", "done=return"),
        *("done=<b>&commune=<b>", "extended=3", "extended=-1", "extended=x", "extended=%C2%B2"),
    ],
)
def test_nothing_is_confirmed_that_is_not_so(submitted: Offices, asked: str) -> None:
    page = submitted.reviewer.open(f"/review?{asked}")
    assert confirmed(page) == []
    assert "<b>" not in page.html
