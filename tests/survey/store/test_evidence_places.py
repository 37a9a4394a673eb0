"""What a place for evidence promises: the folder and the database alike, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.sentence import Refused
from survey.rounds import Round
from survey.store.contents import PART
from survey.store.database import reading, writing
from survey.store.files import Files, name_of
from survey.store.incoming import MOST_AT_ONCE
from tests.databases import TRIED, a_schema
from tests.forms.evidence_files import PDF
from tests.survey.evidence_places import TriedPlace, an_officer

LARGE = random.Random(1).randbytes(2 * PART + 1)
KEY = "k" * 16
FOLDER = "folder"


@pytest.fixture(params=(FOLDER, *TRIED))
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A folder needs but one database beside it."""
    if request.param == "postgresql":
        yield from a_schema()
    else:
        yield f"sqlite:///{tmp_path / f'{request.param}.db'}"


@pytest.fixture
def tried(engine: Engine, tmp_path: Path) -> TriedPlace:
    """A place, empty."""
    kind = FOLDER if f"{FOLDER}.db" in str(engine.url) else "database"
    return TriedPlace(kind, engine, tmp_path / "evidence")


@pytest.fixture
def officer(tried: TriedPlace, first_round: Round) -> int:
    """Somebody whose device sends files."""
    assert first_round.id == 1
    return an_officer(tried.engine, "canbo")


def test_a_content_is_kept_once_by_its_hash_and_comes_back(tried: TriedPlace) -> None:
    contents = (b"", b"x", PDF, LARGE[:PART], LARGE)
    files = tried.place.files
    for content in contents:
        assert files.keep(content) == files.keep(content) == name_of(content)
        with writing(tried.engine) as conn:
            files.keep_with(conn, content)
        assert files.read(name_of(content)) == content
    kept = {each.name: each.size for each in tried.kept}
    assert kept == {name_of(content): len(content) for content in contents}


def test_a_content_is_read_bit_by_bit(tried: TriedPlace) -> None:
    with tried.place.files.opened(tried.place.files.keep(LARGE)) as file:
        assert file.read(10) == LARGE[:10]
        assert file.read() == LARGE[10:]


def test_what_is_gone_or_changed_is_not_given_out_and_may_be_sent_again(tried: TriedPlace) -> None:
    files = tried.place.files
    name = files.keep(LARGE)
    for spoil in (tried.spoil, tried.lose):
        spoil(name)
        with pytest.raises(Refused, match="no longer read"):
            files.read(name)
        with pytest.raises(Refused, match="no longer read"):
            files.opened(name)
        files.keep(LARGE)
        assert files.read(name) == LARGE


def test_a_name_that_is_no_hash_opens_nothing(tried: TriedPlace) -> None:
    for name in ("../secret_key", "", "a" * 63, "A" * 64, "/" * 64):
        with pytest.raises(Refused):
            tried.place.files.read(name)


def test_what_is_missing_is_named(tried: TriedPlace) -> None:
    name, other = tried.place.files.keep(PDF), "0" * 64
    with reading(tried.engine) as conn:
        assert tried.place.files.missing(conn, {name, other}) == {other}


def test_a_file_in_a_folder_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    files = Files(tmp_path / "evidence")
    files.keep(PDF)
    [place] = [path for path in files.folder.rglob("*") if path.is_file()]
    assert place.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("not a folder")
    with pytest.raises(Refused, match="could not keep the file"):
        Files(tmp_path / "evidence").keep(PDF)


def test_a_gap_is_not_taken_and_a_repeated_piece_changes_nothing(
    tried: TriedPlace, officer: int
) -> None:
    incoming = tried.place.incoming
    assert incoming.add(officer, KEY, 5, b"too early") == 0
    assert incoming.add(officer, KEY, 0, b"0123") == 4
    assert incoming.add(officer, KEY, 0, b"0123") == 4
    assert incoming.add(officer, KEY, 1, b"12") == 4
    assert incoming.add(officer, KEY, 2, b"2345") == 6
    assert incoming.add(officer, KEY, 6, b"") == 6
    assert incoming.whole(officer, KEY) == b"012345"
    incoming.forget(officer, KEY)
    incoming.forget(officer, KEY)
    with pytest.raises(Refused):
        incoming.whole(officer, KEY)
    assert tried.kept == []


def test_a_file_of_no_bytes_has_come_whole(tried: TriedPlace, officer: int) -> None:
    assert tried.place.incoming.add(officer, KEY, 0, b"") == 0
    assert tried.place.incoming.whole(officer, KEY) == b""


def test_a_key_that_is_a_path_is_refused(tried: TriedPlace, officer: int) -> None:
    incoming = tried.place.incoming
    for key in ("", "../x", "a b", "é"):
        for step in (incoming.whole, incoming.forget, lambda *of: incoming.add(*of, 0, b"x")):
            with pytest.raises(Refused):
                step(officer, key)


def test_the_oldest_unfinished_file_of_an_account_makes_room(
    tried: TriedPlace, officer: int
) -> None:
    incoming = tried.place.incoming
    other = an_officer(tried.engine, "khac")
    incoming.add(other, "other", 0, b"x")
    for number in range(MOST_AT_ONCE + 2):
        tried.age()
        incoming.add(officer, f"key{number}", 0, b"x")
    names = {f"{officer}-key{each}" for each in range(2, MOST_AT_ONCE + 2)}
    assert {kept.name for kept in tried.kept} == {f"{other}-other", *names}
