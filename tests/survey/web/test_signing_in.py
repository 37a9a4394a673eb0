"""Signing in and out: one answer to all strangers, sessions that end where they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.app import create_app
from survey.signing_in.passwords import hash_one_time
from survey.store import accounts, journal
from survey.store.database import reading, writing
from tests.builders import MONDAY
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

WRONG = "sai mat khau hoan toan"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(offices: Offices) -> None:
    visitor = Visitor(offices.app)
    pages = [
        visitor.post("/sign-in", {"sign_in": name, "password": WRONG}, 403)
        for name in ("canbo", "khongco")
    ]
    alike = [page.html.replace("canbo", "").replace("khongco", "") for page in pages]
    assert next(len(each) for each in alike) == len(alike[1])
    assert "chưa đúng" in pages[0].text


def test_repeated_wrong_passwords_lock_the_account_for_a_while(offices: Offices) -> None:
    visitor = Visitor(offices.app)
    for _ in range(5):
        visitor.post("/sign-in", {"sign_in": "canbo", "password": WRONG}, 403)
    page = visitor.post("/sign-in", {"sign_in": "CANBO", "password": PASSWORD}, 429)
    assert "tạm khóa" in page.text


def test_each_sign_in_and_new_password_is_in_the_journal_and_no_wrong_one(offices: Offices) -> None:
    visitor = Visitor(offices.app)
    visitor.post("/sign-in", {"sign_in": "canbo", "password": WRONG}, 403)
    visitor.sign_in("canbo", PASSWORD)
    sent = {"old": PASSWORD, "new": "thuyen ngang song Ma chin khuc", "again": "khac"}
    visitor.post("/account/password", sent, 422)
    visitor.post("/account/password", {**sent, "again": sent["new"]})
    with reading(offices.app.config["ENGINE"]) as conn:
        mine = [each for each in journal.entries(conn) if each.by == "canbo"]
        assert journal.verify(conn) is None
    assert [(each.action, each.subject, each.detail) for each in reversed(mine)] == [
        ("signed in", "canbo", {"how": "password"}),
        ("password changed", "canbo", {}),
    ]


def test_the_name_is_taken_whatever_its_letter_case(offices: Offices) -> None:
    assert (
        Visitor(offices.app).post("/sign-in", {"sign_in": " CanBo ", "password": PASSWORD}).status
        == 200
    )


def test_signing_out_ends_the_session_on_the_server(offices: Offices) -> None:
    visitor = offices.signed_in("canbo")
    kept = visitor.client.get_cookie("session")
    assert kept is not None
    visitor.sign_out()
    visitor.client.set_cookie("session", kept.value)
    assert "/sign-in" in visitor.refused("/survey", 302).location


def test_the_cookie_is_out_of_scripts_reach(offices: Offices) -> None:
    client = offices.app.test_client()
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_changes_the_session(offices: Offices) -> None:
    visitor = Visitor(offices.app)
    visitor.open("/sign-in")
    before = visitor.client.get_cookie("session")
    visitor.sign_in("canbo", PASSWORD)
    after = visitor.client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(offices: Offices, wanted: str) -> None:
    visitor = Visitor(offices.app)
    sent = {"csrf_token": visitor.token(), "sign_in": "canbo", "password": PASSWORD, "next": wanted}
    assert "evil" not in visitor.client.post("/sign-in", data=sent).location


@pytest.mark.parametrize(
    ("name", "desk"),
    [
        ("canbo", "/survey"),
        ("tinh", "/review"),
        ("bo", "/ministry"),
        ("quantri", "/admin/accounts"),
    ],
)
def test_signing_in_leads_straight_to_ones_own_work(offices: Offices, name: str, desk: str) -> None:
    visitor = Visitor(offices.app)
    sent = {"csrf_token": visitor.token(), "sign_in": name, "password": PASSWORD}
    assert visitor.client.post("/sign-in", data=sent).location == desk
    assert visitor.client.get("/sign-in").location == desk
    assert visitor.client.get("/sign-in?next=/receipts").location == "/receipts"


def test_who_needs_a_second_step_is_led_to_set_it_up(tmp_path: Path) -> None:
    required = replace(settings_of(found_in(tmp_path)), second_factor=True)
    visitor = Visitor(create_app(required))
    sent = {"csrf_token": visitor.token(), "sign_in": "bo", "password": PASSWORD}
    assert visitor.client.post("/sign-in", data=sent).location == "/account/second-factor"


def test_a_first_password_must_be_changed_before_anything_else(offices: Offices) -> None:
    engine = offices.app.config["ENGINE"]
    with writing(engine) as connection:
        account = accounts.account_by_sign_in(connection, "canbo")
        assert account is not None
        known = accounts.password_hash_of(connection, account.id)
        accounts.set_password(connection, account.id, known, True, MONDAY)
    visitor = offices.signed_in("canbo")
    assert "/account/password" in visitor.refused("/survey", 302).location
    new = "xe đạp tím nhai bánh"
    visitor.post("/account/password", {"old": PASSWORD, "new": "ngan", "again": "ngan"}, 422)
    for weak, says in (
        ("matkhau123456", "nhiều người hay dùng"),
        ("Ba Đình 2026 2026", "nơi làm việc"),
    ):
        sent = {"old": PASSWORD, "new": weak, "again": weak}
        page = visitor.post("/account/password", sent, 422)
        assert says in page.by_id("problems").text
        assert weak not in page.html
    sent = {"csrf_token": visitor.token(), "old": PASSWORD, "new": new, "again": new}
    assert visitor.client.post("/account/password", data=sent).location == "/survey"
    visitor.open("/survey")
    with reading(engine) as connection:
        changed = accounts.account_by_sign_in(connection, "canbo")
    assert changed is not None
    assert not changed.must_change_password


def test_a_one_time_password_is_void_after_sixty_days(offices: Offices) -> None:
    engine, password = offices.app.config["ENGINE"], "abcd-efgh-kmnp-qrst"
    issued = datetime.now(UTC) - timedelta(days=60, minutes=1)
    with writing(engine) as connection:
        account = accounts.account_by_sign_in(connection, "canbo")
        assert account is not None
        accounts.set_password(connection, account.id, hash_one_time(password), True, issued)
    visitor = Visitor(offices.app)
    sent = {"sign_in": "canbo", "password": password}
    assert "đã hết hạn" in visitor.post("/sign-in", sent, 403).text
    with writing(engine) as connection:
        later = issued + timedelta(minutes=2)
        accounts.set_password(connection, account.id, hash_one_time(password), True, later)
    assert visitor.post("/sign-in", sent).title == "Đổi mật khẩu"


def test_what_was_typed_survives_a_session_that_ended(offices: Offices) -> None:
    visitor = offices.signed_in("canbo")
    visitor.client.delete_cookie("session")
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    fields = page.fields("/sign-in") | {"sign_in": "canbo", "password": PASSWORD}
    offered = visitor.post("/sign-in", fields)
    assert "37" in offered.html
    visitor.post("/survey/section/infra", offered.fields("/survey/section/infra"))
    assert offices.response.answers["infra_pc_working"].value == 37
