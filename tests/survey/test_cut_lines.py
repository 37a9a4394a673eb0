"""Two hundred cuts and a server that falls again and again: nothing is lost, nothing arrives twice."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forms.answers import Answers
from survey.responses import Revision, Status
from survey.store import accounts, attachments, journal, responses
from survey.store.database import engine_for, reading
from tests.builders import BA_DINH, complete_answers, the_questionnaire
from tests.survey.evidence_places import TriedPlace
from tests.survey.founded import PASSWORD, found_in
from tests.survey.severed import Cut, SeveredLine
from tests.survey.test_durability import Officer
from tests.survey.web.device import Fields, typed
from tests.survey.web.offices import COMPLETE, shown

ROOT = Path(__file__).parents[2]
LEAST_CUTS, FALLS = 200, 4
PIECE = 4096


class Falling:
    """``serve`` as a process of its own that is killed and started again on the same port."""

    def __init__(self, folder: Path, evidence: str = "folder") -> None:
        self.evidence = evidence
        self.url = f"sqlite:///{folder / 'survey.db'}"
        self.log = folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.falls = 0
        self.start()

    def start(self) -> None:
        environment = {"DATABASE_URL": self.url, "SECRET_KEY": "k" * 64, "PATH": "/usr/bin:/bin"}
        environment["EVIDENCE_FOLDER"] = str(self.log.with_name("evidence"))
        environment["EVIDENCE"] = self.evidence
        command = [sys.executable, "-m", "survey.commands", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def fall(self) -> None:
        """As when the plug is pulled."""
        self.process.kill()
        self.process.wait()
        self.falls += 1


class Device:
    """What the browser's script does, over a line that breaks: one save kept, repeated until answered."""

    def __init__(self, officer: Officer, account: int) -> None:
        self.officer, self.account = officer, account
        self.version = the_questionnaire().sha256[:12]
        self.token = officer.token("/survey")
        self.revision = 0

    def repeat(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        """The same request until it is answered whole."""
        body = json.dumps({"account": self.account, "round": 1, **sent}).encode()
        return self.until_answered(path, body, "application/json")

    def until_answered(self, path: str, body: bytes, content_type: str) -> dict[str, Any]:
        """Try again until a whole answer comes."""
        while True:
            try:
                return self.ask(path, body, content_type)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.005)

    def ask(self, path: str, body: bytes, content_type: str) -> dict[str, Any]:
        """One try; an answer that is not whole is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.officer.port, timeout=15)
        cookie = "; ".join(f"{name}={value}" for name, value in self.officer.cookies.items())
        headers = {"Cookie": cookie, "X-CSRFToken": self.token, "Connection": "close"}
        try:
            connection.request("POST", path, body, {**headers, "Content-Type": content_type})
            answer = connection.getresponse()
            said: dict[str, Any] = json.loads(answer.read())
        finally:
            connection.close()
        assert answer.status == 200, said
        return said

    def save(self, changes: dict[str, Fields]) -> None:
        sent = {"version": self.version, "base": self.revision, "known": self.revision}
        key = secrets.token_hex(16)
        said = self.repeat("/survey/sync", {**sent, "key": key, "changes": changes})
        assert (said["refused"], said["conflicts"]) == ({}, {})
        self.revision = said["revision"]

    def attach(self, question: str, content: bytes) -> None:
        """A file in pieces, each repeated until it is answered; the next begins where the server is."""
        told = {"account": self.account, "round": 1, "key": secrets.token_hex(16), "name": "x.pdf"}
        told |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        said: dict[str, Any] = {"have": 0}
        while "attached" not in said:
            have = said["have"]
            piece = FileStorage(io.BytesIO(content[have : have + PIECE]), "blob", "piece")
            sent = {"file": json.dumps({**told, "at": have}), "piece": piece}
            boundary, body = encode_multipart(sent)
            kind = f'multipart/form-data; boundary="{boundary}"'
            said = self.until_answered(f"/survey/sync/evidence/{question}", body, kind)

    def submit(self) -> str:
        sent = {"key": secrets.token_hex(16), "revision": self.revision}
        return str(self.repeat("/survey/sync/submit", sent)["receipt"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Falling]:
    found_in(tmp_path).dispose()
    running = Falling(tmp_path)
    yield running
    running.fall()


def account_of(url: str) -> int:
    """The officer's account."""
    engine = engine_for(url)
    with reading(engine) as connection:
        found = accounts.account_by_sign_in(connection, "canbo")
    engine.dispose()
    assert found is not None
    return found.id


