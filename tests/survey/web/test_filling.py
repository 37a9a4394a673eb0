"""The officer's pages: what is saved, what is refused and kept, and how a response goes on its way."""

from __future__ import annotations

import unicodedata

import pytest

from forms.answers import Answer, State
from survey.responses import Status
from survey.store.database import reading
from tests.builders import BA_DINH, answered
from tests.survey.founded import revisions_made
from tests.survey.web.offices import SECTION, Offices
from tests.visitor import Visitor

PAGES = ("/survey", SECTION, "/survey/section/cond", "/survey/check")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_and_changes_nothing(
    offices: Offices, path: str, language: str
) -> None:
    offices.signed_in("canbo", language).open(path)
    assert offices.history == ()


@pytest.mark.parametrize("path", [*PAGES, "/survey/receipt"])
def test_every_page_needs_an_officer(offices: Offices, path: str) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(path, 302).location
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).refused(path, 403)


def test_a_section_that_does_not_exist_is_not_found(offices: Offices) -> None:
    offices.officer.open("/survey/section/nothing", 404)


def test_what_is_saved_is_shown_again_as_it_is_written_here(offices: Offices) -> None:
    offices.save({"infra_outage_h": "12.5", "infra_pc_working": "40", "infra_lan": "wifi"})
    page = offices.officer.open(SECTION)
    assert page.one("input", name="infra_outage_h")["value"] == "12,5"
    assert "checked" in page.one("input", name="infra_lan", value="wifi").attributes
    assert offices.response.answers["infra_pc_working"] == Answer(value=40)


def test_saving_before_anything_is_answered_says_nothing_of_saving(offices: Offices) -> None:
    page = offices.save({})
    assert "Đã lưu" not in page.text
    assert offices.response.revision == 0


def test_english_pages_say_how_numbers_are_written_and_quote_what_was_typed(
    offices: Offices,
) -> None:
    officer = offices.signed_in("canbo", "en")
    assert "a comma for decimals" in officer.open(SECTION).text
    typed = {"base": "0", "key": "k", "infra_pc_working": "1,234"}
    page = officer.post(SECTION, typed, 422)
    assert "“1,234” is not a whole number" in page.by_id("q-infra_pc_working").text
    assert "1.2340" not in page.text


def test_the_four_states_stay_apart(offices: Offices) -> None:
    offices.save(
        {
            "infra_pc_working": "0",
            "infra_pc_qualified": "",
            "infra_pc_qualified--state": "unknown",
            "infra_lan": "NA",
            "infra_scanners": "",
        }
    )
    answers = offices.response.answers
    assert answers["infra_pc_working"] == Answer(value=0)
    assert answers["infra_pc_qualified"] == Answer(State.UNKNOWN)
    assert answers["infra_lan"] == Answer(State.NOT_APPLICABLE)
    assert "infra_scanners" not in answers


def test_what_is_refused_stays_as_typed_and_the_rest_is_saved(offices: Offices) -> None:
    page = offices.save({"infra_pc_working": "nhiều", "infra_scanners": "2"}, 422)
    assert page.one("input", name="infra_pc_working")["value"] == "nhiều"
    assert "không phải là số" in page.by_id("e-infra_pc_working").text
    (link,) = page.all("a", href="#q-infra_pc_working")
    assert link.text.startswith("Câu 1: “nhiều”")
    assert offices.response.answers == answered(infra_scanners=2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"infra_pc_working": "501"}, "0 đến 500"),
        ({"infra_pc_working": "=1+1"}, "công thức"),
        ({"infra_pc_working": "5", "infra_pc_working--state": "unknown"}, "chỉ giữ một"),
        ({"infra_pc_working": "5", "infra_pc_working--note": "x" * 2001}, "2000 ký tự"),
        ({"infra_lan": "cable"}, "không có trong các lựa chọn"),
    ],
)
def test_bad_input_says_what_to_do_and_nothing_changes(
    offices: Offices, fields: dict[str, str], words: str
) -> None:
    assert words in offices.save(fields, 422).text
    assert offices.history == ()


