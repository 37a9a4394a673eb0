"""The officer's Excel form: nothing is stored by an upload, and an acceptance stores all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from forms.answers import Answer, State
from forms.workbook import write_form
from forms.workbook_identity import Identity
from survey.accounts import Role
from survey.responses import Status, Via
from survey.store import journal, rounds
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, a_round, answered, the_questionnaire
from tests.forms.forms_at_hand import SECRET, a_form, changed, filled, with_parts
from tests.survey.web.handing_in import OFFICERS, accept, downloaded, hand_in, upload
from tests.survey.web.offices import Offices
from tests.visitor import Visitor


def identity(**other: object) -> Identity:
    """Of Ba Đình's form in the first round before anything was stored."""
    asked = the_questionnaire()
    own = Identity(1, BA_DINH, asked.id, asked.version, asked.sha256, 0)
    return replace(own, **other)  # type: ignore[arg-type]


def a_form_of(secret: str = SECRET, **other: object) -> bytes:
    return write_form(a_form(identity=identity(**other)), secret)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_and_the_contents_lead_to_it(
    offices: Offices, language: str
) -> None:
    visitor = offices.signed_in("canbo", language)
    visitor.open(OFFICERS)
    assert visitor.open("/survey").all("a", href=OFFICERS)


@pytest.mark.parametrize("path", [OFFICERS, f"{OFFICERS}.xlsx"])
def test_it_needs_an_officer_and_opening_it_changes_nothing(offices: Offices, path: str) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(path, 302).location
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).refused(path, 403)
    offices.officer.client.get(path)
    assert offices.history == ()


@pytest.mark.parametrize("path", [OFFICERS, f"{OFFICERS}/accept"])
def test_only_an_officer_may_hand_in(offices: Offices, path: str) -> None:
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).post(path, {}, 403)


def test_the_download_is_an_attachment_named_after_the_commune(offices: Offices) -> None:
    response = offices.officer.client.get(f"{OFFICERS}.xlsx")
    assert "attachment; filename=00004-" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_an_upload_shows_every_change_and_stores_nothing(offices: Offices) -> None:
    offices.save({"infra_pc_working": "40", "infra_scanners": "2"})
    content = filled({"infra_pc_working": 38, "infra_scanners": None}, downloaded(offices.officer))
    before = offices.history
    page = upload(offices.officer, content)
    assert "40 máy" in page.text
    assert "38 máy" in page.text
    assert "2 câu sẽ thay đổi" in page.text
    assert offices.history == before


def test_accepting_stores_all_in_one_revision_that_says_by_workbook(offices: Offices) -> None:
    hand_in(
        offices,
        {
            "infra_pc_working": "40",
            "infra_pc_working/note": "Sổ tài sản",
            "infra_lan": "Chỉ có bộ phát Wi-Fi gia đình",
            "infra_outage_h/state": "Chưa có số liệu",
            "cond_border": "Có",
            "infra_security_pct": "45,5%",
        },
    )
    assert offices.response.answers == {
        "infra_pc_working": Answer(value=40, note="Sổ tài sản"),
        "infra_lan": Answer(value="wifi"),
        "infra_outage_h": Answer(State.UNKNOWN),
        "cond_border": Answer(value=True),
        "infra_security_pct": Answer(value=45.5),
    }
    (revision,) = offices.history
    assert revision.via is Via.WORKBOOK
    assert revision.by == "Người canbo"
    with reading(offices.app.config["ENGINE"]) as connection:
        stored = [each for each in journal.entries(connection) if "via" in each.detail]
    assert [each.detail["via"] for each in stored] == ["workbook"]


def test_accepting_twice_stores_once(offices: Offices) -> None:
    content = filled({"infra_pc_working": 40}, downloaded(offices.officer))
    page = upload(offices.officer, content)
    accept(offices.officer, page)
    accept(offices.officer, page)
    assert len(offices.history) == 1


def test_a_refused_cell_is_named_and_the_others_are_taken(offices: Offices) -> None:
    content = filled(
        {"infra_pc_working": "nhiều", "infra_pc_working/note": "Sổ", "infra_scanners": 2},
        downloaded(offices.officer),
    )
    page = upload(offices.officer, content)
    assert "2 ô không được nhận; các câu hỏi khác vẫn được nhận" in page.text
    assert "Ô H4, trang “I. Hạ tầng và trang thiết bị”: ô này chưa được nhận vì ô E4" in page.text
    assert "Ô E4, trang “I. Hạ tầng và trang thiết bị”" in page.text
    assert "không phải là số" in page.text
    accept(offices.officer, page)
    assert offices.response.answers == answered(infra_scanners=2)


