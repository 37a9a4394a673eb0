"""The disk takes no more writing: pages are read, nothing typed is lost, and once it writes again all goes on."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from survey.benchmarks.load import at
from survey.benchmarks.load_clients import Client
from survey.benchmarks.load_people import signed_in
from survey.benchmarks.served import Stack, served
from survey.operating.place_checks import of_folders
from survey.store import journal, responses
from survey.store.database import engine_for, reading
from survey.web.state import incoming
from tests.apart import apart
from tests.disks import Disk, a_disk
from tests.forms.evidence_files import PDF
from tests.survey.commands.running import run
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.offices import SECTION, Offices
from tests.survey.web.test_faults import TYPED, stored_as_before
from tests.visitor import Page, Visitor

EVIDENCE = "/survey/evidence/infra_lan"
# Nobody waits for a disk that will not write as one waits for one's turn.
AT_ONCE_SECONDS = 5
ANOTHER_READS = """
import sqlite3, sys
kept = sqlite3.connect(sys.argv[1])
kept.execute("SELECT count(*) FROM accounts").fetchone()
print("reading", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with a_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def on_disk(disk: Disk) -> Iterator[Offices]:
    """Offices whose database and evidence lie on the disk."""
    engine = found_in(disk.place)
    offices = Offices(app_over(engine))
    yield offices
    offices.app.config["ENGINE"].dispose()
    engine.dispose()


@contextmanager
def nothing_can_be_written(disk: Disk, offices: Offices) -> Iterator[None]:
    """The disk turns read-only under a survey in use: its write-ahead log stays, and so it can be read."""
    database = disk.place / "survey.db"
    command = [sys.executable, "-c", ANOTHER_READS, str(database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd="/") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"reading\n"
        offices.app.config["ENGINE"].dispose()
        # Whoever closes a database last tidies its log away; the disk does not wait for that.
        other.kill()
    disk.read_only()
    yield
    disk.writable()


def state(offices: Offices) -> tuple[int, str]:
    """What ``/health`` says."""
    answer = offices.app.test_client().get("/health")
    return answer.status_code, answer.get_json()["state"]


def test_on_a_read_only_disk_pages_are_read_and_a_save_keeps_what_was_typed(
    on_disk: Offices, disk: Disk
) -> None:
    on_disk.save({"infra_pc_working": "30"})
    people = {who: on_disk.signed_in(who) for who in ("tinh", "bo")}
    assert state(on_disk) == (200, "ok")
    with nothing_can_be_written(disk, on_disk):
        began = time.monotonic()
        assert 'value="30"' in on_disk.officer.open(SECTION).html
        on_disk.officer.open("/survey")
        people["tinh"].open("/review")
        people["bo"].open("/ministry")
        page = on_disk.save(TYPED, status=503, base=1)
        assert "đĩa đầy hay chỉ cho đọc" in page.text
        assert page.fields(SECTION)["infra_pc_working"] == "37"
        Visitor(on_disk.app).post("/sign-in", {"sign_in": "tinh", "password": PASSWORD}, 503)
        assert state(on_disk) == (200, "read_only")
        assert time.monotonic() - began < AT_ONCE_SECONDS
    assert stored_as_before(on_disk, 1)
    on_disk.officer.post(SECTION, page.fields(SECTION))
    assert on_disk.response.answers["infra_pc_working"].value == 37
    assert state(on_disk) == (200, "ok")
    on_disk.signed_in("tinh").open("/review")


def test_a_device_keeps_its_save_and_sends_it_when_the_disk_writes_again(
    on_disk: Offices, disk: Disk
) -> None:
    token = on_disk.officer.token()
    standing = on_disk.officer.client.get("/survey/sync").get_json()
    version = standing["pages"][-1].split("version=")[1].split("&")[0]
    sent = {"account": 1, "round": 1, "version": version, "base": 0, "known": 0, "key": "k" * 16}
    sent["changes"] = {"infra_pc_working": ["37", "", "", ""]}

    def send() -> TestResponse:
        headers = {"X-CSRFToken": token}
        return on_disk.officer.client.post("/survey/sync", json=sent, headers=headers)

    with nothing_can_be_written(disk, on_disk):
        answer = send()
        assert answer.status_code == 503
        assert answer.get_json()["state"] == "failed"
    assert send().get_json()["revision"] == 1
    assert send().get_json()["revision"] == 1


def test_the_doctor_names_a_disk_that_cannot_be_written_to(on_disk: Offices, disk: Disk) -> None:
    settings = on_disk.app.config["SETTINGS"]
    with nothing_can_be_written(disk, on_disk):
        found = list(of_folders(settings, on_disk.app.config["ENGINE"]))
        told = run(
            "doctor",
            DATABASE_URL=settings.database_url,
            SECRET_KEY="0123456789abcdef" * 4,
            EVIDENCE_FOLDER=str(settings.evidence_folder),
        )
    assert any("survey.db cannot be written to" in each.said.en for each in found)
    assert any(f"{disk.place} cannot be written to" in each.said.en for each in found)
    assert any("gắn lại đĩa để ghi được" in each.said.vi for each in found)
    assert told.exit_code == 1
    assert "The journal is intact" in told.output


@pytest.fixture
def evidence_apart(tmp_path: Path) -> Iterator[tuple[Offices, Disk]]:
    """Offices whose database is elsewhere and whose evidence folder is a disk of its own."""
    engine = found_in(tmp_path)
    with a_disk(tmp_path / "evidence") as disk:
        offices = Offices(app_over(engine))
        yield offices, disk
        offices.app.config["ENGINE"].dispose()
    engine.dispose()


def attached(offices: Offices, content: bytes, status: int) -> Page:
    """The officer hands a file in on its page."""
    file = (io.BytesIO(content), "quyet dinh.pdf")
    sent = {"csrf_token": offices.officer.token(), "file": file}
    answer = offices.officer.client.post(EVIDENCE, data=sent, follow_redirects=True)
    return offices.officer.checked(answer, status)


def piece_sent(offices: Offices, content: bytes) -> TestResponse:
    """A device sends a file whole."""
    said = {"account": 1, "round": 1, "key": "e" * 16, "name": "x.pdf", "at": 0}
    said |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    sent = {"file": json.dumps(said), "piece": (io.BytesIO(content), "piece")}
    headers = {"X-CSRFToken": offices.officer.token()}
    return offices.officer.client.post(
        "/survey/sync/evidence/infra_lan", data=sent, headers=headers
    )


def test_a_read_only_evidence_folder_refuses_files_for_now_and_nothing_else(
    evidence_apart: tuple[Offices, Disk],
) -> None:
    offices, disk = evidence_apart
    attached(offices, PDF, 200)
    disk.read_only()
    other = PDF.replace(b"1.4", b"1.5")
    page = attached(offices, other, 503)
    assert "Hãy thử lại sau" in page.text
    assert "quyet dinh" in page.text
    answer = piece_sent(offices, other)
    assert answer.status_code == 503
    # Not "refused": the device keeps the file.
    assert answer.get_json()["state"] == "failed"
    with offices.officer.client.get("/evidence/00004/1") as kept:
        assert kept.data == PDF
    offices.save(TYPED)
    assert state(offices) == (200, "read_only")
    disk.writable()
    assert piece_sent(offices, other).get_json()["count"] == 2
    attached(offices, PDF.replace(b"1.4", b"1.6"), 200)
    assert state(offices) == (200, "ok")


def test_pieces_that_cannot_be_removed_fail_nothing(evidence_apart: tuple[Offices, Disk]) -> None:
    offices, disk = evidence_apart
    with offices.app.app_context():
        kept = incoming()
    kept.add(1, "e" * 16, 0, b"%PDF-")
    disk.read_only()
    kept.forget(1, "e" * 16)
    assert kept.whole(1, "e" * 16) == b"%PDF-"
    disk.writable()
    kept.forget(1, "e" * 16)


@pytest.mark.drill
@pytest.mark.skipif(sys.platform != "linux", reason="limits another process's writing")
def test_a_server_whose_every_write_fails_goes_on_reading_and_saves_again_without_a_restart(
    tmp_path: Path,
) -> None:
    """As when a disk turns read-only under files that are open: what is there is read, every write fails."""
    resource = pytest.importorskip("resource")
    url = f"sqlite:///{tmp_path / 'survey.db'}"
    people = signed_in(url, 2)
    settings = {"EVIDENCE_FOLDER": str(tmp_path / "evidence")}
    with served(Stack("sick", url, gunicorn=False), "survey.wsgi:app", settings) as (port, process):
        first, second = at(people, port)

        async def saved(client: Client, number: str) -> int:
            await client.save({"infra_counters": number})
            await client.read(SECTION)
            await client.hang_up()
            return len(client.failures)

        assert apart(asyncio.run, saved(first, "1")) == 0
        before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        for client in (first, second):
            assert apart(asyncio.run, saved(client, "2")) == 1
            assert client.failures.pop().startswith("503: {'sentence': 'Máy chủ tạm thời")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
        for client in (first, second):
            assert apart(asyncio.run, saved(client, "3")) == 0
        assert process.poll() is None
    engine = engine_for(url)
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        for client in (first, second):
            stands = responses.response_of(conn, 1, client.commune)
            assert stands.answers["infra_counters"].value == 3
            assert stands.revision == client.revision
    engine.dispose()
