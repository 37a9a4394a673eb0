"""Wrong passwords: a name is locked for a while, an address only slowed; processes agree."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from flask import Flask

from survey.store import paces
from survey.store.database import writing
from survey.web.throttling import FROM_ONE_ADDRESS, address_key, network
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.test_second_step import Clock
from tests.visitor import Page, Visitor

WRONG = "sai mat khau hoan toan"
CARRIER, HOME = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = found_in(tmp_path)
    app = app_over(engine)
    app.config["CLOCK"] = Clock()
    yield app
    app.config["ENGINE"].dispose()
    engine.dispose()


def visitor_at(app: Flask, address: str) -> Visitor:
    visitor = Visitor(app)
    visitor.client.environ_base |= {"REMOTE_ADDR": address}
    return visitor


def tried(app: Flask, name: str, password: str, status: int, address: str = CARRIER) -> Page:
    sent = {"sign_in": name, "password": password}
    return visitor_at(app, address).post("/sign-in", sent, status)


def wear_out(app: Flask, address: str, times: int = FROM_ONE_ADDRESS.at_once) -> None:
    """So many wrong passwords from this address, each for another name."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        key = address_key()
    with writing(app.config["ENGINE"]) as conn:
        for _ in range(times):
            paces.take(conn, key, FROM_ONE_ADDRESS, app.config["CLOCK"].now)


def test_an_address_is_slowed_after_sixty_wrong_passwords_and_goes_on_after_seconds(
    app: Flask,
) -> None:
    wear_out(app, CARRIER, FROM_ONE_ADDRESS.at_once - 1)
    tried(app, "khongco", WRONG, 403)
    page = tried(app, "canbo", PASSWORD, 429)
    assert "không bị khóa" in page.text
    assert "đợi 11 giây" in page.text
    app.config["CLOCK"].goes_on(seconds=11)
    tried(app, "canbo", PASSWORD, 200)


def test_a_slowed_address_slows_no_other_and_no_session_that_is_open(app: Flask) -> None:
    officer = visitor_at(app, CARRIER)
    officer.sign_in("canbo", PASSWORD)
    wear_out(app, CARRIER, 200)
    officer.open("/survey")
    tried(app, "canbo", PASSWORD, 429)
    tried(app, "canbo", PASSWORD, 200, HOME)


def test_right_passwords_cost_an_address_nothing(app: Flask) -> None:
    wear_out(app, CARRIER, FROM_ONE_ADDRESS.at_once - 1)
    for _ in range(4):
        tried(app, "canbo", PASSWORD, 200)
    tried(app, "khongco", WRONG, 403)
    tried(app, "khongco", WRONG, 429)


def test_a_lock_holds_in_every_process_and_from_every_address(app: Flask, tmp_path: Path) -> None:
    other = app_over(app.config["ENGINE"])
    other.config["CLOCK"] = app.config["CLOCK"]
    for number in range(5):
        tried(app if number % 2 else other, "canbo", WRONG, 403, CARRIER if number % 2 else HOME)
    for each in (app, other):
        assert "tạm khóa" in tried(each, "canbo", PASSWORD, 429, HOME).text
    other.config["ENGINE"].dispose()


def test_an_administrator_releases_a_lock_and_the_journal_says_so(app: Flask) -> None:
    for _ in range(5):
        tried(app, "canbo", WRONG, 403)
    administrator = visitor_at(app, HOME)
    administrator.sign_in("quantri", PASSWORD)
    page = administrator.open("/admin/accounts/1")
    assert "tạm khóa đến" in page.text
    administrator.post("/admin/accounts/1/release", {})
    assert "bỏ khóa tạm" in administrator.open("/admin/journal").text
    tried(app, "canbo", PASSWORD, 200)
    assert "tạm khóa đến" not in administrator.open("/admin/accounts/1").text


def test_a_right_password_clears_what_was_counted(app: Flask) -> None:
    for _ in range(3):
        for _ in range(4):
            tried(app, "canbo", WRONG, 403)
        tried(app, "canbo", PASSWORD, 200)


def test_a_name_that_does_not_exist_is_locked_alike(app: Flask) -> None:
    pages = {}
    for name in ("canbo", "khongco"):
        for _ in range(5):
            tried(app, name, WRONG, 403)
        pages[name] = tried(app, name, WRONG, 429).html.replace(name, "")
    known, unknown = (page.split("<main")[1].split("csrf_token")[0] for page in pages.values())
    assert known == unknown


def test_the_answer_takes_as_long_whether_the_name_exists_or_not(app: Flask) -> None:
    tried(app, "warm", WRONG, 403)
    times: dict[str, list[float]] = {"bo": [], "aa": []}
    for _ in range(4):
        for name, taken in times.items():
            begun = time.perf_counter()
            tried(app, name, WRONG, 403)
            taken.append(time.perf_counter() - begun)
    assert 0.5 < median(times["bo"]) / median(times["aa"]) < 2


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, counted: str) -> None:
    assert network(address) == counted


def test_no_address_is_kept_with_what_was_counted(app: Flask) -> None:
    tried(app, "canbo", WRONG, 403)
    with writing(app.config["ENGINE"]) as conn:
        dump = str(conn.exec_driver_sql("SELECT * FROM paces").all())
        dump += str(conn.exec_driver_sql("SELECT * FROM sign_in_failures").all())
    assert CARRIER not in dump
    assert "canbo" not in dump
