"""``tidy-evidence``: what belongs to no answer goes after a day; what does never goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.attached_files import read_file
from survey.accounts import Role
from survey.evidence_files.attaching import Place, attach, withdraw
from survey.evidence_files.tidying import AGE, tidy
from survey.store import attachments, journal
from survey.store.database import reading, writing
from survey.store.file_places import KeptFiles
from survey.store.files import Files, name_of
from tests.builders import BA_DINH, MONDAY, an_account
from tests.forms.evidence_files import PDF
from tests.survey.commands.running import run
from tests.survey.evidence_places import PLACES, TriedPlace
from tests.survey.founded import found_in

PLACE = Place(1, BA_DINH, "conn_villages_dead", an_account(Role.OFFICER, BA_DINH))
OTHER = PDF + b"\n"


@pytest.fixture(params=PLACES)
def tried(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TriedPlace]:
    """A founded survey, its evidence in a folder or in the database."""
    engine = found_in(tmp_path)
    yield TriedPlace(request.param, engine, tmp_path / "evidence")
    engine.dispose()


def filled(tried: TriedPlace) -> None:
    """An attached file, a withdrawn one, and leftovers of each kind, one of them young."""
    files, engine = tried.place.files, tried.engine
    attach(engine, files, PLACE, read_file("x.pdf", PDF), MONDAY)
    taken_back = attach(engine, files, PLACE, read_file("y.pdf", OTHER), MONDAY)
    withdraw(engine, PLACE, taken_back.id, MONDAY)
    files.keep(b"old")
    young = files.keep(b"young")
    files.keep(b"half")
    tried.place.incoming.add(1, "a" * 16, 0, b"piece")
    tried.age(young)


def tidied(tried: TriedPlace, *options: str) -> str:
    """The command's words."""
    environment = {"EVIDENCE_FOLDER": str(tried.folder), "EVIDENCE": tried.kind}
    asked = run("tidy-evidence", "--database", str(tried.engine.url), *options, **environment)
    assert asked.exit_code == 0, asked.output
    return asked.output


def test_what_is_old_and_of_no_answer_is_listed_then_removed(tried: TriedPlace) -> None:
    filled(tried)
    everything = tried.kept
    assert "files of no answer: 3 · byte / bytes: 12" in tidied(tried)
    assert tried.kept == everything
    assert "Removed" in tidied(tried, "--apply")
    assert {each.name for each in tried.kept} == {name_of(each) for each in (PDF, OTHER, b"young")}
    assert "files of no answer: 0" in tidied(tried, "--apply")
    with reading(tried.engine) as conn:
        entries = [each for each in journal.entries(conn) if each.action == "evidence tidied"]
        assert journal.verify(conn) is None
    assert [each.detail["files"] for each in entries] == [3]
    assert f"1-{'a' * 16}" in str(entries[0].detail["name"])


def test_a_file_that_was_never_finished_in_a_folder_goes_too(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    tried = TriedPlace("folder", engine, tmp_path / "evidence")
    kept = Files(tried.folder).place(tried.place.files.keep(PDF))
    kept.with_name("new-1234").write_bytes(b"half")
    tried.age(kept.name)
    assert "files of no answer: 1" in tidied(tried, "--apply")
    assert [each.name for each in tried.kept] == [kept.name]
    engine.dispose()


def test_a_place_with_nothing_in_it_has_nothing_to_tidy(tried: TriedPlace) -> None:
    assert "files of no answer: 0" in tidied(tried)


def test_what_is_handed_in_again_since_it_was_listed_stays(tried: TriedPlace) -> None:
    if tried.kind == "folder":
        return  # There the turn of the one writer keeps what is named.
    files = tried.place.files
    files.keep(PDF)
    tried.age()
    [listed] = tried.kept
    files.keep(PDF)
    with writing(tried.engine) as conn:
        files.remove(conn, listed)
    assert files.read(listed.name) == PDF


def test_a_file_that_is_tidied_away_while_it_is_attached_is_kept_again(
    tried: TriedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the file and its row: the two writers take turns, so the file is kept before the commit."""
    files, engine, later = tried.place.files, tried.engine, datetime.now(UTC) + 2 * AGE
    of = type(files)
    keep = of.keep

    def kept_then_tidied(kept: KeptFiles, content: bytes) -> str:
        name = keep(kept, content)
        monkeypatch.undo()
        tidy(engine, tried.place, by="command line", now=later)
        assert tried.kept == []
        return name

    monkeypatch.setattr(of, "keep", kept_then_tidied)
    made = attach(engine, files, PLACE, read_file("x.pdf", PDF), MONDAY)
    assert files.read(made.sha256) == PDF
    with reading(engine) as conn:
        assert attachments.hashes(conn) == {made.sha256}
