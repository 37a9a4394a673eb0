"""Processes are killed at random moments while they save, hundreds of times, over both databases.

What was acknowledged is stored, the journal's chain is whole, and the database opens every time.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from survey.store import journal, responses
from survey.store.database import engine_for, reading
from survey.store.schema import revisions
from tests.builders import BA_DINH
from tests.databases import database_url
from tests.survey.founded import found_at

__all__ = ["database_url"]
ROOT = Path(__file__).parents[2]
KILLS = 260
LOOKED_AT_EVERY = 20


@pytest.fixture
def founded(database_url: str, tmp_path: Path) -> str:
    """The address of a founded database of either kind."""
    (tmp_path / "source").mkdir()
    found_at(database_url, tmp_path / "source").dispose()
    return database_url


@pytest.fixture
def parent(founded: str) -> Iterator[subprocess.Popen[str]]:
    """Whose children are killed."""
    command = [sys.executable, "-m", "tests.survey.dying", founded]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:  # type: ignore[call-overload]
        yield process
        process.stdin.close()


def killed(parent: subprocess.Popen[str], after: float, *, first_save: bool) -> list[str]:
    """The saves that a child acknowledged before it was killed.

    It lived this many seconds, from its birth or from its first save.
    """
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write("\n")
    parent.stdin.flush()
    word, _, pid = parent.stdout.readline().strip().partition(" ")
    assert word == "born"
    acknowledged = [parent.stdout.readline().strip()] if first_save else []
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(pid), signal.SIGKILL)
    lines = iter(parent.stdout.readline, "")
    for line in lines:
        if line.strip() == "dead":
            break
        acknowledged.append(line.strip())
    return acknowledged


def stored(url: str) -> set[str]:
    """The keys of all revisions, the chain being whole and the revisions without a gap."""
    engine = engine_for(url)
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        keys = set(conn.scalars(select(revisions.c.key)))
        numbers = list(conn.scalars(select(revisions.c.number).order_by(revisions.c.number)))
        assert numbers == list(range(1, len(numbers) + 1))
        assert responses.response_of(conn, 1, BA_DINH).revision == len(numbers)
        if conn.dialect.name == "sqlite":
            assert conn.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
    engine.dispose()
    return keys


@pytest.mark.drill
@pytest.mark.skipif(sys.platform == "win32", reason="children are born by fork")
def test_hundreds_of_kills_lose_nothing_that_was_acknowledged(
    founded: str, parent: subprocess.Popen[str]
) -> None:
    dice = random.Random(2026)
    acknowledged: set[str] = set()
    for kill in range(1, KILLS + 1):
        acknowledged.update(killed(parent, dice.uniform(0, 0.03), first_save=kill % 2 == 0))
        if kill % LOOKED_AT_EVERY == 0:
            assert acknowledged <= stored(founded)
    kept = stored(founded)
    assert acknowledged <= kept
    assert len(acknowledged) > KILLS / 2
    # What was stored and not acknowledged: at most the one save that each child was in the middle of.
    assert len(kept) - len(acknowledged) <= KILLS + 1
