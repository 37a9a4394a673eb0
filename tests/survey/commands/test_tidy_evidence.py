"""``tidy-evidence``: what belongs to no answer goes after a day; what does never goes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.attached_files import read_file
from survey.accounts import Role
from survey.attaching import Place, attach, withdraw
from survey.store import attachments, journal
from survey.store.database import reading
from survey.store.files import Files
from survey.store.incoming import Incoming
from survey.tidying import tidy
from tests.builders import BA_DINH, MONDAY, an_account
from tests.forms.evidence_files import PDF
from tests.survey.commands.running import run
from tests.survey.founded import found_in

PLACE = Place(1, BA_DINH, "conn_villages_dead", an_account(Role.OFFICER, BA_DINH))
OTHER = PDF + b"\n"
TWO_DAYS = 2 * 86400


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def aged(place: Path) -> None:
    """As if it lay there since the day before yesterday."""
    before = place.stat().st_mtime - TWO_DAYS
    os.utime(place, (before, before))


def folder_of(tmp_path: Path, engine: Engine) -> tuple[Files, Incoming]:
    """An attached file, a withdrawn one, and leftovers of each kind, one of them young."""
    files, incoming = Files(tmp_path / "evidence"), Incoming(tmp_path / "evidence" / "incoming")
    attach(engine, files, PLACE, read_file("x.pdf", PDF), MONDAY)
    taken_back = attach(engine, files, PLACE, read_file("y.pdf", OTHER), MONDAY)
    withdraw(engine, PLACE, taken_back.id, MONDAY)
    files.keep(b"old")
    files.keep(b"young")
    unfinished = files.place(files.keep(b"x")).with_name("new-1234")
    unfinished.write_bytes(b"half")
    incoming.add(1, "a" * 16, 0, b"piece")
    for place in [*files.places(), *incoming.places()]:
        if place.read_bytes() != b"young":
            aged(place)
    return files, incoming


def tidied(tmp_path: Path, engine: Engine, *options: str) -> str:
    """The command's words."""
    folder = str(tmp_path / "evidence")
    asked = run("tidy-evidence", "--database", str(engine.url), *options, EVIDENCE_FOLDER=folder)
    assert asked.exit_code == 0, asked.output
    return asked.output


def contents(files: Files, incoming: Incoming) -> set[bytes]:
    return {each.read_bytes() for each in [*files.places(), *incoming.places()]}


def test_what_is_old_and_of_no_answer_is_listed_then_removed(
    tmp_path: Path, engine: Engine
) -> None:
    files, incoming = folder_of(tmp_path, engine)
    everything = contents(files, incoming)
    assert "files of no answer: 4 · byte / bytes: 13" in tidied(tmp_path, engine)
    assert contents(files, incoming) == everything
    assert "Removed" in tidied(tmp_path, engine, "--apply")
    assert contents(files, incoming) == {PDF, OTHER, b"young"}
    assert "files of no answer: 0" in tidied(tmp_path, engine, "--apply")
    with reading(engine) as conn:
        entries = [each for each in journal.entries(conn) if each.action == "evidence tidied"]
        assert journal.verify(conn) is None
    assert [each.detail["files"] for each in entries] == [4]
    assert "new-1234" in str(entries[0].detail["name"])


def test_a_folder_that_is_not_there_has_nothing_to_tidy(tmp_path: Path, engine: Engine) -> None:
    assert "files of no answer: 0" in tidied(tmp_path, engine)


def test_a_file_that_is_tidied_away_while_it_is_attached_is_kept_again(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the file and its row: the two writers take turns, so the file is kept before the commit."""
    files, incoming = Files(tmp_path / "evidence"), Incoming(tmp_path / "evidence" / "incoming")
    keep, later = Files.keep, MONDAY + timedelta(days=3650)

    def kept_then_tidied(kept: Files, content: bytes) -> str:
        name = keep(kept, content)
        monkeypatch.undo()
        tidy(engine, files, incoming, by="command line", now=later)
        assert files.places() == ()
        return name

    monkeypatch.setattr(Files, "keep", kept_then_tidied)
    made = attach(engine, files, PLACE, read_file("x.pdf", PDF), MONDAY)
    assert files.read(made.sha256) == PDF
    with reading(engine) as conn:
        assert attachments.hashes(conn) == {made.sha256}
