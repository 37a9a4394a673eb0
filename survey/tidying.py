"""Files in the evidence folder that nothing speaks of: listed, and removed once they are a day old.

A file comes before its row. Where the power goes in between, or a device never sends the rest, it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from survey.store import attachments, journal
from survey.store.database import reading, writing
from survey.store.files import Files
from survey.store.incoming import Incoming

AGE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that belongs to no attachment, ``size`` in bytes, last written ``at``."""

    path: Path
    size: int
    at: datetime


def leftovers(
    connection: Connection, files: Files, incoming: Incoming, now: datetime
) -> tuple[Leftover, ...]:
    """What is older than a day and of no attachment, withdrawn ones counting, the oldest first."""
    known = attachments.hashes(connection)
    places = [each for each in files.places() if each.name not in known]
    found = (each for each in measured([*places, *incoming.places()]) if each.at <= now - AGE)
    return tuple(sorted(found, key=lambda each: (each.at, each.path)))


def measured(places: list[Path]) -> Iterator[Leftover]:
    """Each file with its size and age; one that has gone meanwhile is none."""
    for place in places:
        try:
            found = place.stat()
        except FileNotFoundError:
            continue
        yield Leftover(place, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))


def listed(engine: Engine, files: Files, incoming: Incoming, now: datetime) -> tuple[Leftover, ...]:
    """The dry run: what would be removed."""
    with reading(engine) as connection:
        return leftovers(connection, files, incoming, now)


def tidy(
    engine: Engine, files: Files, incoming: Incoming, *, by: str, now: datetime
) -> tuple[Leftover, ...]:
    """Remove them and enter it in the journal.

    In a writer's turn: whoever attaches a file waits, and then finds that it must be kept again.
    """
    with writing(engine) as connection:
        found = leftovers(connection, files, incoming, now)
        for each in found:
            each.path.unlink(missing_ok=True)
        if found:
            names = " ".join(each.path.name for each in found)
            detail = {"files": len(found), "sent": sum(each.size for each in found), "name": names}
            journal.enter(connection, now, by, "evidence tidied", "evidence", detail)
    return found
