"""Deadline day against 127.0.0.1: 500 officers save at once, then the whole country saves within one hour.

On SQLite with waitress always; on PostgreSQL with gunicorn where BENCH_POSTGRESQL_URL names a database that may be
filled. The floor is the same server and database doing one bare validated insert (:mod:`bare_save`).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection

from survey.accounts import Role
from survey.app import create_app
from survey.benchmarks.load_clients import Client, all_at_once, at_a_rate
from survey.benchmarks.measured import KIB, Measured
from survey.communes import load_register
from survey.founding import found
from survey.listening import OPTIONS
from survey.settings import Settings
from survey.store import accounts, journal, responses, sessions
from survey.store.database import engine_for, reading, upgrade, writing
from survey.store.rounds import current_round
from survey.web.access import digest_of
from survey.web.state import questionnaire_of

HOME = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdef" * 4
OFFICERS, SAVES_EACH = 500, 4
# All sections of all communes within one hour, where most of a deadline's day is quieter.
COUNTRY_PER_SECOND = 3321 * 6 / 3600
SECONDS_OF_THE_HOUR = 30
BOUND = 1 / 0.6
SECONDS_FOR_A_SAVE = 1.0


@dataclass(frozen=True, slots=True)
class Stack:
    """A server and a database; ``command`` serves a WSGI application's address at a port."""

    name: str
    url: str
    gunicorn: bool

    def command(self, application: str, port: int) -> list[str]:
        """How the server is started."""
        if self.gunicorn:
            options = ["-w", "2", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{port}"]
            return [sys.executable, "-m", "gunicorn", *options, application]
        words = {name.replace("_", "-"): value for name, value in OPTIONS.items()}
        flags = [f"--{name}" for name, value in words.items() if value is True]
        numbers = [
            f"--{name}={value}" for name, value in words.items() if not isinstance(value, bool)
        ]
        options = [f"--listen=127.0.0.1:{port}", *flags, *numbers]
        return [sys.executable, "-m", "waitress", *options, application]


def measurements() -> Iterator[Measured]:
    """Both ways of saving on each stack."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        yield from on(Stack("SQLite, waitress", f"sqlite:///{folder}/survey.db", gunicorn=False))
    url = os.environ.get("BENCH_POSTGRESQL_URL", "")
    if url:
        yield from on(Stack("PostgreSQL, gunicorn", url, gunicorn=True))


def on(stack: Stack) -> Iterator[Measured]:
    """500 at once beside the floor, then the country's hour; nothing lost, nothing wrong."""
    clients = signed_in(stack.url)
    with served(stack, "survey.benchmarks.bare_save:app") as (port, _):
        bare = asyncio.run(all_at_once(at(clients, port), SAVES_EACH))
    with served(stack, "survey.wsgi:app") as (port, process):
        ours = at(clients, port)
        took = asyncio.run(all_at_once(ours, SAVES_EACH))
        refuse_losses(stack.url, ours)
        yield Measured(
            f"a save, {OFFICERS} officers at once ({stack.name})",
            took / (OFFICERS * SAVES_EACH),
            "a bare validated insert",
            bare / (OFFICERS * SAVES_EACH),
            memory_of(process),
            BOUND,
            f"{OFFICERS * SAVES_EACH / took:.0f} saves/s; none lost, none wrong, no 5xx",
        )
        before = [len(each.seconds) for each in ours]
        asyncio.run(at_a_rate(ours, COUNTRY_PER_SECOND, SECONDS_OF_THE_HOUR))
        times = [s for each, n in zip(ours, before, strict=True) for s in each.seconds[n:]]
        refuse_losses(stack.url, ours)
        yield Measured(
            f"95 % of saves, the country within an hour ({stack.name})",
            sorted(times)[int(0.95 * len(times))],
            "one second",
            SECONDS_FOR_A_SAVE,
            memory_of(process),
            1.0,
            f"{COUNTRY_PER_SECOND:.1f} saves/s and twice as many pages; {len(times)} saves",
        )


def at(clients: Sequence[Client], port: int) -> list[Client]:
    """The clients, each its own, at this port."""
    return [replace(each, port=port, saved={}, seconds=[], failures=[]) for each in clients]


def refuse_losses(url: str, clients: Sequence[Client]) -> None:
    """Raise where a save failed, or where what was acknowledged is not what is stored."""
    failures = [each for client in clients for each in client.failures]
    if failures:
        raise RuntimeError(f"{len(failures)} failed, the first with {failures[0]}")
    engine = engine_for(url)
    try:
        with reading(engine) as conn:
            refuse_other_answers(conn, clients)
    finally:
        engine.dispose()


def refuse_other_answers(conn: Connection, clients: Sequence[Client]) -> None:
    """Raise where what is stored is not what was acknowledged."""
    if journal.verify(conn) is not None:
        raise RuntimeError("the journal is broken")
    for client in clients:
        stored = responses.response_of(conn, 1, client.commune).answers
        for name, value in client.saved.items():
            if name not in stored or str(stored[name].value).removesuffix(".0") != value:
                raise RuntimeError(f"{client.commune}: {name} is {stored.get(name)}")


def signed_in(url: str) -> list[Client]:
    """A founded database with an officer in each of 500 communes, every one with an open session."""
    engine, now = engine_for(url), datetime.now(UTC)
    upgrade(engine)
    found(engine, password=secrets.token_hex(), at=now)
    app = create_app(Settings(url, SECRET))
    codes, tokens = sorted(load_register().communes)[:OFFICERS], []
    with writing(engine) as conn:
        asked = current_round(conn)
        for code in codes:
            account = accounts.add_account(
                conn,
                sign_in=f"xa{code}",
                name=f"Cán bộ {code}",
                role=Role.OFFICER,
                commune_code=code,
                password_hash="-",  # noqa: S106 - nobody signs in by one
                must_change_password=False,
                at=now,
            )
            tokens.append((code, account.id, secrets.token_urlsafe(32)))
            digest, until = digest_of(tokens[-1][2]), now + timedelta(hours=4)
            sessions.open_session(conn, account.id, digest, now, until)
    engine.dispose()
    if asked is None:
        raise RuntimeError("no round")
    with app.app_context():
        version = questionnaire_of(asked).sha256[:12]
    made = [
        Client(0, code, account, *cookie_of(app, token), version) for code, account, token in tokens
    ]
    app.config["ENGINE"].dispose()
    return made


def cookie_of(app: Flask, token: str) -> tuple[str, str]:
    """The cookie of a session with this token, and its form's token."""
    with app.test_request_context():
        session["token"] = token
        form_token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return signer.dumps(dict(session)), form_token


@contextlib.contextmanager
def served(stack: Stack, application: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The application on a free port, until it is done with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": stack.url, "SECRET_KEY": SECRET}
    process = subprocess.Popen(  # noqa: S603 - our own command line
        stack.command(application, port), cwd=HOME, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once it answers; RuntimeError where it ends or takes a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The memory of a server's processes now, in bytes; 0 where the system does not tell."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, ValueError, KeyError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            if str(process.pid) in (lines["Pid"].strip(), lines["PPid"].strip()):
                total += int(lines["VmRSS"].split()[0]) * KIB
    return total
