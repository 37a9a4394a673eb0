"""Evidence that nothing speaks of: listed, and removed once it is a day old.

A file comes before its row. Where the power goes in between, or a device never sends the rest, it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from survey.store import attachments, journal
from survey.store.database import reading, writing
from survey.store.evidence_place import EvidencePlace
from survey.store.file_places import IncomingFiles, Kept, KeptFiles

AGE = timedelta(days=1)


Leftover = tuple[KeptFiles | IncomingFiles, Kept]


def leftovers(connection: Connection, place: EvidencePlace, now: datetime) -> tuple[Leftover, ...]:
    """What is older than a day and of no attachment, withdrawn ones counting, the oldest first; with where it is."""
    known = attachments.hashes(connection)
    found = (each for each in everything(connection, place) if each[1].at <= now - AGE)
    unknown = (each for each in found if each[0] is not place.files or each[1].name not in known)
    return tuple(sorted(unknown, key=lambda each: (each[1].at, each[1].where)))


def everything(connection: Connection, place: EvidencePlace) -> Iterator[Leftover]:
    """All that is kept and all that is on its way in."""
    for kept in place.files.all_kept(connection):
        yield place.files, kept
    for kept in place.incoming.all_kept(connection):
        yield place.incoming, kept


def listed(engine: Engine, place: EvidencePlace, now: datetime) -> tuple[Kept, ...]:
    """The dry run: what would be removed."""
    with reading(engine) as connection:
        return tuple(kept for _, kept in leftovers(connection, place, now))


def tidy(engine: Engine, place: EvidencePlace, *, by: str, now: datetime) -> tuple[Kept, ...]:
    """Remove them and enter it in the journal.

    In a writer's turn: whoever attaches a file waits, and then finds that it must be kept again.
    """
    with writing(engine) as connection:
        found = leftovers(connection, place, now)
        for of, kept in found:
            of.remove(connection, kept)
        if found:
            names = " ".join(kept.name for _, kept in found)
            sizes = sum(kept.size for _, kept in found)
            detail = {"files": len(found), "sent": sizes, "name": names}
            journal.enter(connection, now, by, "evidence tidied", "evidence", detail)
    return tuple(kept for _, kept in found)
