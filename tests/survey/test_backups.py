"""Everything is kept twice, and comes back: counts, hashes, journal and evidence."""

from __future__ import annotations

import json
import random
import shutil
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import JSON, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from forms.sentence import Refused
from survey.accounts import Role
from survey.operating.backups import DATABASE, LIST, back_up, restore_backup
from survey.store import accounts, communes, journal
from survey.store.attachment_tables import attachments
from survey.store.copying import contents, copy_all
from survey.store.database import engine_for, reading, upgrade, writing
from survey.store.file_places import KeptFiles
from survey.store.files import Files
from survey.store.schema import metadata
from survey.store.schema import responses as responses_table
from tests.builders import BA_DINH, MONDAY, the_questionnaire
from tests.databases import database_url, empty_engine, engine
from tests.survey.evidence_places import PLACES, TriedPlace
from tests.survey.founded import approve_all, found_in

__all__ = ["database_url", "empty_engine", "engine"]
LARGE = random.Random(1).randbytes(2_000_000)
DOCUMENT = b"%PDF-1.7 a list of computers"


def nothing(_table: str, _rows: int) -> None:
    """Tells nobody."""


@pytest.fixture
def used(tmp_path: Path) -> Engine:
    """A survey in use: every hundredth commune is approved, and one has attached a document."""
    place = tmp_path / "used"
    place.mkdir()
    engine = found_in(place)
    approve_all(engine, the_questionnaire(), every=100)
    return engine


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "evidence")


def attach(engine: Engine, files: KeptFiles, content: bytes = DOCUMENT) -> str:
    """A document beside an answer."""
    digest = files.keep(content)
    with writing(engine) as conn:
        conn.execute(
            attachments.insert().values(
                round_id=1,
                commune_code=BA_DINH,
                question_id="infra_pc_working",
                sha256=digest,
                size=len(content),
                kind="pdf",
                name="sổ tài sản.pdf",
                by="canbo",
                at=MONDAY,
            )
        )
    return digest


def taken(engine: Engine, files: KeptFiles, tmp_path: Path) -> Path:
    """A backup of a place."""
    out = tmp_path / "backup.zip"
    back_up(engine, files, out, MONDAY, nothing)
    return out


def held(engine: Engine) -> dict[str, object]:
    """What every table holds."""
    with reading(engine) as conn:
        return dict(contents(conn))


def test_what_is_restored_equals_what_was_backed_up_on_either_database(
    used: Engine, files: Files, empty_engine: Engine, tmp_path: Path
) -> None:
    digest = attach(used, files)
    elsewhere = Files(tmp_path / "elsewhere")
    file = taken(used, files, tmp_path)
    restore_backup(file, empty_engine, elsewhere, nothing)
    assert held(empty_engine) == held(used)
    assert elsewhere.read(digest) == DOCUMENT
    with reading(empty_engine) as conn:
        assert journal.verify(conn) is None
        assert len(communes.load_register(conn).communes) == 3321


def test_work_goes_on_after_a_restore_where_it_stopped(
    used: Engine, files: Files, empty_engine: Engine, tmp_path: Path
) -> None:
    restore_backup(taken(used, files, tmp_path), empty_engine, files, nothing)
    with writing(empty_engine) as conn:
        journal.enter(conn, MONDAY, "an", "save", BA_DINH, {})
        assert journal.verify(conn) is None
        accounts.add_account(
            conn,
            sign_in="moi",
            name="Người mới",
            role=Role.ANALYST,
            password_hash="x",
            must_change_password=True,
            at=MONDAY,
        )
    with pytest.raises(DBAPIError), writing(empty_engine) as conn:
        conn.execute(text("UPDATE journal_head SET number = 7"))


def test_a_backup_taken_while_others_save_is_one_moment(
    used: Engine, files: Files, tmp_path: Path
) -> None:
    enough = threading.Event()

    def save_on() -> None:
        while not enough.is_set():
            with writing(used) as conn:
                journal.enter(conn, datetime.now(UTC), "an", "save", BA_DINH, {})

    saving = threading.Thread(target=save_on)
    saving.start()
    try:
        file = taken(used, files, tmp_path)
    finally:
        enough.set()
        saving.join()
    copy = engine_for(f"sqlite:///{tmp_path / 'copy.db'}")
    restore_backup(file, copy, files, nothing)
    with reading(copy) as conn:
        assert journal.verify(conn) is None
        assert conn.scalar(select(func.count()).select_from(responses_table)) == 34
    copy.dispose()


def test_a_backup_is_never_put_over_anything(used: Engine, files: Files, tmp_path: Path) -> None:
    file = taken(used, files, tmp_path)
    before = held(used)
    with pytest.raises(Refused) as refused:
        restore_backup(file, used, files, nothing)
    assert "not empty" in refused.value.sentence.en
    with pytest.raises(Refused) as refused:
        back_up(used, files, file, MONDAY, nothing)
    assert "already" in refused.value.sentence.en
    assert held(used) == before


