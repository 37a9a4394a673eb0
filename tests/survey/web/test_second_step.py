"""Signing in with a second factor: required where it must be, one use each, never a way around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from survey.accounts import Account
from survey.app import create_app
from survey.store import accounts, journal, second_factors
from survey.store.database import reading
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.visitor import Page, Visitor

CODE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){5}")


class Clock:
    """The application's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(second=10, microsecond=0)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Place:
    """An application that requires the second factor of analysts and administrators."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock, self.secrets = app, clock, dict[str, str]()

    def account(self, name: str) -> Account:
        with reading(self.app.config["ENGINE"]) as conn:
            found = accounts.account_by_sign_in(conn, name)
        assert found is not None
        return found

    def code(self, name: str) -> str:
        return pyotp.TOTP(self.secrets[name]).at(self.clock.now)

    def set_up(self, name: str) -> tuple[Visitor, list[str]]:
        """Signed in with the second factor set up, and the recovery codes."""
        visitor = Visitor(self.app)
        visitor.sign_in(name, PASSWORD)
        page = visitor.open("/account/second-factor")
        self.secrets[name] = page.one("code").text.replace(" ", "")
        shown = visitor.post(
            "/account/second-factor", {"code": self.code(name), "password": PASSWORD}
        )
        self.clock.goes_on(seconds=30)
        return visitor, CODE.findall(shown.text)

    def at_the_code(self, name: str) -> Visitor:
        visitor = Visitor(self.app)
        assert visitor.sign_in(name, PASSWORD).title == "Nhập mã xác thực"
        return visitor

    def actions(self) -> list[str]:
        with reading(self.app.config["ENGINE"]) as conn:
            assert journal.verify(conn) is None
            return [each.action for each in journal.entries(conn)]

    def entered(self, action: str) -> list[Mapping[str, object]]:
        """The details of the journal's entries of this action, newest first."""
        with reading(self.app.config["ENGINE"]) as conn:
            return [each.detail for each in journal.entries(conn) if each.action == action]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    engine = found_in(tmp_path)
    app, clock = create_app(replace(settings_of(engine), second_factor=True)), Clock()
    app.config["CLOCK"] = clock
    yield Place(app, clock)
    app.config["ENGINE"].dispose()
    engine.dispose()


@pytest.mark.parametrize(("name", "desk"), [("bo", "/ministry"), ("quantri", "/admin/accounts")])
def test_ministry_and_administrators_set_it_up_before_anything_else(
    place: Place, name: str, desk: str
) -> None:
    visitor = Visitor(place.app)
    visitor.sign_in(name, PASSWORD)
    assert visitor.refused(desk, 302).location == "/account/second-factor"
    assert "phải bật xác thực" in visitor.open("/account/second-factor").text
    visitor, codes = place.set_up(name)
    assert len(codes) == 10
    visitor.open(desk)
    assert "second factor set up" in place.actions()


@pytest.mark.parametrize(("name", "desk"), [("canbo", "/survey"), ("tinh", "/review")])
def test_officers_and_reviewers_may_but_need_not(place: Place, name: str, desk: str) -> None:
    visitor = Visitor(place.app)
    visitor.sign_in(name, PASSWORD)
    visitor.open(desk)
    place.set_up(name)
    assert place.at_the_code(name).refused(desk, 302)


def test_the_password_alone_opens_nothing(place: Place) -> None:
    place.set_up("bo")
    visitor = place.at_the_code("bo")
    for path in ("/ministry", "/account", "/account/sessions", "/account/password"):
        assert "/sign-in" in visitor.refused(path, 302).location
    assert place.entered("signed in") == [{"how": "password"}]
    visitor.post("/sign-in/code", {"code": place.code("bo")})
    visitor.open("/ministry")
    assert place.entered("signed in")[0] == {"how": "password and code"}


def test_a_code_is_refused_the_second_time(place: Place) -> None:
    place.set_up("bo")
    code = place.code("bo")
    place.at_the_code("bo").post("/sign-in/code", {"code": code})
    page = place.at_the_code("bo").post("/sign-in/code", {"code": code}, 403)
    assert "đã dùng rồi" in page.text
    place.clock.goes_on(seconds=30)
    place.at_the_code("bo").post("/sign-in/code", {"code": place.code("bo")})


def test_a_recovery_code_signs_in_once_and_the_journal_says_so(place: Place) -> None:
    _, codes = place.set_up("bo")
    visitor = place.at_the_code("bo")
    visitor.post("/sign-in/code", {"code": codes[0].upper()})
    assert "Còn 9 mã" in visitor.open("/account/second-factor").text
    place.at_the_code("bo").post("/sign-in/code", {"code": codes[0]}, 403)
    assert "recovery code used" in place.actions()


