"""A page whose figures take long: it says so, opens by itself, and nothing is calculated twice or lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from survey.store import scenarios
from survey.store.database import reading
from survey.web.awaiting import Awaited, StillCalculating
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.visitor import Visitor


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Flask]:
    """An application whose pages never wait for a calculation."""
    engine = found_in(tmp_path)
    app = app_over(engine)
    app.config["PATIENCE"] = 0
    yield app
    engine.dispose()


def analyst(app: Flask, language: str = "vi") -> Visitor:
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def until_there(visitor: Visitor, path: str) -> int:
    """How often one looked before the page was there."""
    for looks in range(1, 500):
        if visitor.client.get(path).status_code == 200:
            return looks
        time.sleep(0.02)
    raise AssertionError("the page never came")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_that_is_not_there_yet_says_so_and_asks_again_by_itself(
    hasty: Flask, language: str
) -> None:
    visitor = analyst(hasty, language)
    page = visitor.open("/ministry/communes?search=ba+dinh", 503)
    assert ("Trang tự mở khi tính xong" if language == "vi" else "opens by itself") in page.text
    assert "/ministry/communes?search=ba+dinh" in [each.get("href") for each in page.all("a")]
    answer = visitor.client.get("/ministry/communes")
    if answer.status_code == 503:
        assert answer.headers["Refresh"] == answer.headers["Retry-After"] == "2"
    until_there(visitor, "/ministry/communes?search=ba+dinh")
    # From then on there is nothing to wait for.
    assert until_there(visitor, "/ministry") == 1


def test_what_is_sent_and_what_programs_ask_waits_until_it_is_done(hasty: Flask) -> None:
    visitor = analyst(hasty)
    fields = {"asked": "from=0&budget=1.000", "name": "Ngay sau khi khởi động"}
    visitor.post("/ministry/scenario/save", fields)
    with reading(hasty.config["ENGINE"]) as conn:
        assert [each.name for each in scenarios.scenarios_of(conn, 1)] == [fields["name"]]


def test_officers_pages_do_not_wait_for_the_ministrys_figures(hasty: Flask) -> None:
    officer = Visitor(hasty)
    officer.sign_in("canbo", PASSWORD)
    officer.open("/survey")
    assert "awaited" not in hasty.extensions


def test_visitors_who_come_meanwhile_share_one_calculation() -> None:
    awaited, go, made, found = Awaited(), Event(), [], []

    def make() -> str:
        made.append(1)
        go.wait(10)
        return "số liệu"

    for _ in range(3):
        with pytest.raises(StillCalculating):
            awaited.result("key", make, 0)
    waiting = Thread(target=lambda: found.append(awaited.result("key", make, None)))
    waiting.start()
    go.set()
    waiting.join(10)
    assert found == ["số liệu"]
    assert len(made) == 1
    # Kept by whoever made it, not here: asked again, it is made again.
    assert awaited.result("key", make, None) == "số liệu"
    assert len(made) == 2


def test_a_failure_is_told_to_who_waits_and_then_tried_again() -> None:
    awaited, outcomes = Awaited(), iter([ValueError("hỏng"), None])

    def make() -> str:
        fault = next(outcomes)
        if fault is not None:
            raise fault
        return "được"

    with pytest.raises(ValueError, match="hỏng"):
        awaited.result("key", make, None)
    assert awaited.result("key", make, None) == "được"
