"""What the machine does to a survey: full and locked disks, clocks that jump, lines that stall. Nothing is lost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from survey.operating.listening import server_for
from survey.store import database, journal
from survey.store.database import reading
from tests.builders import MONDAY
from tests.stopping import stop
from tests.survey.founded import app_over, found_in
from tests.survey.web.offices import SECTION, Offices

TYPED = {"infra_pc_working": "37", "infra_outage_h": "2,5"}


def stored_as_before(offices: Offices, before: int) -> bool:
    """Whether the response stands where it stood, with the journal whole."""
    with reading(offices.app.config["ENGINE"]) as conn:
        assert journal.verify(conn) is None
    return offices.response.revision == before


def test_a_full_disk_loses_nothing_that_was_typed_and_is_told(offices: Offices) -> None:
    offices.save({"infra_pc_working": "30"})
    engine: Engine = offices.app.config["ENGINE"]

    def fill(connection: object, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    long = {**TYPED, "infra_pc_working--reason": "x" * 900, "infra_pc_qualified--note": "y" * 900}
    event.listen(engine, "connect", fill)
    engine.dispose()
    token = offices.officer.token()
    for number in range(60):
        sent = {**long, "infra_pc_working": str(40 + number), "key": f"f{number}"}
        base = str(offices.response.revision)
        data = {"csrf_token": token, "base": base, **sent}
        answer = offices.officer.client.post(SECTION, data=data)
        if answer.status_code == 503:
            break
    assert answer.status_code == 503
    assert "đĩa đầy" in answer.text
    assert 'value="2,5"' in answer.text
    assert "Gửi lại" in answer.text
    event.remove(engine, "connect", fill)
    engine.dispose()
    before = offices.response.revision
    assert stored_as_before(offices, before)
    offices.save(TYPED, base=before)
    assert offices.response.answers["infra_pc_working"].value == 37


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Another program holds the database to itself."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN")


@pytest.fixture
def impatient(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    """A survey that waits a fifth of a second for its turn to write, not half a minute."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    engine = found_in(tmp_path)  # type: ignore[arg-type]
    yield Offices(app_over(engine))
    engine.dispose()


def test_a_locked_database_is_told_and_what_was_typed_can_be_sent_again(impatient: Offices) -> None:
    impatient.save({"infra_pc_working": "30"})
    with held(impatient.app.config["ENGINE"]):
        page = impatient.save(TYPED, status=503)
        assert "chưa có gì thay đổi" in page.text
        assert page.fields(SECTION)["infra_pc_working"] == "37"
        impatient.officer.open("/survey")
    assert stored_as_before(impatient, 1)
    again = page.fields(SECTION)
    impatient.officer.post(SECTION, again)
    assert impatient.response.answers["infra_pc_working"].value == 37


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-3), timedelta(hours=3)])
def test_a_clock_that_jumps_loses_no_save_and_breaks_no_chain(
    jump: timedelta, offices: Offices
) -> None:
    now = [MONDAY]
    offices.app.config["CLOCK"] = lambda: now[0]
    offices.save({"infra_pc_working": "30"})
    now[0] = MONDAY + jump
    offices.save({"infra_pc_working": "31"})
    now[0] = MONDAY + timedelta(minutes=1)
    offices.save({"infra_pc_working": "32"})
    assert [each.number for each in offices.history] == [1, 2, 3]
    assert offices.response.answers["infra_pc_working"].value == 32
    assert stored_as_before(offices, 3)


@contextmanager
def listening(app: Flask) -> Iterator[int]:
    """The application on waitress, as ``serve`` starts it; gives the port."""
    server = server_for(app, "127.0.0.1", 0)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield server.effective_port
    stop(server, running)


def head(path: str, length: int) -> bytes:
    """The head of a post that announces so many bytes."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode()


def answered(port: int, path: str) -> tuple[bytes, float]:
    """The first line of an answer, and how long it took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        return line.recv(64).split(b"\r\n")[0], time.monotonic() - began


def test_a_hundred_slow_and_half_sent_posts_keep_nobody_waiting(offices: Offices) -> None:
    with listening(offices.app) as port:
        slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(100)]
        try:
            for number, line in enumerate(slow):
                line.sendall(head("/sign-in", 5000) + b"sign_in=" + bytes([97 + number % 26]))
            first_line, took = answered(port, "/health")
            assert first_line.endswith(b"200 OK")
            assert took < 2
            for line in slow[:50]:
                line.close()
            first_line, took = answered(port, "/sign-in")
            assert first_line.endswith(b"200 OK")
        finally:
            for line in slow:
                line.close()
    assert offices.response.revision == 0


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /survey/section/infra HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 40_000 + b"\r\n",
        bytes(range(256)) * 8,
    ],
    ids=["empty", "short", "version", "negative", "chunk", "long", "headers", "bytes"],
)
def test_what_is_no_request_is_refused_and_the_next_one_answered(
    sent: bytes, offices: Offices
) -> None:
    with listening(offices.app) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.settimeout(5)
            answer = b""
            try:
                line.sendall(sent)
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(4000)
            except OSError:
                pass
            assert b"Traceback" not in answer
            assert not answer.startswith(b"HTTP/1.1 5") or b" 501 " in answer[:20]
        assert answered(port, "/health")[0].endswith(b"200 OK")


def test_an_answer_comes_whole_and_its_head_with_it(offices: Offices) -> None:
    with listening(offices.app) as port:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                first = line.recv(1 << 16)
            top, _, body = first.partition(b"\r\n\r\n")
            (length,) = (
                h.split(b": ")[1] for h in top.split(b"\r\n") if h.startswith(b"Content-L")
            )
            assert len(body) == int(length) > 1000