def test_new_recovery_codes_void_the_old_ones(place: Place) -> None:
    visitor, old = place.set_up("bo")
    visitor.post("/account/recovery-codes", {"code": "000000"}, 403)
    new = CODE.findall(visitor.post("/account/recovery-codes", {"code": place.code("bo")}).text)
    assert len(new) == 10
    assert not set(new) & set(old)
    place.at_the_code("bo").post("/sign-in/code", {"code": old[1]}, 403)
    place.at_the_code("bo").post("/sign-in/code", {"code": new[1]})


def test_wrong_codes_lock_the_account_and_the_right_password_does_not_free_it(place: Place) -> None:
    place.set_up("bo")
    for _ in range(5):
        place.at_the_code("bo").post("/sign-in/code", {"code": "000000"}, 403)
    page = Visitor(place.app).post("/sign-in", {"sign_in": "bo", "password": PASSWORD}, 429)
    assert "tạm khóa" in page.text
    place.clock.goes_on(minutes=2)
    place.at_the_code("bo").post("/sign-in/code", {"code": place.code("bo")})


def test_the_code_must_come_within_ten_minutes_of_the_password(place: Place) -> None:
    place.set_up("bo")
    visitor = place.at_the_code("bo")
    place.clock.goes_on(minutes=11)
    assert visitor.post("/sign-in/code", {"code": place.code("bo")}).title == "Đăng nhập"
    assert "/sign-in" in visitor.refused("/ministry", 302).location


def test_a_cookie_made_before_a_new_password_leads_nowhere(place: Place) -> None:
    visitor, _ = place.set_up("bo")
    waiting = place.at_the_code("bo")
    new = "xe đạp tím nhai bánh"
    visitor.post("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert waiting.post("/sign-in/code", {"code": place.code("bo")}).title == "Đăng nhập"


def test_another_administrator_resets_it_and_the_journal_says_so(place: Place) -> None:
    officer, _ = place.set_up("canbo")
    administrator, _ = place.set_up("quantri")
    number = place.account("canbo").id
    administrator.post(f"/admin/accounts/{number}/second-factor", {})
    assert not place.account("canbo").second_factor
    assert officer.refused("/survey", 302)
    own = place.account("quantri").id
    assert "quản trị viên khác" in (
        administrator.post(f"/admin/accounts/{own}/second-factor", {}, 400).text
    )
    assert place.account("quantri").second_factor
    assert "second factor reset" in place.actions()


def test_setting_it_up_ends_the_other_sessions(place: Place) -> None:
    other = Visitor(place.app)
    other.sign_in("bo", PASSWORD)
    place.set_up("bo")
    assert "/sign-in" in other.refused("/account", 302).location


def test_a_wrong_first_code_sets_nothing_up(place: Place) -> None:
    visitor = Visitor(place.app)
    visitor.sign_in("bo", PASSWORD)
    before = visitor.open("/account/second-factor").one("code").text
    sent = {"code": "000000", "password": PASSWORD}
    page = visitor.post("/account/second-factor", sent, 422)
    assert page.one("code").text == before
    assert not place.account("bo").second_factor


def test_whoever_found_a_session_open_sets_nothing_up_without_the_password(place: Place) -> None:
    visitor = Visitor(place.app)
    visitor.sign_in("canbo", PASSWORD)
    secret = visitor.open("/account/second-factor").one("code").text.replace(" ", "")
    code = pyotp.TOTP(secret).at(place.clock.now)
    for _ in range(5):
        sent = {"code": code, "password": "guessed"}
        visitor.post("/account/second-factor", sent, 403)
    assert not place.account("canbo").second_factor
    # What is guessed here counts as at the sign-in page.
    Visitor(place.app).post("/sign-in", {"sign_in": "canbo", "password": PASSWORD}, 429)


def test_no_secret_is_stored_and_no_code_in_clear(place: Place) -> None:
    _, codes = place.set_up("bo")
    with reading(place.app.config["ENGINE"]) as conn:
        kept = second_factors.second_factor_of(conn, place.account("bo").id)
        dump = " ".join(
            str(row)
            for table in ("accounts", "recovery_codes", "journal")
            for row in conn.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert kept is not None
    assert place.secrets["bo"] not in dump
    assert not [code for code in codes if code in dump or code.replace("-", "") in dump]


def test_what_was_typed_survives_the_second_step_too(place: Place) -> None:
    place.set_up("canbo")
    visitor = Visitor(place.app)
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    fields = page.fields("/sign-in") | {"sign_in": "canbo", "password": PASSWORD}
    asked: Page = visitor.post("/sign-in", fields)
    fields = asked.fields("/sign-in/code") | {"code": place.code("canbo")}
    assert "37" in visitor.post("/sign-in/code", fields).html
