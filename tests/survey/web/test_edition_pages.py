"""Editions as the ministry sees them: listed, opened, verified, compared, published, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from survey.deciding.edition_writing import write_edition
from survey.deciding.editions import EditionState
from survey.store import editions, journal
from survey.store.database import reading, writing
from survey.web.journal_words import line
from tests.survey.founded import PASSWORD, app_over
from tests.survey.web.two_editions import two_editions_in
from tests.visitor import Visitor

REASON = "Sau khi tỉnh kiểm tra lại"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = two_editions_in(tmp_path)
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


def published(analyst: Visitor, number: int, replaces: str = "") -> None:
    fields = {"reason": REASON, "replaces": replaces}
    analyst.post(f"/ministry/editions/{number}/publish", fields)


def test_only_the_ministry_opens_editions(app: Flask) -> None:
    paths = ("", "/1", "/1/verify", "/1/annex.xlsx", "/1/publish", "/compare?earlier=1&later=2")
    for who in (None, "canbo", "tinh", "quantri"):
        visitor = Visitor(app)
        if who is not None:
            visitor.sign_in(who, PASSWORD)
        for path in paths:
            visitor.refused("/ministry/editions" + path, 302 if who is None else 403)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_editions_opens_in_both_languages(app: Flask, language: str) -> None:
    analyst = Visitor(app, language)
    analyst.sign_in("bo", PASSWORD)
    for path in ("", "/1", "/2/publish", "/compare", "/compare?earlier=1&later=2"):
        analyst.open("/ministry/editions" + path)


def test_what_is_no_edition_is_not_found(analyst: Visitor) -> None:
    for path in ("/9", "/9/verify", "/9/annex.xlsx", "/9/publish", "/compare?earlier=9&later=1"):
        analyst.open("/ministry/editions" + path, 404)
    assert "Hãy chọn đủ hai ấn bản" in analyst.open("/ministry/editions/compare?earlier=1").text


def test_an_edition_says_how_it_was_made_and_shows_the_top_of_its_list(
    analyst: Visitor, engine: Engine
) -> None:
    with reading(engine) as conn:
        stored = editions.edition_by_id(conn, 2)
        first = editions.rows_of_edition(conn, 2)
    page = analyst.open("/ministry/editions/2")
    for digest in (*stored.inputs.values(), stored.results):
        assert digest in page.text
    assert "Số lần thử = 100 (ban đầu 2.000)" in page.text
    assert "Trọng số: Hạ tầng và trang thiết bị = 40 (ban đầu 22)" in page.text
    assert "section_coverage" not in page.text
    assert "I. Hạ tầng và trang thiết bị: 40" in page.text
    assert "lập ấn bản, bo" in page.text
    links = [link["href"].rsplit("/", 1)[1] for link in page.all("a") if "th" in link.within]
    assert len(links) == 30
    assert '"rank":1.0,' in first[links[0]]


def test_publishing_needs_a_reason_and_goes_into_the_journal(
    analyst: Visitor, engine: Engine
) -> None:
    refused = analyst.post("/ministry/editions/1/publish", {"reason": " ", "replaces": ""}, 400)
    assert "Hãy ghi lý do" in refused.text
    published(analyst, 1)
    page = analyst.open("/ministry/editions/1").text
    assert "đã công bố" in page
    assert REASON in page
    with reading(engine) as conn:
        last = journal.entries_about(conn, "edition 1")[-1]
        assert journal.verify(conn) is None
    assert (last.action, last.by, last.detail["reason"]) == ("edition published", "bo", REASON)
    said = {name.vi: value for name, value in line(last).detail}
    assert said["lý do"].vi == REASON
    assert "danh mục xã " in said["mã băm đầu vào"].vi
    assert said["mã băm kết quả"].vi == f"{last.detail['results']}"[:12] + "…"
    # It replaces none, so nothing is said of that.
    assert "thay thế ấn bản" not in said


def test_a_later_edition_takes_the_place_of_the_published_one(
    analyst: Visitor, engine: Engine
) -> None:
    published(analyst, 1)
    asked = analyst.open("/ministry/editions/2/publish")
    assert "sẽ thay ấn bản đang công bố: số 1, Lần 1" in asked.text
    assert asked.fields()["replaces"] == "1"
    published(analyst, 2, "1")
    assert "đã được thay bằng số 2" in analyst.open("/ministry/editions/1").text
    with reading(engine) as conn:
        states = {each.id: each.state for each in editions.all_editions(conn)}
    assert states == {1: EditionState.REPLACED, 2: EditionState.PUBLISHED}


def test_what_was_published_meanwhile_is_not_replaced_unseen(analyst: Visitor) -> None:
    analyst.open("/ministry/editions/2/publish")
    published(analyst, 1)
    refused = analyst.post("/ministry/editions/2/publish", {"reason": REASON, "replaces": ""}, 400)
    assert "Đợt này đã có ấn bản công bố số 1" in refused.text


def test_two_editions_compared_say_who_comes_in_who_goes_out_and_why(analyst: Visitor) -> None:
    page = analyst.open("/ministry/editions/compare?earlier=1&later=2")
    assert "Khác nhau ở: trọng số; ngân sách." in page.text
    assert "Xã bị ra" in page.text
    assert "Do trọng số" in page.text
    same = analyst.open("/ministry/editions/compare?earlier=1&later=1").text
    assert "không có gì khác" in same


def test_a_check_finds_an_edition_sound_or_names_what_was_tampered_with(
    analyst: Visitor, engine: Engine
) -> None:
    sound = analyst.open("/ministry/editions/1/verify").text
    assert "đúng như khi lập: mọi mã băm khớp, tính lại cho cùng 3.321 dòng" in sound
    with writing(engine) as conn:
        conn.execute(text("DROP TRIGGER edition_rows_kept_update"))
        row = conn.execute(
            text("SELECT code, figures FROM edition_rows WHERE edition_id = 1")
        ).all()
        code, figures = next(each for each in row if '"rank":1.0,' in each.figures)
        conn.execute(
            text("UPDATE edition_rows SET figures = :new WHERE edition_id = 1 AND code = :code"),
            {"new": figures.replace('"rank":1.0,', '"rank":9.0,'), "code": code},
        )
    page = analyst.open("/ministry/editions/1/verify").text
    assert "không còn mã băm như khi lập" in page
    assert "cột rank: đang lưu 9" in page


@pytest.mark.drill
def test_the_workbook_is_the_one_that_the_command_writes_to_the_byte(
    analyst: Visitor, engine: Engine, tmp_path: Path
) -> None:
    answer = analyst.client.get("/ministry/editions/1/annex.xlsx")
    write_edition(engine, 1, tmp_path / "command.xlsx")
    assert answer.data == (tmp_path / "command.xlsx").read_bytes()
