"""Many who want what must be calculated: it is calculated once, and whoever saves answers finds a thread."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from survey.communes import load_register
from survey.store.database import writing
from survey.store.paces import Pace
from survey.web import edition_shelf, heavy, province_edition, scenario_ground
from survey.web.awaiting import AT_ONCE, Room
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import Program, published_in, token_for
from tests.visitor import Visitor

OWN = "/review/editions/1/workbook.xlsx"
LANGUAGES = ("vi", "en")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = published_in(tmp_path)
    yield app_over(engine)
    engine.dispose()


def signed_in(app: Flask, who: str) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(who, PASSWORD)
    return visitor


@pytest.fixture
def full(app: Flask) -> Iterator[ExitStack]:
    """All the room is taken, by threads that calculate."""
    room = app.extensions.setdefault("room", Room())
    with ThreadPoolExecutor(AT_ONCE) as pool, ExitStack() as taken:
        for _ in range(AT_ONCE):
            sitting, leave = Event(), Event()
            pool.submit(sit, room, sitting, leave)
            assert sitting.wait(30)
            taken.callback(leave.set)
        yield taken


def sit(room: Room, sitting: Event, leave: Event) -> None:
    with room.entered():
        sitting.set()
        leave.wait(30)


def test_while_others_calculate_a_file_is_a_page_that_opens_by_itself_and_officers_go_on(
    app: Flask, full: ExitStack
) -> None:
    reviewer, officer = signed_in(app, "tinh"), signed_in(app, "canbo")
    answer = reviewer.client.get(OWN)
    assert answer.status_code == 503
    assert answer.headers["Refresh"] == answer.headers["Retry-After"] == "2"
    assert "Trang tự mở khi tính xong" in answer.text
    officer.open("/survey")
    full.close()
    assert reviewer.client.get(OWN).status_code == 200


def test_a_program_and_whoever_sends_something_are_told_to_come_again(
    app: Flask, full: ExitStack
) -> None:
    analyst, program = signed_in(app, "bo"), Program(app, token_for(app, "bo"))
    told = program.get("/editions/1/priorities")
    assert (told.status_code, told.headers["Retry-After"]) == (503, "2")
    assert "Wait a few seconds" in (told.json or {})["en"]
    page = analyst.post("/ministry/scenario/save", {"asked": "from=0", "name": "Lần 3"}, 503)
    assert "Hãy đợi vài giây rồi thử lại" in page.text


def test_an_edition_is_calculated_once_for_all_provinces_and_files(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calculated: list[int] = []
    real = edition_shelf.as_stored

    def counted(*asked: Any) -> Any:
        calculated.append(1)
        return real(*asked)

    monkeypatch.setattr(edition_shelf, "as_stored", counted)
    reviewer, analyst = signed_in(app, "tinh"), signed_in(app, "bo")
    for province in ("01", "79", "01"):
        move(app, province)
        assert reviewer.client.get(OWN).status_code == 200
    assert analyst.client.get("/ministry/editions/1/annex.xlsx").status_code == 200
    assert calculated == [1]


def test_every_provinces_workbook_is_kept_in_both_languages(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, str]] = []

    def write(_edition: object, province: str, words: str) -> bytes:
        written.append((province, words))
        return b"workbook"

    monkeypatch.setattr(province_edition, "written", write)
    monkeypatch.setattr(heavy, "A_PERSONS_PACE", Pace(timedelta(microseconds=1), at_once=10**6))
    reviewer = signed_in(app, "tinh")
    provinces = sorted(load_register().provinces)
    for language in LANGUAGES * 2:
        reviewer.client.get(f"/language?to={language}")
        for province in provinces:
            move(app, province)
            assert reviewer.client.get(OWN).status_code == 200
    assert len(written) == len(set(written)) == len(provinces) * len(LANGUAGES)


def test_files_of_an_edition_are_taken_at_a_persons_pace_and_their_memory_is_given_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(heavy, "A_PERSONS_PACE", Pace(timedelta(hours=1), at_once=1))
    monkeypatch.setattr(heavy, "give_back", lambda: given.append(True))
    for who, path in (("tinh", OWN), ("bo", "/ministry/editions/1/files/list.csv")):
        visitor = signed_in(app, who)
        assert [visitor.client.get(path).status_code for _ in range(2)] == [200, 429]
    assert len(given) == 4


def move(app: Flask, province: str) -> None:
    """Give the reviewer this province."""
    change = text("UPDATE accounts SET province_code = :province WHERE sign_in = 'tinh'")
    with writing(app.config["ENGINE"]) as conn:
        conn.execute(change, {"province": province})


@pytest.mark.drill
@pytest.mark.parametrize(
    ("path", "module", "maker"),
    [
        ("/ministry/editions/1", edition_shelf, "Inputs"),
        ("/ministry/editions/1/files/list.csv", edition_shelf, "Inputs"),
        ("/ministry/editions/compare?earlier=1&later=2", edition_shelf, "basis_of"),
        ("/ministry/editions/1/plane.png", edition_shelf, "draw_plane"),
        ("/ministry/editions/1/annex.xlsx", edition_shelf, "write_edition_annex"),
        ("/ministry/scenario", scenario_ground, "preview"),
    ],
)
def test_nobody_who_waits_holds_the_database(
    app: Flask, path: str, module: Any, maker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_go, real = Event(), Event(), getattr(module, maker)

    def held(*asked: Any, **how: Any) -> Any:
        began.set()
        assert may_go.wait(30)
        return real(*asked, **how)

    monkeypatch.setattr(module, maker, held)
    visitors = [signed_in(app, "bo") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers: list[Future[Any]] = [
            pool.submit(each.client.get, path, follow_redirects=True) for each in visitors
        ]
        try:
            assert began.wait(30)
            # The second waits for the first once it has come, which nothing but a little time shows.
            Event().wait(0.5)
            assert isinstance(pool_of(app), QueuePool)
            assert pool_of(app).checkedout() == 0
        finally:
            may_go.set()
        assert [each.result(60).status_code for each in answers] == [200, 200]


def pool_of(app: Flask) -> Any:
    """The connections of the application."""
    return app.config["ENGINE"].pool
