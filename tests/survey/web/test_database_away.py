"""The database is away, or takes no changes, for a while: a sentence with what was typed, and on it goes by itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection

from survey.store import database
from survey.store.database import Unreachable, engine_for, upgrade, upgrade_once_reachable
from survey.web import filling
from survey.web.access import public
from tests.databases import database_url
from tests.survey.founded import app_over, found_at, found_in
from tests.survey.web.offices import SECTION, Offices
from tests.survey.web.test_faults import TYPED, held, impatient

__all__ = ["database_url", "impatient"]
LOST_AT_COMMIT = OperationalError(
    None, None, psycopg.OperationalError("server closed"), connection_invalidated=True
)
PASSING: list[SQLAlchemyError] = [
    LOST_AT_COMMIT,
    OperationalError("SELECT", None, psycopg.errors.CannotConnectNow("starting up")),
    InterfaceError("SELECT", None, psycopg.InterfaceError("the connection is closed")),
    InternalError("INSERT", None, psycopg.errors.ReadOnlySqlTransaction("read-only")),
    IntegrityError("INSERT", None, Exception("gone"), connection_invalidated=True),
    PendingRollbackError("can't reconnect until invalid transaction is rolled back"),
    NoConnection("QueuePool limit reached"),
]
LASTING: list[SQLAlchemyError] = [
    IntegrityError("INSERT", None, psycopg.errors.UniqueViolation("twice")),
    InternalError("SELECT", None, psycopg.errors.InternalError_("a bug")),
    SQLAlchemyError("a mistake of ours"),
]


@pytest.mark.parametrize(
    ("error", "status"), [*((each, 503) for each in PASSING), *((each, 500) for each in LASTING)]
)
def test_what_passes_by_itself_is_told_apart_from_what_does_not(
    error: SQLAlchemyError, status: int, offices: Offices
) -> None:
    @offices.app.get("/fails")
    @public
    def fails() -> str:
        raise error

    page = offices.officer.open("/fails", status)
    assert "Traceback" not in page.html
    assert ("Hãy đợi một phút" in page.text) is (status == 503)


def test_a_save_whose_commit_was_cut_is_not_called_undone_and_can_be_sent_again(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise LOST_AT_COMMIT

    with monkeypatch.context() as away:
        away.setattr(filling, "save_answers", cut)
        page = offices.save(TYPED, status=503)
    assert "chưa biết nội dung vừa gửi đã lưu được hay chưa" in page.text
    assert "chưa có gì thay đổi" not in page.text
    offices.officer.post(SECTION, page.fields(SECTION))
    assert offices.response.answers["infra_pc_working"].value == 37


def test_what_has_no_key_is_to_be_looked_at_before_it_is_repeated(offices: Offices) -> None:
    @offices.app.post("/fails")
    @public
    def fails() -> str:
        raise LOST_AT_COMMIT

    page = offices.officer.post("/fails", {}, 503)
    assert "mở lại trang để xem rồi mới làm lại" in page.text


def test_a_remark_that_could_not_be_stored_is_kept_as_typed(impatient: Offices) -> None:
    path, officer = "/discuss/00004/infra_lan/say", impatient.officer
    with held(impatient.app.config["ENGINE"]):
        page = officer.post(path, {"text": "Đo lại ngày mai", "key": "k"}, 503)
    assert page.fields(path)["text"] == "Đo lại ngày mai"
    assert "Đo lại ngày mai" in officer.post(path, page.fields(path)).text


def test_a_file_whose_journal_entry_cannot_be_written_does_not_leave(impatient: Offices) -> None:
    reviewer = impatient.reviewer
    with held(impatient.app.config["ENGINE"]):
        answer = reviewer.client.get("/review/workbooks.zip")
    assert answer.status_code == 503
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert "chưa có gì thay đổi" in answer.text
    assert reviewer.client.get("/review/workbooks.zip").status_code == 200


@pytest.fixture
def either(database_url: str, tmp_path: Path) -> Iterator[Offices]:
    """Offices over a database of either kind."""
    (tmp_path / "source").mkdir()
    engine = found_at(database_url, tmp_path / "source")
    offices = Offices(app_over(engine))
    engine.dispose()
    yield offices
    offices.app.config["ENGINE"].dispose()


def take_no_changes(connection: Connection) -> None:
    """As a database does that is a copy of another, or in maintenance."""
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def test_a_postgresql_that_takes_no_changes_is_read_and_later_written_again(
    either: Offices,
) -> None:
    engine: Engine = either.app.config["ENGINE"]
    if engine.dialect.name == "sqlite":
        pytest.skip("a file has no such setting: test_read_only_disk.py")
    either.save({"infra_pc_working": "30"})
    event.listen(engine, "begin", take_no_changes)
    page = either.save(TYPED, status=503)
    assert page.fields(SECTION)["infra_pc_working"] == "37"
    either.officer.open(SECTION)
    event.remove(engine, "begin", take_no_changes)
    either.officer.post(SECTION, page.fields(SECTION))
    assert either.response.answers["infra_pc_working"].value == 37


def test_a_server_that_starts_before_its_database_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "survey.db"
    file.mkdir()
    engine = engine_for(f"sqlite:///{file}")
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    with pytest.raises(Unreachable, match="could not be opened"):
        upgrade_once_reachable(engine)
    monkeypatch.setattr(database, "WAIT_SECONDS", 30)
    monkeypatch.setattr(time, "sleep", lambda _: file.exists() and file.rmdir())
    upgrade_once_reachable(engine)
    upgrade(engine)
    engine.dispose()


@pytest.mark.drill
def test_a_process_that_finds_no_database_ends_so_that_gunicorn_starts_another(
    tmp_path: Path,
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://x@127.0.0.1:{nobody.getsockname()[1]}/x"
        impatient = "import survey.store.database as d; d.WAIT_SECONDS = 0; import survey.wsgi"
        ended = subprocess.run(
            [sys.executable, "-c", impatient],
            env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "SECRET_KEY": "s" * 64},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=False,
        )
    # Neither 3 nor 4, by which gunicorn would end all its processes.
    assert ended.returncode == 1
    assert "could not be opened" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_not_there_any_more_is_noticed_within_half_a_minute() -> None:
    given: dict[str, object] = {}
    for address in ("", "?connect_timeout=3"):
        engine = engine_for(f"postgresql://x@127.0.0.1:9/x{address}")
        event.listen(engine, "do_connect", lambda _d, _r, _a, words: given.update(words))
        with pytest.raises(OperationalError), engine.connect():
            pass
        assert str(given["connect_timeout"]) == ("3" if address else "10")
        assert int(str(given["tcp_user_timeout"])) <= 30_000
        idle, every, times = (
            int(str(given[f"keepalives_{each}"])) for each in ("idle", "interval", "count")
        )
        assert idle + every * times <= 30
        engine.dispose()


@pytest.mark.drill
def test_a_database_that_takes_connections_and_says_nothing_holds_nobody_for_long(
    tmp_path: Path,
) -> None:
    app = app_over(found_in(tmp_path))
    app.config["ENGINE"].dispose()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        app.config["ENGINE"] = engine_for(f"postgresql://x@127.0.0.1:{port}/x?connect_timeout=2")
        began = time.monotonic()
        assert app.test_client().get("/health").status_code == 503
        assert time.monotonic() - began < 5
        app.config["ENGINE"].dispose()
