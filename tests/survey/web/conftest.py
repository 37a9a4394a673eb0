"""Offices at work, each test over a database of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from survey.store.database import engine_for
from tests.survey.evidence_places import PLACES
from tests.survey.founded import app_over, found_in
from tests.survey.web.offices import Offices


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    engine = found_in(tmp_path)
    yield Offices(app_over(engine))
    engine.dispose()


@pytest.fixture(params=PLACES)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    """Offices whose evidence is kept in a folder, then others with theirs in the database."""
    engine = found_in(tmp_path)
    yield Offices(app_over(engine, in_database=request.param == "database"))
    engine.dispose()


@pytest.fixture
def answered(tmp_path: Path) -> Iterator[Offices]:
    """Offices whose commune has answered everything and not yet submitted."""
    yield from over_a_copy(made_once(handed_in=False), tmp_path)


@pytest.fixture
def submitted(tmp_path: Path) -> Iterator[Offices]:
    """Offices whose commune has answered everything and submitted."""
    yield from over_a_copy(made_once(handed_in=True), tmp_path)


def over_a_copy(made: Path, folder: Path) -> Iterator[Offices]:
    """Offices over a database of their own that stands as the one made."""
    place = folder / "survey.db"
    shutil.copy(made, place)
    engine = engine_for(f"sqlite:///{place}")
    yield Offices(app_over(engine))
    engine.dispose()


@lru_cache
def made_once(*, handed_in: bool) -> Path:
    """The database that copies are made of: answering sixty questions page by page takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="answered-"))
    engine = found_in(folder)
    offices = Offices(app_over(engine))
    offices.answer_all()
    if handed_in:
        offices.submit()
    # What stands in the write-ahead log is in the file once the last connection is closed.
    offices.app.config["ENGINE"].dispose()
    engine.dispose()
    assert not (folder / "survey.db-wal").exists()
    return folder / "survey.db"
