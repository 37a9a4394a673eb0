"""The plug is pulled in the middle of a hundred saves: none that was acknowledged is lost."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from survey.accounts import Role
from survey.founding import found
from survey.signing_in.passwords import hash_password
from survey.store import accounts, journal, responses, rounds
from survey.store.database import engine_for, reading, writing
from tests.builders import BA_DINH

PASSWORD = "mot mat khau du dai"
QUESTIONS = ("infra_pc_working", "infra_pc_qualified", "infra_counters", "infra_scanners")
SAVES_EACH, KILLED_AFTER = 25, 40


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A real database with one officer."""
    url = f"sqlite:///{tmp_path / 'survey.db'}"
    engine = engine_for(url)
    now = datetime.now(UTC)
    found(engine, password="x" * 20, at=now)
    with writing(engine) as connection:
        accounts.add_account(
            connection,
            sign_in="an",
            name="An",
            role=Role.OFFICER,
            commune_code=BA_DINH,
            password_hash=hash_password(PASSWORD),
            must_change_password=False,
            at=now,
        )
    engine.dispose()
    return url


@dataclass
class Server:
    """``serve`` as a process of its own, as an administrator would start it."""

    url: str
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As when the plug is pulled: no time for anything."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"DATABASE_URL": database, "SECRET_KEY": "k" * 64, "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "survey.commands", "serve", "--port", str(port)]
    root = Path(__file__).parents[2]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    running = Server(database, port, process)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield running
    running.kill()


@dataclass
class Officer:
    """A browser reduced to what saving needs: a cookie, a token and the form's address."""

    port: int
    name: str = "an"
    password: str = PASSWORD
    cookies: dict[str, str] = field(default_factory=dict)
    acknowledged: list[tuple[str, int]] = field(default_factory=list)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, urlencode(fields or {}), headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def token(self, path: str) -> str:
        _, page = self.ask("GET", path)
        found_token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found_token, page[:500]
        return found_token[1]

    def sign_in(self) -> None:
        given = {"sign_in": self.name, "password": self.password}
        fields = {"csrf_token": self.token("/sign-in"), **given}
        status, page = self.ask("POST", "/sign-in", fields)
        assert status == 302, page[:1000]


def save_until_the_end(
    officer: Officer, question: str, token: str, enough: threading.Event
) -> None:
    """Save 25 values one after another; a save counts once the server has answered."""
    for value in range(1, SAVES_EACH + 1):
        fields = {
            "csrf_token": token,
            "base": "0",
            "key": f"{question}-{value}",
            "then": "stay",
            question: str(value),
            f"{question}--state": "",
        }
        try:
            fields["base"] = str(value_base(officer))
            status, _ = officer.ask("POST", "/survey/section/infra", fields)
        except (OSError, http.client.HTTPException):
            return
        if status == 302:
            officer.acknowledged.append((question, value))
        if len(officer.acknowledged) >= KILLED_AFTER:
            enough.set()


def value_base(officer: Officer) -> int:
    """The revision that the page shows now."""
    _, page = officer.ask("GET", "/survey/section/infra")
    base = re.search(r'name="base"[^>]*value="(\d+)"', page)
    assert base, page[:500]
    return int(base[1])


def test_killing_the_server_among_a_hundred_saves_loses_none_that_was_acknowledged(
    server: Server,
) -> None:
    officer = Officer(server.port)
    officer.sign_in()
    token = officer.token("/survey/section/infra")
    enough = threading.Event()
    workers = [
        threading.Thread(target=save_until_the_end, args=(officer, question, token, enough))
        for question in QUESTIONS
    ]
    for worker in workers:
        worker.start()
    assert enough.wait(timeout=60), f"only {len(officer.acknowledged)} saves were acknowledged"
    server.kill()
    for worker in workers:
        worker.join(timeout=60)
    acknowledged = set(officer.acknowledged)
    assert KILLED_AFTER <= len(acknowledged) < SAVES_EACH * len(QUESTIONS)
    assert acknowledged <= stored_saves(server.url)


def stored_saves(url: str) -> set[tuple[str, int]]:
    """What the database holds after the fall, with the journal's chain still whole."""
    engine = engine_for(url)
    with reading(engine) as connection:
        current = rounds.current_round(connection)
        assert current is not None
        assert journal.verify(connection) is None
        history = responses.revisions_of(connection, current.id, BA_DINH)
    engine.dispose()
    return {
        (question, value)
        for revision in history
        for question in revision.changed
        if isinstance(value := revision.answers[question].value, int)
    }