def stored_in(url: str) -> tuple[Status, str | None, Answers, tuple[Revision, ...]]:
    """What arrived, the journal's chain being whole."""
    engine = engine_for(url)
    with reading(engine) as connection:
        assert journal.verify(connection) is None
        response = responses.response_of(connection, 1, BA_DINH)
        history = tuple(responses.revisions_of(connection, 1, BA_DINH))
    engine.dispose()
    return response.status, response.receipt, response.answers, history


def a_scan(dice: random.Random) -> bytes:
    """A document of some pieces."""
    return b"%PDF-1.4\n" + dice.randbytes(8 * PIECE) + b"\n%%EOF\n"


def arrived_in(server: Falling) -> dict[str, bytes]:
    """The files that arrived, by question: each once, with one entry in the journal."""
    engine = engine_for(server.url)
    with reading(engine) as connection:
        made = attachments.attached(connection, 1, BA_DINH)
        entered = [each for each in journal.entries(connection) if each.action == "attach"]
    kept = TriedPlace(server.evidence, engine, server.log.with_name("evidence"))
    # Nothing is left on its way in.
    assert len(made) == len(entered) == len(kept.kept)
    found = {each.question_id: kept.place.files.read(each.sha256) for each in made}
    engine.dispose()
    return found


def cutting(dice: random.Random) -> Iterator[Cut]:
    """Three to five cuts for each time that the line holds, anywhere in the request or the answer."""
    while True:
        for _ in range(dice.randint(3, 4)):
            yield dice.choice(
                ((dice.randint(0, 900), None), (None, dice.randint(0, 700)), (None, 0))
            )
        yield None, None


@pytest.mark.drill
def test_two_hundred_cuts_and_a_falling_server_lose_nothing_and_double_nothing(
    server: Falling,
) -> None:
    dice = random.Random(2026)
    officer = Officer(server.port, name="canbo", password=PASSWORD)
    officer.sign_in()
    device = Device(officer, account_of(server.url))
    cuts = cutting(dice)
    falls: list[float] = []

    def fall_if_due() -> None:
        """In the middle of a save: perhaps before the commit, perhaps after it."""
        if falls:
            time.sleep(falls.pop())
            server.fall()
            server.start()

    line = SeveredLine(server.port, lambda: next(cuts), fall_if_due)
    officer.port = line.port
    answers = complete_answers(**COMPLETE)
    names = list(answers)
    for number, name in enumerate(names):
        if number % (len(names) // FALLS) == 5:
            falls.append(dice.choice((0, 0.005, 0.02, 0.05)))
        device.save({name: typed(shown(answers[name]))})
    scans = {each: a_scan(dice) for each in ("infra_lan", "conn_villages_dead")}
    for question, scan in scans.items():
        falls.append(dice.choice((0, 0.005, 0.02)))
        device.attach(question, scan)
    receipt = device.submit()
    line.close()

    status, stored_receipt, stored, history = stored_in(server.url)
    assert line.cuts >= LEAST_CUTS
    assert server.falls >= FALLS + len(scans)
    assert arrived_in(server) == scans
    assert stored == answers
    assert (status, stored_receipt) == (Status.SUBMITTED, receipt)
    assert [each.step for each in history] == ["save"] * len(names) + ["submit"]
    assert [name for each in history for name in each.changed] == names


@pytest.mark.drill
def test_a_file_over_such_a_line_arrives_once_and_whole_in_the_database_too(tmp_path: Path) -> None:
    found_in(tmp_path).dispose()
    server, dice = Falling(tmp_path, "database"), random.Random(2027)
    officer = Officer(server.port, name="canbo", password=PASSWORD)
    officer.sign_in()
    device = Device(officer, account_of(server.url))
    cuts = cutting(dice)
    falls = [0.02]

    def fall_if_due() -> None:
        if falls:
            time.sleep(falls.pop())
            server.fall()
            server.start()

    line = SeveredLine(server.port, lambda: next(cuts), fall_if_due)
    officer.port = line.port
    scan = a_scan(dice)
    device.attach("infra_lan", scan)
    line.close()
    assert arrived_in(server) == {"infra_lan": scan}
    assert server.falls == 1
    assert line.cuts >= 20
    assert not server.log.with_name("evidence").exists()
    server.fall()
