"""``backup``, ``restore``, ``copy-database``, ``journal`` and ``doctor``, as an administrator types them."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.attached_files import read_file
from survey.accounts import Role
from survey.evidence_files.attaching import Place, attach
from survey.operating.place_checks import of_settings
from survey.settings import Settings
from survey.store import journal
from survey.store.contents import FilesInDatabase
from survey.store.copying import contents
from survey.store.database import engine_for, reading, writing
from survey.store.files import Files
from survey.store.journal_file import JOURNAL
from tests.builders import BA_DINH, MONDAY, an_account
from tests.databases import database_url
from tests.forms.evidence_files import PDF
from tests.survey.commands.running import run
from tests.survey.founded import found_in

__all__ = ["database_url"]
SECRET = "0123456789abcdef" * 4


@pytest.fixture
def used(tmp_path: Path) -> Engine:
    """A founded survey in which three things were done."""
    engine = found_in(tmp_path)
    with writing(engine) as conn:
        for number in range(3):
            at = MONDAY + timedelta(seconds=number)
            journal.enter(conn, at, "lan.nt", "save", BA_DINH, {"câu": number})
    return engine


@pytest.fixture
def place(used: Engine, tmp_path: Path) -> dict[str, str]:
    """The environment of this survey."""
    evidence = {"EVIDENCE_FOLDER": str(tmp_path / "evidence"), "SECRET_KEY": SECRET}
    return {"DATABASE_URL": str(used.url), **evidence}


def held(url: str) -> dict[str, object]:
    engine = engine_for(url)
    with reading(engine) as conn:
        found = dict(contents(conn))
    engine.dispose()
    return found


def test_a_backup_is_taken_tried_out_and_restored(
    used: Engine, place: dict[str, str], tmp_path: Path
) -> None:
    file, new = tmp_path / "b.zip", tmp_path / "new.db"
    assert run("backup", file, **place).exit_code == 0
    drill = run("restore", file, "--drill", **place)
    assert drill.exit_code == 0
    assert "The drill succeeded" in drill.output
    assert run("restore", file, "--database", f"sqlite:///{new}", **place).exit_code == 0
    assert held(f"sqlite:///{new}") == held(str(used.url))
    again = run("restore", file, **place)
    assert again.exit_code == 2
    assert "nothing is overwritten" in again.output


def test_nightly_backups_keep_the_newest_and_nothing_else_is_removed(
    place: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("survey-20260101-000000.zip", "survey-20260102-000000.zip", "notes.zip"):
        (folder / name).touch()
    assert run("backup", folder, "--keep", "2", **place).exit_code == 0
    kept = sorted(each.name for each in folder.iterdir())
    assert len(kept) == 3
    assert kept[:2] == ["notes.zip", "survey-20260102-000000.zip"]
    refused = run("backup", tmp_path / "x.zip", "--keep", "2", **place)
    assert refused.exit_code == 2
    assert "Name a folder" in refused.output


def test_everything_moves_to_another_database(
    used: Engine, place: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    target = database_url.replace("survey.db", "other.db")
    result = run("copy-database", "--to", target, **place)
    assert result.exit_code == 0, result.output
    assert held(target) == held(str(used.url))
    assert "not empty" in run("copy-database", "--to", target, **place).output


def test_an_exported_journal_is_checked_anywhere(place: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "journal.zip"
    assert "4 →" in run("journal", "export", file, **place).output
    result = run("journal", "verify", "--file", file)
    assert result.exit_code == 0
    assert "The journal is intact" in result.output


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (lambda lines: [lines[0].replace("lan.nt", "hoa.tv"), *lines[1:]], "Entry 1 of the"),
        (lambda lines: lines[:1] + lines[2:], "Entry 2 of the journal is missing"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "Entry 1 of the journal is missing"),
        (lambda lines: [lines[0], lines[0], *lines[1:]], "Entry 2 of the journal is missing"),
    ],
    ids=["changed", "removed", "reordered", "inserted"],
)
def test_tampering_of_each_kind_with_an_exported_journal_names_the_entry(
    tamper: object, sentence: str, place: dict[str, str], tmp_path: Path
) -> None:
    file, other = tmp_path / "journal.zip", tmp_path / "other.zip"
    run("journal", "export", file, **place)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(other, "w") as tampered:
        lines = whole.read(JOURNAL).decode().splitlines(keepends=True)
        tampered.writestr(JOURNAL, "".join(tamper(lines)))  # type: ignore[operator]
    result = run("journal", "verify", "--file", other)
    assert result.exit_code == 1
    assert sentence in result.output


def test_what_is_no_exported_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("{}")
    result = run("journal", "verify", "--file", tmp_path / "x.zip")
    assert result.exit_code == 2
    assert "is no file that" in result.output


def test_the_export_holds_every_revision_in_words(place: dict[str, str], tmp_path: Path) -> None:
    run("journal", "export", tmp_path / "journal.zip", **place)
    with zipfile.ZipFile(tmp_path / "journal.zip") as whole:
        entries = [json.loads(line) for line in whole.read(JOURNAL).splitlines()]
    assert [each["action"] for each in entries] == ["save", "save", "save", "journal exported"]


def marks(output: str) -> str:
    """The first letter of each line that is not indented."""
    return "".join(line[0] for line in output.splitlines() if line[:1] in "✓?✗")


def test_a_place_in_order_is_told_so(place: dict[str, str], tmp_path: Path) -> None:
    run("backup", tmp_path / "b.zip", **place)
    (tmp_path / "survey.db").chmod(0o640)
    result = run("doctor", **place)
    assert result.exit_code == 0, result.output
    assert set(marks(result.output)) <= {"✓", "?"}
    assert "The journal is intact" in result.output
    assert "3321 communes" in result.output


def wrong_clock(engine: Engine) -> dict[str, str]:
    with writing(engine) as conn:
        journal.enter(conn, datetime.now(UTC) + timedelta(days=400), "an", "save", BA_DINH, {})
    return {}


def tampered(engine: Engine) -> dict[str, str]:
    with writing(engine) as conn:
        for (name,) in conn.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            conn.exec_driver_sql(f"DROP TRIGGER {name}")
        conn.exec_driver_sql("UPDATE journal SET subject = '00005' WHERE number = 2")
    return {}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda _: {"SECRET_KEY": "a" * 64}, "easy to guess"),
        (wrong_clock, "The clock is behind"),
        (tampered, "Entry 2 of the journal has been changed"),
        (lambda _: {"DATABASE_URL": "sqlite:////dev/null"}, "cannot be read"),
    ],
    ids=["secret", "clock", "journal", "database"],
)
def test_what_is_to_be_mended_is_named_and_the_exit_status_says_so(
    spoil: object, sentence: str, used: Engine, place: dict[str, str]
) -> None:
    result = run("doctor", **{**place, **spoil(used)})  # type: ignore[operator]
    assert result.exit_code == 1, result.output
    assert "✗" in marks(result.output)
    assert sentence in result.output


def test_a_full_disk_is_told_before_it_costs_anything(
    place: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2**20))
    result = run("doctor", **place)
    assert result.exit_code == 1
    assert "1 MiB free on the disk. Make more room." in result.output


def test_a_server_that_others_reach_without_https_is_doubted(place: dict[str, str]) -> None:
    result = run("doctor", HOST="0.0.0.0", **place)
    assert "HTTPS is off" in result.output
    assert "TRUSTED_HOSTS is not set" in result.output


def test_evidence_that_the_place_has_not_is_told(used: Engine, place: dict[str, str]) -> None:
    folder = Path(place["EVIDENCE_FOLDER"])
    officer = an_account(Role.OFFICER, BA_DINH)
    of = Place(1, BA_DINH, "conn_villages_dead", officer)
    attach(used, Files(folder), of, read_file("x.pdf", PDF), MONDAY)
    assert "All 1 pieces of evidence" in run("doctor", **place).output
    moved = run("doctor", **place, EVIDENCE="database")
    assert moved.exit_code == 1
    assert "1 of 1 pieces of evidence are missing" in moved.output
    run("move-evidence", "--to", "database", **place)
    assert "All 1 pieces of evidence" in run("doctor", **place, EVIDENCE="database").output


def test_a_backup_of_evidence_in_the_database_is_tried_out_and_restored(
    used: Engine, place: dict[str, str], tmp_path: Path
) -> None:
    here = {**place, "EVIDENCE": "database"}
    of = Place(1, BA_DINH, "conn_villages_dead", an_account(Role.OFFICER, BA_DINH))
    attach(used, FilesInDatabase(used), of, read_file("x.pdf", PDF), MONDAY)
    file, new = tmp_path / "b.zip", f"sqlite:///{tmp_path / 'new.db'}"
    assert "1 minh chứng" in run("backup", file, **here).output
    assert "The drill succeeded" in run("restore", file, "--drill", **here).output
    assert run("restore", file, "--database", new, **here).exit_code == 0
    assert "All 1 pieces" in run("doctor", "--database", new, **here).output
    assert not Path(place["EVIDENCE_FOLDER"]).exists()


def test_a_secret_that_no_other_host_has_is_doubted_beside_postgresql() -> None:
    own = Settings("postgresql+psycopg://h/d", SECRET, own_secret=True)
    assert any("of this host alone" in each.said.en for each in of_settings(own))
    given = replace(own, own_secret=False)
    assert not any("of this host alone" in each.said.en for each in of_settings(given))