@pytest.mark.parametrize(
    ("language", "options"), [("vi", "“Không có”; “Bộ lưu"), ("en", "“None”; “UPS for some")]
)
def test_a_choice_that_is_no_option_is_answered_with_the_options_as_the_reader_sees_them(
    offices: Offices, language: str, options: str
) -> None:
    visitor = offices.signed_in("canbo", language)
    page = upload(visitor, filled({"infra_backup_power": "Máy nổ"}, downloaded(visitor)))
    assert options in page.text
    assert "ups_part" not in page.text


def test_what_contradicts_itself_is_named_before_it_is_accepted(offices: Offices) -> None:
    cells = {"infra_pc_working": 10, "infra_pc_qualified": 30}
    page = upload(offices.officer, filled(cells, downloaded(offices.officer)))
    assert "không thể lớn hơn tổng số máy" in page.text


def test_an_old_form_is_joined_by_question_with_what_was_saved_since(offices: Offices) -> None:
    content = filled({"infra_scanners": 2}, downloaded(offices.officer))
    offices.save({"infra_pc_working": "40"})
    page = upload(offices.officer, content)
    assert "1 câu sẽ thay đổi" in page.text
    accept(offices.officer, page)
    assert offices.response.answers == answered(infra_pc_working=40, infra_scanners=2)


@pytest.mark.parametrize(("choice", "kept"), [("mine", 38), ("theirs", 40)])
def test_a_real_conflict_shows_all_three_answers_and_asks(
    offices: Offices, choice: str, kept: int
) -> None:
    offices.save({"infra_pc_working": "35"})
    cells = {"infra_pc_working": 38, "infra_scanners": 2}
    content = filled(cells, downloaded(offices.officer))
    offices.save({"infra_pc_working": "40"})
    page = upload(offices.officer, content)
    for figure in ("35 máy", "38 máy", "40 máy", "Người canbo"):
        assert figure in page.text
    missing = accept(offices.officer, page, 422)
    assert missing.all("a", href="#c-0-infra_pc_working")
    assert offices.response.answers == answered(infra_pc_working=40)
    accept(offices.officer, missing, infra_pc_working=choice)
    assert offices.response.answers == answered(infra_pc_working=kept, infra_scanners=2)


def test_a_change_between_the_preview_and_the_acceptance_stores_nothing_and_asks_again(
    offices: Offices,
) -> None:
    cells = {"infra_pc_working": 38, "infra_scanners": 2}
    page = upload(offices.officer, filled(cells, downloaded(offices.officer)))
    offices.save({"infra_pc_working": "40"})
    again = accept(offices.officer, page, 409)
    assert offices.response.answers == answered(infra_pc_working=40)
    accept(offices.officer, again, infra_pc_working="mine")
    assert offices.response.answers == answered(infra_pc_working=38, infra_scanners=2)


def test_another_change_of_other_questions_meanwhile_is_kept(offices: Offices) -> None:
    page = upload(offices.officer, filled({"infra_scanners": 2}, downloaded(offices.officer)))
    offices.save({"infra_pc_working": "40"})
    accept(offices.officer, page)
    assert offices.response.answers == answered(infra_pc_working=40, infra_scanners=2)


