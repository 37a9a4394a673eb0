"""``move-evidence``: into the database and back, each content compared, as often as anyone likes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from forms.attached_files import read_file
from survey.accounts import Role
from survey.evidence_files.attaching import Place, attach, withdraw
from survey.store import journal
from survey.store.contents import FilesInDatabase
from survey.store.database import reading
from survey.store.files import name_of
from tests.builders import BA_DINH, MONDAY, an_account
from tests.forms.evidence_files import PDF
from tests.survey.commands.running import run
from tests.survey.evidence_places import PLACES, TriedPlace
from tests.survey.founded import found_in

PLACE = Place(1, BA_DINH, "conn_villages_dead", an_account(Role.OFFICER, BA_DINH))
OTHER = PDF + b"\n"
NAMES = sorted((name_of(PDF), name_of(OTHER)))


@pytest.fixture(params=PLACES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TriedPlace]:
    """A place with a file that stands, one that was withdrawn, and a leftover."""
    engine = found_in(tmp_path)
    tried = TriedPlace(request.param, engine, tmp_path / "evidence")
    attach(engine, tried.place.files, PLACE, read_file("x.pdf", PDF), MONDAY)
    taken_back = attach(engine, tried.place.files, PLACE, read_file("y.pdf", OTHER), MONDAY)
    withdraw(engine, PLACE, taken_back.id, MONDAY)
    tried.place.files.keep(b"of no answer")
    yield tried
    engine.dispose()


@pytest.fixture
def new(old: TriedPlace) -> TriedPlace:
    """The other place, empty."""
    [kind] = set(PLACES) - {old.kind}
    return TriedPlace(kind, old.engine, old.folder)


def moved(new: TriedPlace, *options: str, setting: str = "") -> Result:
    """The command, where EVIDENCE says ``setting``."""
    environment = {"EVIDENCE_FOLDER": str(new.folder), "EVIDENCE": setting}
    to = ("--to", new.kind, "--database", str(new.engine.url))
    return run("move-evidence", *to, *options, **environment)


def names(place: TriedPlace) -> list[str]:
    return sorted(kept.name for kept in place.kept)


def deeds(place: TriedPlace) -> list[str]:
    with reading(place.engine) as conn:
        assert journal.verify(conn) is None
        return [entry.action for entry in journal.entries(conn) if "moved" in entry.action]


def test_what_attachments_name_is_copied_and_nothing_leaves_the_old_place(
    old: TriedPlace, new: TriedPlace
) -> None:
    before = old.kept
    result = moved(new)
    assert result.exit_code == 0, result.output
    assert "copied and compared: 2" in result.output
    assert names(new) == NAMES
    assert new.place.files.read(name_of(PDF)) == PDF
    assert old.kept == before
    assert deeds(new) == ["evidence moved"]


def test_it_is_harmless_to_repeat_and_mends_what_is_missing_or_damaged(
    old: TriedPlace, new: TriedPlace
) -> None:
    moved(new)
    assert "copied and compared: 0" in moved(new).output
    new.spoil(name_of(PDF))
    new.lose(name_of(OTHER))
    assert "copied and compared: 2" in moved(new).output
    assert new.place.files.read(name_of(PDF)) == PDF
    assert deeds(new) == ["evidence moved"] * 2


def test_after_an_interruption_it_goes_on_where_it_was(
    old: TriedPlace, new: TriedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = type(new.place.files)
    keep = of.keep

    def keep_one(files: FilesInDatabase, content: bytes) -> str:
        if new.kept:
            raise KeyboardInterrupt
        return keep(files, content)

    monkeypatch.setattr(of, "keep", keep_one)
    assert moved(new).exit_code != 0
    monkeypatch.undo()
    assert len(names(new)) == 1
    result = moved(new)
    assert "copied and compared: 1" in result.output
    assert "there already, whole: 1" in result.output
    assert names(new) == NAMES


def test_what_the_old_place_has_lost_is_named_and_nothing_is_removed(
    old: TriedPlace, new: TriedPlace
) -> None:
    old.spoil(name_of(PDF))
    before = old.kept
    result = moved(new, "--remove", setting=new.kind)
    assert result.exit_code == 1
    assert f"1 files as they were: {name_of(PDF)}" in result.output
    assert names(new) == [name_of(OTHER)]
    assert old.kept == before


def test_the_old_place_is_emptied_of_what_the_new_one_has_once_the_setting_names_that(
    old: TriedPlace, new: TriedPlace
) -> None:
    refused = moved(new, "--remove", setting=old.kind)
    assert refused.exit_code == 2
    assert "nothing was removed" in refused.output
    assert new.kept == []
    result = moved(new, "--remove", setting=new.kind)
    assert "removed from the old place: 2" in result.output
    assert names(old) == [name_of(b"of no answer")]
    assert names(new) == NAMES
    assert deeds(new) == ["moved evidence removed", "evidence moved"]
    again = moved(new, "--remove", setting=new.kind)
    assert "removed from the old place: 0" in again.output
