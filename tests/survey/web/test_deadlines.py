"""The page of a commune's time, and what officers are told when it is over."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from survey.accounts import Role
from survey.store.database import writing
from survey.store.schema import rounds
from tests.builders import BA_DINH, MONDAY, the_questionnaire
from tests.survey.web.device import Device, typed
from tests.survey.web.handing_in import PROVINCES, downloaded
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

PAGE = f"/review/{BA_DINH}/deadline"
AFTER = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
EXTENSION = {"until": "20/09/2026", "reason": "Mất điện ba ngày."}


@pytest.fixture
def late(offices: Offices) -> Offices:
    """The day after the last day; Ba Đình has saved before."""
    offices.app.config["CLOCK"] = lambda: MONDAY
    with writing(offices.app.config["ENGINE"]) as conn:
        conn.execute(rounds.update().values(closes=date(2026, 9, 14)))
    Visitor(offices.app).client.get("/")
    before = offices.signed_in("canbo")
    sent = {"base": "0", "key": "k", "then": "stay", "infra_pc_working": "40"}
    before.post("/survey/section/infra", sent)
    offices.app.config["CLOCK"] = lambda: AFTER
    return offices


def test_after_the_deadline_the_officer_is_told_and_nothing_is_taken(late: Offices) -> None:
    told = late.officer.open("/survey").text
    assert "Đã hết hạn nhập phiếu (hết ngày 14/09/2026)" in told
    late.save({"infra_pc_working": "41"}, 409)
    assert late.response.answers["infra_pc_working"].value == 40


def test_a_device_that_comes_too_late_is_told_and_sends_again_after_an_extension(
    late: Offices,
) -> None:
    device = Device(late.officer, 1, the_questionnaire().sha256[:12])
    said = device.save({"infra_counters": typed("5")}, 409)
    assert said["state"] == "closed"
    assert "vẫn còn trên máy" in said["sentence"]
    late.reviewer.post(f"{PAGE}/extend", EXTENSION)
    assert device.save({"infra_counters": typed("5")}, base=1)["revision"] == 2
    assert "Mất điện ba ngày." in late.officer.open("/survey").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_and_shows_every_ruling(
    late: Offices, language: str
) -> None:
    late.reviewer.post(f"{PAGE}/extend", EXTENSION)
    late.reviewer.post(f"{PAGE}/lock", {"reason": "Đang thanh tra."})
    late.reviewer.post(f"{PAGE}/unlock", {"reason": "Đã xong."})
    page = late.signed_in("tinh", language).open(PAGE)
    for words in ("Mất điện ba ngày.", "Đang thanh tra.", "Đã xong.", "20/09/2026"):
        assert words in page.text
    assert PAGE in late.reviewer.open(f"/review/{BA_DINH}").html
    assert "Mất điện ba ngày." in late.signed_in("quantri", language).open("/admin/journal").text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("extend", {"until": "31/02/2026", "reason": "x"}),
        ("extend", {"until": "14/09/2026", "reason": "x"}),
        ("extend", {"until": "20/09/2026", "reason": " "}),
        ("lock", {"reason": ""}),
        ("unlock", {"reason": "x"}),
    ],
)
def test_what_is_wrong_is_refused_and_what_was_typed_is_kept(
    late: Offices, kind: str, fields: dict[str, str]
) -> None:
    page = late.reviewer.post(f"{PAGE}/{kind}", fields, 422)
    assert page.all("div", role="alert")
    if kind == "extend":
        assert page.by_id("until").get("value") == fields["until"]
    late.save({"infra_pc_working": "41"}, 409)


def test_it_needs_a_reviewer_of_the_province_or_the_administrator(late: Offices) -> None:
    late.add("laocai", Role.REVIEWER, None, "15")
    assert "/sign-in" in Visitor(late.app).refused(PAGE, 302).location
    for who in ("canbo", "bo", "laocai"):
        late.signed_in(who).refused(PAGE, 403)
        late.signed_in(who).post(f"{PAGE}/extend", EXTENSION, 403)
    late.save({"infra_pc_working": "41"}, 409)
    late.signed_in("quantri").post(f"{PAGE}/extend", EXTENSION)
    late.save({"infra_pc_working": "41"})
    late.reviewer.refused("/review/99999/deadline", 404)
    late.reviewer.post(f"{PAGE}/burn", {"reason": "x"}, 404)


def test_reviewing_goes_on_after_the_deadline(late: Offices) -> None:
    late.reviewer.post(f"{PAGE}/extend", EXTENSION)
    late.answer_all()
    late.submit()
    late.app.config["CLOCK"] = lambda: AFTER + timedelta(minutes=30)
    late.reviewer.post(f"{PAGE}/lock", {"reason": "Thanh tra."})
    assert "gia hạn hoặc mở khóa" in late.reviewer.open(f"/review/{BA_DINH}").text
    late.decide("approve")


def test_several_communes_are_extended_at_once_or_none(late: Offices) -> None:
    fields = {**EXTENSION, f"take-{BA_DINH}": "on", "take-00008": "on"}
    page = late.reviewer.post("/review/extend", {**fields, "until": "1/1/2020"}, 422)
    assert len([each for each in page.all("input") if "checked" in each.attributes]) == 2
    late.save({"infra_pc_working": "41"}, 409)
    late.reviewer.post("/review/extend", EXTENSION, 422)
    page = late.reviewer.post("/review/extend", fields)
    [said] = page.all("p", class_="done", role="status")
    assert said.text == "Đã gia hạn cho 2 xã, phường, đặc khu."
    late.save({"infra_pc_working": "41"})
    assert "Mất điện ba ngày." in late.reviewer.open("/review/00008/deadline").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_extending_several_is_for_reviewers_and_their_own_communes(
    late: Offices, language: str
) -> None:
    late.signed_in("tinh", language).open("/review/extend")
    for who in ("canbo", "bo", "quantri"):
        late.signed_in(who).refused("/review/extend", 403)
    late.reviewer.post("/review/extend", {**EXTENSION, "take-02728": "on"}, 403)


def test_the_excel_form_tells_the_communes_own_last_day(late: Offices) -> None:
    late.reviewer.post(f"{PAGE}/extend", EXTENSION)
    form = downloaded(late.officer)
    with zipfile.ZipFile(BytesIO(downloaded(late.reviewer, f"{PROVINCES}.zip"))) as archive:
        same = next(archive.read(name) for name in archive.namelist() if name.startswith(BA_DINH))
    for content in (form, same):
        cover = load_workbook(BytesIO(content)).worksheets[0]
        told = {str(cell.value) for row in cover.iter_rows() for cell in row if cell.value}
        assert any("20/09/2026" in each or "2026-09-20" in each for each in told), told