REFUSED = {
    "another commune": (lambda: a_form_of(commune_code="00008"), "biểu của xã khác (00008)"),
    "another round": (lambda: a_form_of(round_id=2), "đợt khảo sát khác"),
    "another questionnaire": (lambda: a_form_of(questionnaire_sha256="0" * 64), "bộ câu hỏi khác"),
    "another system": (lambda: a_form_of("t" * 64), "trang nhận dạng đã bị sửa"),
    "an unknown revision": (lambda: a_form_of(revision=7), "bản lưu số 7"),
    "no workbook": (lambda: b"ma,so", "không phải sổ tính Excel"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "có mật khẩu"),
    "macros": (lambda: with_parts(a_form_of(), {"xl/vbaProject.bin": b"x"}), "chứa macro"),
    "a bomb": (lambda: with_parts(a_form_of(), {"xl/a.bin": bytes(19_000_000)}), "lớn bất thường"),
    "too large": (lambda: a_form_of() + bytes(2_000_000), "lớn hơn 2 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_the_communes_own_form_is_refused_with_what_to_do(
    offices: Offices, what: str
) -> None:
    made, words = REFUSED[what]
    page = upload(offices.officer, made(), 422)
    assert words in page.text
    assert "Hãy" in page.text
    assert offices.history == ()


def test_a_changed_identity_is_refused(offices: Offices) -> None:
    def change(book: Workbook) -> None:
        book["identity"]["B3"] = "00008"

    content = changed(downloaded(offices.officer), change)
    assert "đã bị sửa" in upload(offices.officer, content, 422).text


def test_an_upload_without_a_file_asks_for_one(offices: Offices) -> None:
    assert "Chưa chọn tệp" in offices.officer.post(OFFICERS, {}, 422).text


def test_a_closed_round_takes_no_form_not_even_one_seen_before(offices: Offices) -> None:
    content = filled({"infra_scanners": 2}, downloaded(offices.officer))
    page = upload(offices.officer, content)
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
    assert "đã đóng" in upload(offices.officer, content, 422).text
    assert "đã đóng" in accept(offices.officer, page, 409).text
    assert offices.history == ()


def test_a_submitted_response_takes_no_form(offices: Offices) -> None:
    offices.answer_all()
    content = filled({"infra_scanners": 2}, downloaded(offices.officer))
    page = upload(offices.officer, content)
    offices.submit()
    before = offices.history
    assert "đã gửi" in upload(offices.officer, content, 422).text
    assert "đã gửi" in accept(offices.officer, page, 409).text
    assert offices.history == before
    assert offices.response.status is Status.SUBMITTED


def test_a_round_that_opened_meanwhile_is_not_filled_from_an_old_preview(offices: Offices) -> None:
    page = upload(offices.officer, filled({"infra_scanners": 2}, downloaded(offices.officer)))
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
        text = rounds.questionnaire_text(connection, rounds.all_rounds(connection)[0])
        rounds.add_round(connection, replace(a_round("Đợt 2"), closes=date(2026, 12, 1)), text)
    accept(offices.officer, page, 409)
    assert offices.history == ()


@pytest.mark.parametrize(
    "change", ["", "x", "0.", lambda text: text[:-4], lambda text: "0" + text[1:]]
)
def test_a_preview_that_was_changed_on_the_way_is_refused(offices: Offices, change: object) -> None:
    page = upload(offices.officer, filled({"infra_scanners": 2}, downloaded(offices.officer)))
    sealed = page.fields(f"{OFFICERS}/accept")["form-0"]
    sent = change(sealed) if callable(change) else str(change)
    assert sent != sealed
    offices.officer.post(f"{OFFICERS}/accept", {"form-0": sent}, 400)
    assert offices.history == ()


def test_a_preview_of_another_account_is_refused(offices: Offices) -> None:
    offices.add("canbo2", Role.OFFICER, BA_DINH, None)
    page = upload(offices.officer, filled({"infra_scanners": 2}, downloaded(offices.officer)))
    accept(offices.signed_in("canbo2"), page, 400)
    assert offices.history == ()


def test_without_the_forms_token_nothing_is_taken(offices: Offices) -> None:
    content = downloaded(offices.officer)
    upload(offices.officer, content, 400, token=False)
    offices.officer.post(f"{OFFICERS}/accept", {}, 400, token=False)
    assert offices.history == ()


def test_only_upload_routes_take_more_than_two_megabytes(offices: Offices) -> None:
    large = bytes(3_000_000)
    assert "lớn hơn 2 MB" in upload(offices.officer, large, 422).text
    page = upload(offices.officer, bytes(5_000_000), 413)
    assert "3 MB" in page.text
    upload(offices.officer, large, 413, path="/survey/section/infra")


def test_a_name_that_looks_like_markup_is_shown_as_text(offices: Offices) -> None:
    page = upload(offices.officer, b"x", 422, name="<img src=x>.xlsx")
    assert "<img src=x>" not in page.html
    assert "&lt;img src=x&gt;" in page.html


def test_a_simulated_round_marks_its_form(offices: Offices) -> None:
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
        text = rounds.questionnaire_text(connection, rounds.all_rounds(connection)[0])
        rounds.add_round(connection, a_round("Mô phỏng", simulated=True), text)
    book = load_workbook(BytesIO(downloaded(offices.officer)))
    assert "MÔ PHỎNG" in str(book.worksheets[1].oddHeader.center.text)
