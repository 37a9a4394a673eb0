"""The plug is pulled while a file is attached: there is never a row without its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survey.store import attachments, journal
from survey.store.database import engine_for, reading
from survey.store.files import name_of
from tests.builders import BA_DINH
from tests.survey.evidence_places import TriedPlace
from tests.survey.founded import found_in

# Attaches one file and dies at the named place, as by a power cut: nothing is undone or closed.
CUT = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from forms.attached_files import read_file
from survey.evidence_files import attaching
from survey.accounts import Account, Role
from survey.settings import Settings
from survey.store import attachments, contents, files, journal
from survey.store.database import engine_for
from survey.store.evidence_place import evidence_place

place, kind, folder, url = sys.argv[1:]
die = lambda *_, **__: os._exit(9)
if place == "while writing":
    files.os.fsync = contents.content_parts.insert = die
elif place == "before the row":
    attachments.add = die
elif place == "after the row":
    journal.enter = die
elif place == "before the commit":
    enter = journal.enter
    journal.enter = lambda *given: (enter(*given), die())
account = Account(1, "canbo", "An", Role.OFFICER, "00004")
file = read_file("x.pdf", b"%PDF-1.4 %%EOF")
where = attaching.Place(1, "00004", "conn_villages_dead", account)
settings = Settings(url, "s" * 64, evidence_folder=Path(folder), evidence_in_database=kind == "database")
engine = engine_for(url)
attaching.attach(engine, evidence_place(settings, engine).files, where, file, datetime.now(UTC))
"""
MOMENTS = ["while writing", "before the row", "after the row", "before the commit", "never"]


@pytest.mark.parametrize(
    ("kind", "place"),
    [("folder", each) for each in MOMENTS] + [("database", each) for each in MOMENTS[::2]],
)
def test_a_cut_leaves_no_row_without_its_file(tmp_path: Path, place: str, kind: str) -> None:
    engine = found_in(tmp_path)
    url, folder = str(engine.url), tmp_path / "evidence"
    engine.dispose()
    ended = subprocess.run([sys.executable, "-c", CUT, place, kind, str(folder), url], check=False)
    assert ended.returncode == (0 if place == "never" else 9)
    engine = engine_for(url)
    with reading(engine) as conn:
        rows = attachments.attached(conn, 1, BA_DINH)
        entered = [entry for entry in journal.entries(conn) if entry.action == "attach"]
        names = [row.sha256 for row in rows]
        held = TriedPlace(kind, engine, folder).place.files
        assert [name_of(held.read(name)) for name in names] == names
    engine.dispose()
    assert len(rows) == len(entered) == (place == "never")
