"""Is this place in order? What an administrator should know before and while people rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from forms.sentence import Refused
from survey.operating.checks import Finding, Level, bad
from survey.operating.place_checks import of_folders, of_settings
from survey.settings import Settings
from survey.signing_in.provider_checks import of_provider
from survey.store.database import reading
from survey.store.database_checks import (
    of_backups,
    of_clock,
    of_evidence,
    of_journal,
    of_safety,
    of_tables,
)
from survey.store.evidence_place import evidence_place


def examine(settings: Settings, engine: Engine, now: datetime) -> Iterator[Finding]:
    """Every check, one after another; none changes anything."""
    yield from of_settings(settings)
    yield from of_provider(settings.provider, now)
    yield from of_folders(settings, engine)
    try:
        with reading(engine) as conn:
            yield of_tables(conn)
            yield of_safety(conn)
            yield of_journal(conn)
            yield of_clock(conn, now)
            yield of_backups(conn, now)
            yield of_evidence(conn, evidence_place(settings, engine).files)
    except Refused as refused:
        yield Finding(Level.BAD, refused.sentence)
    except DatabaseError as fault:
        why = str(fault.orig).strip().partition("\n")[0]
        yield bad(
            f"Không đọc được cơ sở dữ liệu ({why}). Hãy kiểm tra DATABASE_URL, quyền và đĩa.",
            f"The database cannot be read ({why}). Check DATABASE_URL, permissions and the disk.",
        )
