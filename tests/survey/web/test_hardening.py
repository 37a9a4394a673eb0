"""What guards every address: HTTPS for good, whose word about the caller counts, a person's pace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, g

from survey.app import create_app
from survey.settings import Settings, SettingsRefused, read_settings
from survey.store import paces
from survey.store.database import writing
from survey.web.heavy import A_PERSONS_PACE, HEAVY
from survey.web.throttling import digest
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.survey.web.test_second_step import Clock
from tests.visitor import Visitor


@pytest.fixture
def made(tmp_path: Path) -> Iterator[object]:
    engine = found_in(tmp_path)
    apps: list[Flask] = []

    def make(**changes: object) -> Flask:
        app = create_app(replace(settings_of(engine), **changes))  # type: ignore[arg-type]
        app.config["CLOCK"] = Clock()
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.config["ENGINE"].dispose()
    engine.dispose()


def test_behind_https_browsers_stay_with_it_and_the_cookie_is_of_this_host_alone(made) -> None:
    answer = made(https=True).test_client().get("/sign-in", base_url="https://khaosat.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_without_https_no_promise_is_made(made) -> None:
    answer = made().test_client().get("/sign-in")
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Set-Cookie"].startswith("session=")


@pytest.mark.parametrize(
    ("proxies", "sent", "believed"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
    ],
)
def test_only_our_own_proxies_say_who_the_caller_is(
    made,
    proxies: int,
    sent: str,
    believed: str,
) -> None:
    app = made(trusted_proxies=proxies)
    seen = []
    app.after_request(lambda answer: seen.append(g.get("seen")) or answer)
    app.before_request(lambda: setattr(g, "seen", __import__("flask").request.remote_addr))
    app.test_client().get("/", headers={"X-Forwarded-For": sent})
    assert seen == [believed]


def test_a_host_that_is_not_ours_is_refused(made) -> None:
    client = made(trusted_hosts=("khaosat.example",)).test_client()
    assert client.get("/", base_url="http://khaosat.example").status_code == 200
    refused = client.get("/", base_url="http://evil.example")
    assert refused.status_code == 400
    assert "đúng địa chỉ" in refused.text
    assert "evil" not in refused.text


def test_security_txt_names_the_contact_and_ends_within_a_year(made) -> None:
    client = made(security_contact="mailto:antoan@example.gov.vn").test_client()
    said = client.get("/.well-known/security.txt")
    assert said.mimetype == "text/plain"
    assert "Contact: mailto:antoan@example.gov.vn" in said.text
    assert "Expires: 20" in said.text
    assert made().test_client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("TRUSTED_PROXIES", "many"), ("TRUSTED_PROXIES", "-1"), ("SECURITY_CONTACT", "an@example")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        read_settings({name: wrong}, tmp_path)
    assert isinstance(read_settings({}, tmp_path), Settings)


def test_heavy_pages_go_at_a_persons_pace_for_each_account_alone(made) -> None:
    app = made()
    officer, other = Visitor(app), Visitor(app)
    officer.sign_in("canbo", PASSWORD)
    other.sign_in("tinh", PASSWORD)
    path = "/survey/workbook"
    officer.post(path, {}, 422)
    with app.test_request_context(), writing(app.config["ENGINE"]) as conn:
        for _ in range(A_PERSONS_PACE.at_once - 1):
            paces.take(conn, digest("heavy 1"), A_PERSONS_PACE, app.config["CLOCK"].now)
    assert "đợi 2 giây" in officer.post(path, {}, 429).text
    officer.open("/survey")
    other.post("/review/workbooks", {}, 422)
    app.config["CLOCK"].goes_on(seconds=3)
    officer.post(path, {}, 422)


def test_every_heavy_page_is_one_that_there_is(made) -> None:
    assert made().view_functions.keys() >= HEAVY


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "-1", "0x1", "1.0"])
def test_a_number_that_no_database_holds_is_not_found(made, number: str) -> None:
    visitor = Visitor(made())
    visitor.sign_in("quantri", PASSWORD)
    for path in (f"/admin/accounts/{number}", f"/admin/rounds/{number}/close"):
        visitor.open(path, 404)


def test_no_page_of_anyone_is_kept_by_a_browser_or_a_proxy(made) -> None:
    visitor = Visitor(made())
    visitor.sign_in("canbo", PASSWORD)
    for path in (
        "/survey",
        "/survey/section/infra",
        "/account",
        "/survey/workbook.xlsx",
        "/nothing",
    ):
        with visitor.client.get(path) as answer:
            assert answer.headers["Cache-Control"] == "no-store", path
