"""Evidence from one place into the other, as from a folder into the database: each content is compared by its hash.

It may be broken off and begun again, and repeated: what the other place holds whole is not copied once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from forms.sentence import Refused
from survey.store import attachments, journal
from survey.store.database import reading, writing
from survey.store.file_places import KeptFiles


@dataclass(frozen=True, slots=True)
class Moved:
    """How many contents were ``there`` already and how many were ``copied``; ``lost``: neither place has them whole."""

    there: int
    copied: int
    lost: tuple[str, ...]


def copy_evidence(
    engine: Engine,
    source: KeptFiles,
    target: KeptFiles,
    *,
    to: str,
    by: str,
    now: datetime,
    said: Callable[[int, int], None],
) -> Moved:
    """Copy what attachments name, withdrawn ones included, and read it again from where it came to.

    ``said`` is told how many of how many are done; ``to`` is the journal's word for the target.
    """
    with reading(engine) as connection:
        names = sorted(attachments.hashes(connection))
    there, lost = 0, []
    for done, name in enumerate(names, 1):
        if is_whole(target, name):
            there += 1
        elif not copied(source, target, name):
            lost.append(name)
        said(done, len(names))
    moved = Moved(there, len(names) - there - len(lost), tuple(lost))
    if moved.copied:
        with writing(engine) as connection:
            detail = {"files": moved.copied, "to": to}
            journal.enter(connection, now, by, "evidence moved", "evidence", detail)
    return moved


def copied(source: KeptFiles, target: KeptFiles, name: str) -> bool:
    """Copy one content; False where the source has it no longer as it was. Raises Refused where there is no room."""
    try:
        content = source.read(name)
    except Refused:
        return False
    target.keep(content)
    return is_whole(target, name)


def is_whole(files: KeptFiles, name: str) -> bool:
    """Whether a place has this content as it was handed in."""
    try:
        files.opened(name).close()
    except Refused:
        return False
    return True


def remove_copied(
    engine: Engine, source: KeptFiles, target: KeptFiles, *, of: str, by: str, now: datetime
) -> int:
    """Take away from the source what attachments name and the target has whole; how many were taken away.

    What no attachment names stays. ``of`` is the journal's word for the source.
    """
    with reading(engine) as connection:
        known = attachments.hashes(connection)
        here = [kept for kept in source.all_kept(connection) if kept.name in known]
    twice = [kept for kept in here if is_whole(target, kept.name)]
    with writing(engine) as connection:
        for kept in twice:
            source.remove(connection, kept)
        if twice:
            detail = {"files": len(twice), "from": of}
            journal.enter(connection, now, by, "moved evidence removed", "evidence", detail)
    return len(twice)