def changed(file: Path, part: str, content: bytes) -> None:
    """The backup with one part replaced, as by a fault of the disk or by someone."""
    beside = file.with_suffix(".new")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(beside, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    beside.replace(file)


def test_a_damaged_backup_is_refused_and_nothing_is_restored(
    used: Engine, files: Files, tmp_path: Path
) -> None:
    digest = attach(used, files)
    whole = taken(used, files, tmp_path)
    with zipfile.ZipFile(whole) as opened:
        database, listed = opened.read(DATABASE), json.loads(opened.read(LIST))
    listed["tables"]["revisions"]["rows"] += 1
    faults = {
        DATABASE: (database[:-100] + bytes(100), "survey.db is not as it was"),
        f"evidence/{digest}": (b"another document", "is not as it was"),
        LIST: (json.dumps(listed).encode(), "Table revisions differs"),
    }
    for number, (part, (content, sentence)) in enumerate(faults.items()):
        file = tmp_path / f"{number}.zip"
        shutil.copy(whole, file)
        changed(file, part, content)
        target = engine_for(f"sqlite:///{tmp_path / f'{number}.db'}")
        with pytest.raises(Refused, match=sentence):
            restore_backup(file, target, Files(tmp_path / f"files-{number}"), nothing)
        upgrade(target)
        with reading(target) as conn:
            assert communes.load_register(conn).communes == {}
        target.dispose()


@pytest.mark.parametrize(("kept_in", "restored_to"), [PLACES, PLACES[::-1]])
def test_evidence_of_either_place_is_in_a_backup_once_and_is_restored_to_either(
    kept_in: str, restored_to: str, used: Engine, empty_engine: Engine, tmp_path: Path
) -> None:
    here = TriedPlace(kept_in, used, tmp_path / "here")
    there = TriedPlace(restored_to, empty_engine, tmp_path / "there")
    digest = attach(used, here.place.files, LARGE)
    here.place.incoming.add(1, "k" * 16, 0, b"on its way")
    file = taken(used, here.place.files, tmp_path)
    with zipfile.ZipFile(file) as whole:
        assert [each for each in whole.namelist() if each.startswith("evidence/")] == [
            f"evidence/{digest}"
        ]
        # Bytes of dice can't be compressed: the rows hold them no second time.
        assert whole.getinfo(DATABASE).compress_size < len(LARGE)
    restore_backup(file, empty_engine, there.place.files, nothing)
    assert there.place.files.read(digest) == LARGE
    assert [kept.name for kept in there.kept] == [digest]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all"])
def test_what_is_no_backup_is_refused_by_name(
    content: bytes, empty_engine: Engine, files: Files, tmp_path: Path
) -> None:
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        restore_backup(file, empty_engine, files, nothing)
    assert "other.zip" in refused.value.sentence.vi


def test_a_backup_cut_short_is_refused(used: Engine, files: Files, tmp_path: Path) -> None:
    file = taken(used, files, tmp_path)
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(Refused, match="cut short"):
        restore_backup(file, engine_for(f"sqlite:///{tmp_path / 'x.db'}"), files, nothing)


def test_evidence_that_is_gone_is_named_rather_than_hidden(
    used: Engine, files: Files, tmp_path: Path
) -> None:
    digest = attach(used, files)
    files.place(digest).unlink()
    backup = back_up(used, files, tmp_path / "b.zip", MONDAY, nothing)
    assert backup.lost == (digest,)


def test_a_copy_into_the_other_database_holds_the_same(used: Engine, engine: Engine) -> None:
    with reading(used) as source, writing(engine) as target:
        copied = copy_all(source, target, nothing)
    assert held(engine) == held(used) == copied


def test_a_copy_into_the_other_database_has_the_evidence_that_is_in_it(
    used: Engine, engine: Engine, tmp_path: Path
) -> None:
    here = TriedPlace("database", used, tmp_path).place
    digest = attach(used, here.files, LARGE)
    here.incoming.add(1, "k" * 16, 0, LARGE)
    with reading(used) as source, writing(engine) as target:
        copied = copy_all(source, target, nothing)
    assert held(engine) == held(used) == copied
    assert copied["content_parts"].rows == 8
    there = TriedPlace("database", engine, tmp_path).place
    assert there.files.read(digest) == there.incoming.whole(1, "k" * 16) == LARGE


def test_a_part_of_a_file_that_differs_is_a_difference_between_two_databases(
    used: Engine, tmp_path: Path
) -> None:
    here = TriedPlace("database", used, tmp_path)
    digest = attach(used, here.place.files)
    before = held(used)
    here.spoil(digest)
    changed = {name for name, each in held(used).items() if each != before[name]}
    assert changed == {"content_parts"}


def test_an_absent_json_value_stays_absent() -> None:
    nullable = [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, JSON) and column.nullable
    ]
    assert nullable
    assert all(column.type.none_as_null for column in nullable)
