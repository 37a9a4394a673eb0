"""A second round, on a newer questionnaire: hints, concerns, and what changed of one and of all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.loading import load_text
from survey.accounts import Role
from survey.communes import load_register
from survey.responses import Response, Revision, Status, Via
from survey.store import responses
from survey.store.database import writing
from survey.store.rounds import add_round
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, SHIPPED, a_round, answered
from tests.survey.web.offices import Offices
from tests.survey.web.test_province_desk import NEIGHBOUR, clear_answers, store
from tests.visitor import Visitor

ONE, ALL = f"/review/{BA_DINH}/changes", "/review/changes"


@pytest.fixture
def second(offices: Offices) -> Offices:
    """Ba Đình and Mường Hum were approved in the first round; the second has no Wi-Fi option for the LAN."""
    before = clear_answers() | answered(infra_lan="wifi")
    for code in (BA_DINH, MUONG_HUM):
        store(offices, code, Status.APPROVED, before)
    text = SHIPPED.read_text("utf-8").replace('version: "1"', 'version: "2"')
    text = text.replace("- {value: wifi,", "- {value: home,")
    asked = load_text(text, "vn-commune-2027.yaml")
    new = replace(a_round("Đợt 2"), questionnaire_version=asked.version)
    with writing(offices.app.config["ENGINE"]) as conn:
        add_round(conn, new, text)
        for code, computers in ((BA_DINH, 70), (NEIGHBOUR, 5)):
            answers = clear_answers() | answered(infra_pc_working=computers, infra_lan="home")
            place = Via.PAGE, "submit", answers, (), code
            revision = Revision(1, 0, MONDAY, "An", *place)
            response = Response(2, code, 1, Status.SUBMITTED, answers, updated_at=MONDAY)
            responses.append(conn, response, revision)
    return offices


def test_last_years_answers_are_hints_where_they_still_can_be_answers(second: Offices) -> None:
    page = second.officer.open("/survey/section/infra")
    assert "Lần duyệt trước: 40 máy" in page.text
    assert page.text.count("Lần duyệt trước") == 2


def test_a_large_change_since_the_last_round_is_a_point_to_look_at(second: Offices) -> None:
    text = second.reviewer.open(f"/review/{BA_DINH}").text
    assert "Thay đổi lớn so với lần duyệt trước (40 → 70)" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_changed_is_shown_of_one_commune(second: Offices, language: str) -> None:
    page = second.signed_in("tinh", language).open(ONE)
    assert "+30" in page.text
    assert len(page.all("tr")) == 3
    assert second.signed_in("bo", language).open(f"/review/{NEIGHBOUR}/changes").all("p")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_changed_is_counted_over_the_province_and_no_other(
    second: Offices, language: str
) -> None:
    visitor = second.signed_in("tinh", language)
    page = visitor.open(f"{ALL}?question=infra_pc_working")
    assert "+30" in page.text
    assert load_register().communes[MUONG_HUM].name not in page.text
    assert visitor.open(f"{ALL}?question=nothing").status == 200


def test_where_nothing_can_be_compared_the_page_says_why(offices: Offices) -> None:
    assert "Chưa có gì để so" in offices.reviewer.open(ALL).text


def test_the_pages_are_for_whoever_may_read_the_response(second: Offices) -> None:
    second.add("laocai", Role.REVIEWER, None, "15")
    second.signed_in("laocai").refused(ONE, 403)
    assert "/sign-in" in Visitor(second.app).refused(ONE, 302).location
    for who in ("canbo", "bo", "quantri"):
        second.signed_in(who).refused(ALL, 403)
    second.officer.open(ONE)
    second.reviewer.refused("/review/99999/changes", 404)
