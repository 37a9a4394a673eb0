"""A scenario made an edition on a page: its progress is everyone's to see, and it ends in an edition or in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from forms.sentence import Refused, Sentence
from survey.deciding import edition_ordering
from survey.deciding.edition_ordering import carry_out
from survey.deciding.orders import SILENCE, Order, OrderState
from survey.store import editions, orders
from survey.store.database import reading, writing
from tests.builders import MONDAY
from tests.survey.founded import PASSWORD, app_over
from tests.survey.web.two_editions import BUDGET, published_in
from tests.visitor import Page, Visitor

ORDERS = "/ministry/editions/orders"
ASKED = {"name": "Lần 3", "asked": "from=1&budget=10.000"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = published_in(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def app(engine: Engine) -> Flask:
    return app_over(engine)


@pytest.fixture
def analyst(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def an_order(**changes: object) -> Order:
    """One that has just begun."""
    usual = Order(0, 1, "Lần 3", "from=1", "bo", MONDAY, 0, 100, MONDAY)
    return replace(usual, **changes)  # type: ignore[arg-type]


def waited(analyst: Visitor, page: Page) -> Page:
    """The page once nothing is in hand any more."""
    path, until = page.response.request.path, time.monotonic() + 60
    while "/orders/" in path and time.monotonic() < until:
        time.sleep(0.1)
        answer = analyst.client.get(path, follow_redirects=True)
        page = analyst.checked(answer, 200)
        path = answer.request.path
        if "Refresh" not in answer.headers:
            break
    return page


def test_a_scenario_becomes_a_draft_with_its_figures(analyst: Visitor, engine: Engine) -> None:
    page = waited(analyst, analyst.post(ORDERS, ASKED))
    assert "Ấn bản số 3: Lần 3" in page.title
    assert "bản nháp" in page.text
    with reading(engine) as conn:
        made = editions.edition_by_id(conn, 3)
    assert (made.budget, made.made_by) == (BUDGET / 2, "bo")
    page = analyst.checked(
        analyst.client.get("/ministry/scenario?from=3", follow_redirects=True), 200
    )
    assert "không có gì khác" in page.text


def test_what_cannot_be_is_refused_before_anything_is_begun(
    analyst: Visitor, engine: Engine
) -> None:
    assert "đặt tên ấn bản" in analyst.post(ORDERS, {**ASKED, "name": " "}, 400).text
    above = {**ASKED, "asked": "from=1&budget=10&floor.01=20"}
    assert "vượt ngân sách" in analyst.post(ORDERS, above, 400).text
    assert "nằm ngoài" in analyst.post(ORDERS, {**ASKED, "asked": "from=1&beta=9"}, 400).text
    with reading(engine) as conn:
        assert orders.order_by_id(conn, 1) is None


def test_only_the_ministry_orders_editions(app: Flask, engine: Engine) -> None:
    with writing(engine) as conn:
        orders.add_order(conn, an_order())
    for who in ("canbo", "tinh", "quantri"):
        visitor = Visitor(app)
        visitor.sign_in(who, PASSWORD)
        visitor.refused(f"{ORDERS}/1", 403)
        visitor.post(ORDERS, ASKED, 403)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_tells_how_far_it_is_whichever_process_asks(
    app: Flask, engine: Engine, language: str
) -> None:
    app.config["CLOCK"] = lambda: MONDAY + timedelta(days=1)
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    now = MONDAY + timedelta(days=1)
    with writing(engine) as conn:
        order = orders.add_order(conn, an_order(at=now, seen=now))
    page = visitor.open(f"{ORDERS}/{order.id}")
    assert page.response.headers["Refresh"] == "2"
    with writing(engine) as conn:
        orders.tell(conn, order.id, now, done=64)
    assert "64" in visitor.open(f"{ORDERS}/{order.id}").one("progress")["value"]
    refused = visitor.post(ORDERS, ASKED, 400).text
    assert ("Đang lập ấn bản" if language == "vi" else "is being made") in refused
    visitor.open(f"{ORDERS}/9", 404)


def test_an_order_that_nobody_works_on_any_more_says_so_and_blocks_nobody(
    analyst: Visitor, engine: Engine
) -> None:
    """The process that made it was ended: the moment of its last sign of life is long ago."""
    with writing(engine) as conn:
        order = orders.add_order(conn, an_order())
    page = analyst.open(f"{ORDERS}/{order.id}")
    assert "dừng giữa chừng" in page.text
    assert "Refresh" not in page.response.headers
    assert order.state(MONDAY + SILENCE) is OrderState.STOPPED
    assert order.state(MONDAY + SILENCE / 2) is OrderState.WORKING


def test_whatever_goes_wrong_is_told_in_the_order(engine: Engine, analyst: Visitor) -> None:
    for fault, words in (
        (Refused(Sentence("Không được.", "No.")), "Không được."),
        (MemoryError(), "Hệ thống gặp lỗi khi lập ấn bản"),
    ):
        with writing(engine) as conn:
            order = orders.add_order(conn, an_order())

        def fails(fault: Exception = fault, **_: object) -> NoReturn:
            raise fault

        carry_out(engine, order, fails, lambda: MONDAY)
        assert words in analyst.open(f"{ORDERS}/{order.id}").text


def locked(*_: object, **__: object) -> NoReturn:
    raise OperationalError("UPDATE", {}, Exception("database is locked"))


def test_an_edition_is_stored_with_the_end_of_its_order_or_not_at_all(
    analyst: Visitor, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = orders.tell

    def tell(*asked: Any, **changed: int) -> None:
        if "edition_id" in changed:
            locked()
        real(*asked, **changed)

    monkeypatch.setattr(orders, "tell", tell)
    page = waited(analyst, analyst.post(ORDERS, ASKED))
    assert "chưa có gì được lưu" in page.text
    with reading(engine) as conn:
        assert len(editions.all_editions(conn)) == 2
    monkeypatch.undo()
    assert "Ấn bản số 3: Lần 3" in waited(analyst, analyst.post(ORDERS, ASKED)).title


@pytest.mark.parametrize("fault", [Refused(Sentence("Không được.", "No.")), MemoryError()])
def test_where_the_end_cannot_be_told_the_order_falls_silent_and_says_so(
    engine: Engine, analyst: Visitor, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as conn:
        order = orders.add_order(conn, an_order())

    def fails(**_: object) -> NoReturn:
        raise fault

    monkeypatch.setattr(edition_ordering, "writing", locked)
    carry_out(engine, order, fails, lambda: MONDAY)
    assert "dừng giữa chừng" in analyst.open(f"{ORDERS}/{order.id}").text


def test_progress_that_cannot_be_told_costs_no_edition(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as conn:
        order = orders.add_order(conn, an_order())
        stored = editions.edition_by_id(conn, 1)

    def make(*, progress: Any, ended: Any) -> Any:
        progress(50, 100)
        monkeypatch.undo()
        with writing(engine) as conn:
            ended(conn, stored)
        return stored

    monkeypatch.setattr(edition_ordering, "writing", locked)
    carry_out(engine, order, make, lambda: MONDAY + timedelta(seconds=5))
    with reading(engine) as conn:
        found = orders.order_by_id(conn, order.id)
    assert found is not None
    assert (found.done, found.edition_id) == (100, 1)
