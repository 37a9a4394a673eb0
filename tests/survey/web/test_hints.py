"""“Use again”: last round's approved answer and the register's are taken over with one press, by no one else."""

from __future__ import annotations

import random

import pytest

from forms.answers import Answer, State
from survey.accounts import Role
from survey.saving import Save, save_answers
from survey.store import responses
from survey.store.database import writing
from survey.web.hints import PREVIOUS, REGISTER
from tests.builders import BA_DINH, MONDAY, an_account, the_questionnaire
from tests.survey.founded import approved, value_of
from tests.survey.web.offices import Offices
from tests.survey.web.test_bytes import BROTLI, LATER_PAGE
from tests.visitor import Element, Page

COND = "/survey/section/cond"
SECTIONS = ("infra", "conn", "skill", "svc", "dig", "cond")


@pytest.fixture
def reopened(offices: Offices) -> Offices:
    """Sixty figures approved, then reopened by the province and every answer emptied."""
    questionnaire = the_questionnaire()
    answers = {
        question.id: Answer(value=value_of(question, random.Random(question.id)))
        for question in questionnaire.questions
    }
    answers |= {"infra_pc_working": Answer(value=40), "infra_scanners": Answer(State.UNKNOWN)}
    answers |= {each: Answer(State.NOT_APPLICABLE) for each in ("infra_counters", "infra_lan")}
    with writing(offices.app.config["ENGINE"]) as connection:
        responses.append_many(connection, [approved(BA_DINH, answers)])
    offices.decide("reopen", {"reason": "Xã báo sai."})
    emptied = dict.fromkeys(answers)
    save_answers(
        offices.app.config["ENGINE"],
        Save(
            round_id=1,
            commune_code=BA_DINH,
            changes=emptied,
            base=2,
            account=an_account(Role.OFFICER, BA_DINH),
            at=MONDAY,
            key="emptied",
        ),
    )
    assert offices.response.answers == {}
    return offices


def buttons(page: Page, question: str, name: str = PREVIOUS) -> list[Element]:
    return page.all("button", name=name, value=question)


def test_an_approved_answer_is_used_again_without_scripts_and_what_is_typed_is_kept(
    reopened: Offices,
) -> None:
    page = reopened.officer.open("/survey/section/infra")
    [button] = buttons(page, "infra_pc_working")
    assert "dùng lại" in button.text
    fields = page.fields("/survey/section/infra")
    sent = {**fields, "infra_pc_working": "3", "infra_scanners": "7", PREVIOUS: "infra_pc_working"}
    again = reopened.officer.post("/survey/section/infra", sent)
    assert reopened.response.answers == {
        "infra_pc_working": Answer(value=40),
        "infra_scanners": Answer(value=7),
    }
    assert buttons(again, "infra_pc_working") == []
    assert "Lần duyệt trước: 40" in again.text


def test_beside_a_refused_answer_what_was_used_stays_on_the_page(reopened: Offices) -> None:
    fields = reopened.officer.open("/survey/section/infra").fields("/survey/section/infra")
    sent = {**fields, "infra_scanners": "nhiều", PREVIOUS: "infra_pc_working"}
    page = reopened.officer.post("/survey/section/infra", sent, 422)
    shown = page.fields("/survey/section/infra")
    assert (shown["infra_pc_working"], shown["infra_scanners"]) == ("40", "nhiều")


def test_an_answer_that_was_unknown_is_not_offered(reopened: Offices) -> None:
    page = reopened.officer.open("/survey/section/infra")
    assert buttons(page, "infra_scanners") == []


@pytest.mark.parametrize("press", ["infra_scanners", "no_such_question", "cond_border"])
def test_a_button_that_was_not_there_takes_nothing_over(reopened: Offices, press: str) -> None:
    reopened.save({PREVIOUS: press, "infra_pc_working": "5"})
    assert reopened.response.answers == {"infra_pc_working": Answer(value=5)}


def test_what_the_register_knows_is_confirmed_and_a_choice_of_several_is_not(
    offices: Offices,
) -> None:
    page = offices.officer.open(COND)
    [button] = buttons(page, "cond_border", REGISTER)
    assert (button.text, button["data-use"]) == ("Xác nhận", "no")
    assert buttons(page, "cond_island", REGISTER) == []
    fields = {**page.fields(COND), REGISTER: "cond_border"}
    offices.officer.post(COND, fields)
    assert offices.response.answers == {"cond_border": Answer(value=False)}


def test_not_applicable_is_used_again_as_a_state(reopened: Offices) -> None:
    for question in ("infra_counters", "infra_lan"):
        reopened.save({question: "", PREVIOUS: question})
    assert reopened.response.answers == {
        each: Answer(State.NOT_APPLICABLE) for each in ("infra_counters", "infra_lan")
    }


def test_enter_in_a_field_presses_no_hint(reopened: Offices) -> None:
    page = reopened.officer.open("/survey/section/infra")
    inside = [each for each in page.all("button") if "fieldset" in each.within]
    own = [each for each in page.all("button") if each.get("tabindex") == "-1"]
    assert inside
    assert page.elements.index(own[0]) < page.elements.index(inside[0])


def test_what_stands_already_is_not_offered_again(reopened: Offices) -> None:
    page = reopened.save({"infra_pc_working": "40"})
    assert buttons(page, "infra_pc_working") == []
    assert buttons(page, "infra_pc_qualified")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_full_of_hints_are_light_all_the_same(reopened: Offices, language: str) -> None:
    visitor = reopened.signed_in("canbo", language)
    for section in SECTIONS:
        answer = visitor.client.get(f"/survey/section/{section}", headers=BROTLI, buffered=True)
        assert len(answer.data) <= LATER_PAGE, section