def test_a_field_of_another_page_refuses_the_whole_post(offices: Offices) -> None:
    page = offices.save({"infra_pc_working": "5", "skill_staff_total": "9"}, 400)
    assert "skill_staff_total" in page.text
    assert offices.history == ()


def test_a_post_that_names_no_base_is_refused(offices: Offices) -> None:
    offices.officer.post(SECTION, {"infra_pc_working": "5"}, 400)
    assert offices.history == ()


def test_a_body_of_three_megabytes_is_refused(offices: Offices) -> None:
    page = offices.save({"infra_pc_working--note": "x" * 3_000_000}, 413)
    assert "2 MB" in page.text
    assert offices.history == ()


def test_without_the_forms_token_nothing_is_taken_but_what_was_typed_is_offered_again(
    offices: Offices,
) -> None:
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = offices.officer.post(SECTION, sent, 400, token=False)
    assert "37" in page.html
    assert offices.history == ()


def test_decomposed_letters_are_stored_composed(offices: Offices) -> None:
    note = unicodedata.normalize("NFD", "Sổ tài sản")
    offices.save({"infra_pc_working": "5", "infra_pc_working--note": note})
    assert offices.response.answers["infra_pc_working"].note == "Sổ tài sản"


def test_an_officer_has_no_door_to_another_commune(offices: Offices) -> None:
    offices.officer.refused("/review/00008", 403)
    offices.officer.post(f"/review/{BA_DINH}/approve", {"base": "0", "key": "k"}, 403)


@pytest.mark.parametrize("name", ["commune", "code", "commune_code", "account"])
def test_another_communes_code_in_a_post_is_refused_and_changes_nothing_anywhere(
    offices: Offices, name: str
) -> None:
    page = offices.save({"infra_pc_working": "5", name: "00008"}, 400)
    assert name in page.text
    assert offices.history == ()
    with reading(offices.app.config["ENGINE"]) as conn:
        assert not revisions_made(conn, 1)


def test_submitting_is_refused_while_questions_are_open(offices: Offices) -> None:
    offices.save({"infra_pc_working": "5"})
    page = offices.submit(422)
    assert "chưa trả lời" in page.text
    assert offices.response.status is Status.DRAFT


def test_a_complete_response_is_submitted_and_its_receipt_can_be_looked_up(
    offices: Offices,
) -> None:
    offices.answer_all()
    offices.submit()
    receipt = offices.response.receipt
    assert receipt is not None
    assert receipt in offices.officer.open("/survey/receipt").text
    assert receipt in offices.reviewer.open(f"/receipts?code={receipt.lower()}").text
    assert receipt in offices.reviewer.open(f"/receipts?code={receipt.replace('-', '')}").text
    offices.reviewer.open("/receipts?code=0000-0000-0000", 404)


def test_a_submitted_response_cannot_be_changed(offices: Offices) -> None:
    offices.answer_all()
    offices.submit()
    before = offices.history
    page = offices.save({"infra_pc_working": "9"}, 409)
    assert "đã gửi" in page.text
    assert offices.history == before
    assert not offices.officer.open(SECTION).all("button", name="then")


def test_returned_answers_show_the_reviewers_words_beside_the_question(offices: Offices) -> None:
    offices.answer_all()
    offices.submit()
    offices.decide("return", {"comment--infra_pc_working": "Đối chiếu sổ tài sản."})
    assert "Đối chiếu sổ tài sản." in offices.officer.open("/survey").text
    assert "Đối chiếu sổ tài sản." in offices.officer.open(SECTION).by_id("q-infra_pc_working").text
    assert offices.officer.open("/survey/check").all("a", href="/survey#words")
    assert offices.officer.open("/survey").by_id("words")
    assert not offices.officer.open("/survey").all("a", href="/survey#words")
    offices.save({"infra_pc_working": "41"})
    assert offices.response.status is Status.RETURNED
    offices.submit()
    assert offices.response.status is Status.SUBMITTED
