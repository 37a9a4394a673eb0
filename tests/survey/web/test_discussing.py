"""Reviewer and officer answer each other beside the question; the reviewer settles it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey.accounts import Role
from survey.responses import Status
from survey.store import journal
from survey.store.database import reading, writing
from survey.store.rounds import close_round
from tests.builders import BA_DINH, MONDAY
from tests.survey.web.offices import Offices
from tests.survey.web.test_province_desk import clear_answers, store
from tests.visitor import Page, Visitor

PAGE = f"/discuss/{BA_DINH}/infra_pc_working"
SECTION, RESPONSE = "/survey/section/infra", f"/review/{BA_DINH}"


def speak(visitor: Visitor, text: str, status: int = 200) -> Page:
    return visitor.post(f"{PAGE}/say", {"text": text, "key": text}, status)


@pytest.fixture
def talking(offices: Offices) -> Offices:
    """Ba Đình has submitted; the reviewer has asked without returning it."""
    store(offices, BA_DINH, Status.SUBMITTED, clear_answers())
    speak(offices.reviewer, "Có tính máy cá nhân không?")
    return offices


def test_both_read_each_other_beside_the_question_and_on_the_page_of_the_talk(
    talking: Offices,
) -> None:
    assert "Có tính máy cá nhân không?" in talking.officer.open(SECTION).text
    assert "chờ xã trả lời" in talking.officer.open("/survey").text
    speak(talking.officer, "Không, chỉ máy cơ quan.")
    for visitor, path in (
        (talking.officer, PAGE),
        (talking.officer, SECTION),
        (talking.reviewer, PAGE),
        (talking.reviewer, RESPONSE),
        (talking.signed_in("bo"), RESPONSE),
    ):
        text = visitor.open(path).text
        assert "Có tính máy cá nhân không?" in text, path
        assert "Không, chỉ máy cơ quan." in text, path
    assert talking.response.revision == 1


def test_a_returned_response_still_names_the_talks_that_wait_beside_its_comments(
    talking: Offices,
) -> None:
    talking.decide("return", {"comment--infra_lan": "Xem lại mạng nội bộ."})
    page = talking.officer.open("/survey")
    [talks] = [each for each in page.all("section") if each.get("aria-labelledby") == "talks"]
    assert "chưa xong (1)" in talks.text
    assert "chờ xã trả lời" in talks.text
    linked = [each.get("href") for each in page.all("a") if "/discuss/" in each.get("href")]
    assert linked == [PAGE]
    assert "Xem lại mạng nội bộ." in page.text


def test_the_field_says_to_whom_one_writes(talking: Offices) -> None:
    assert "Ý kiến gửi cấp tỉnh" in talking.officer.open(PAGE).text
    assert "Ý kiến gửi xã" in talking.reviewer.open(PAGE).text


def test_the_desk_shows_who_waits_for_an_answer(talking: Offices) -> None:
    asks = "/review?look=asks"
    assert BA_DINH not in talking.reviewer.open(asks).text
    speak(talking.officer, "Không, chỉ máy cơ quan.")
    assert "chờ tỉnh trả lời" in talking.reviewer.open(asks).text
    assert BA_DINH in talking.reviewer.open(asks).text
    talking.reviewer.post(f"{PAGE}/resolve", {"key": "k"})
    assert BA_DINH not in talking.reviewer.open(asks).text


def test_the_reviewer_settles_it_and_speaking_opens_it_again(talking: Offices) -> None:
    talking.reviewer.post(f"{PAGE}/resolve", {"key": "k"})
    assert "Có tính máy" not in talking.officer.open(SECTION).text
    assert "đã xong" in talking.officer.open(SECTION).text
    assert "Có tính máy" in talking.officer.open(PAGE).text
    talking.reviewer.post(f"{PAGE}/resolve", {"key": "again"}, 422)
    speak(talking.officer, "Xin bổ sung.")
    assert "Xin bổ sung." in talking.reviewer.open(RESPONSE).text
    with reading(talking.app.config["ENGINE"]) as conn:
        done = [each.action for each in journal.entries(conn) if each.subject == BA_DINH]
    assert sorted(done) == ["remark", "remark", "talk settled"]


def test_words_of_a_return_are_part_of_the_talk(talking: Offices) -> None:
    talking.decide("return", {"comment--infra_pc_working": "Đề nghị sửa số máy."})
    text = talking.officer.open(PAGE).text
    assert text.index("Có tính máy") < text.index("Đề nghị sửa số máy.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_and_changes_nothing(
    talking: Offices, language: str
) -> None:
    for who in ("canbo", "tinh"):
        before = talking.signed_in(who, language).open(PAGE).html.count("Có tính máy")
        assert before == 1


def test_only_the_commune_and_its_province_talk_and_only_the_province_settles(
    talking: Offices,
) -> None:
    talking.add("laocai", Role.REVIEWER, None, "15")
    talking.add("khac", Role.OFFICER, "00008", None)
    assert "/sign-in" in Visitor(talking.app).refused(PAGE, 302).location
    for who in ("bo", "quantri", "laocai", "khac"):
        visitor = talking.signed_in(who)
        visitor.refused(PAGE, 403)
        speak(visitor, "Xin chào.", 403)
    talking.officer.post(f"{PAGE}/resolve", {"key": "k"}, 403)
    talking.reviewer.refused(f"/discuss/{BA_DINH}/nothing", 404)
    talking.reviewer.refused("/discuss/99999/infra_pc_working", 404)


def test_empty_words_are_refused_and_a_repetition_is_one_remark(talking: Offices) -> None:
    speak(talking.officer, "   ", 422)
    speak(talking.officer, "Không.")
    speak(talking.officer, "Không.")
    assert talking.officer.open(PAGE).text.count("Không.") == 1


def test_talking_goes_on_after_the_deadline_until_the_round_is_closed(talking: Offices) -> None:
    talking.reviewer.post(f"{RESPONSE}/deadline/lock", {"reason": "Thanh tra."})
    speak(talking.officer, "Xin hỏi về thời hạn.")
    with writing(talking.app.config["ENGINE"]) as conn:
        close_round(conn, 1, MONDAY + timedelta(days=1))
    speak(talking.officer, "Còn kịp không?", 422)
    assert not talking.officer.open(PAGE).all("textarea")
