"""Contents kept in the database by their hash: hosts that share it need no folder in common.

An upload has at most 5 MiB, and is whole in memory while it is judged. From there on nobody holds more
than some parts of it: it is written, sent, copied and compared in parts of 256 KiB, twenty at most.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from sqlalchemy import Connection, Engine, select

from forms.sentence import Refused
from survey.store.content_tables import content_parts, contents
from survey.store.database import reading, take_turn, writing
from survey.store.file_places import Kept
from survey.store.files import NOT_THERE, hash_only, name_of

PART = 256 * 1024
PARTS_AT_ONCE = 4


def now() -> datetime:
    """The moment; hosts agree on it to some seconds, and only days matter here."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FilesInDatabase:
    """The contents of one database; ``clock`` says when one was handed in."""

    engine: Engine
    clock: Callable[[], datetime] = now

    def keep(self, content: bytes) -> str:
        """Keep a content and give its name; committed when this returns.

        Those who save answers pass meanwhile: only the same content waits for itself.
        """
        name = name_of(content)
        with writing(self.engine, turn_of(name)) as connection:
            if not self.touched(connection, name) or digest(connection, name) != name:
                connection.execute(contents.delete().where(contents.c.sha256 == name))
                self.insert(connection, name, content)
        return name

    def keep_with(self, connection: Connection, content: bytes) -> str:
        """Keep a content with what the caller commits; one that is there is not read again."""
        name = name_of(content)
        take_turn(connection, turn_of(name))
        if not self.touched(connection, name):
            self.insert(connection, name, content)
        return name

    def touched(self, connection: Connection, name: str) -> bool:
        """Whether the content is there; it is then as young as one kept now, and who tidies passes it by."""
        young = contents.update().where(contents.c.sha256 == name).values(kept_at=self.clock())
        return connection.execute(young).rowcount == 1

    def insert(self, connection: Connection, name: str, content: bytes) -> None:
        """Write a content that is not there."""
        values = {"sha256": name, "size": len(content), "kept_at": self.clock()}
        connection.execute(contents.insert().values(values))
        for number, start in enumerate(range(0, len(content), PART)):
            part = {"sha256": name, "number": number, "content": content[start : start + PART]}
            connection.execute(content_parts.insert().values(part))

    def read(self, name: str) -> bytes:
        """The content of this name; refused where it is gone or no longer what it was."""
        with self.opened(name) as file:
            return file.read()

    def opened(self, name: str) -> BinaryIO:
        """The same as a file: parts are judged on their way into it, and no line keeps the database waiting."""
        with ExitStack() as on_refusal:
            file = on_refusal.enter_context(tempfile.SpooledTemporaryFile(max_size=2 * PART))
            counted = hashlib.sha256()
            with reading(self.engine) as connection:
                for part in parts(connection, hash_only(name)):
                    counted.update(part)
                    file.write(part)
            if counted.hexdigest() != name:
                raise Refused(NOT_THERE)
            file.seek(0)
            on_refusal.pop_all()
        return file  # type: ignore[return-value]

    def missing(self, connection: Connection, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are not there."""
        return frozenset(names) - set(connection.scalars(select(contents.c.sha256)))

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Every content."""
        for row in connection.execute(select(contents).order_by(contents.c.sha256)):
            yield Kept(row.sha256, f"contents/{row.sha256}", row.size, row.kept_at)

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take a content away, unless it was handed in again since it was listed."""
        same = (contents.c.sha256 == kept.name) & (contents.c.kept_at == kept.at)
        connection.execute(contents.delete().where(same))


def turn_of(name: str) -> str:
    """The turn of those who write the same content."""
    return f" content {name}"


def parts(connection: Connection, name: str) -> Iterator[bytes]:
    """The parts of a content, in order, a few in memory at a time."""
    mine = select(content_parts.c.content).where(content_parts.c.sha256 == name)
    found = connection.execute(
        mine.order_by(content_parts.c.number), execution_options={"yield_per": PARTS_AT_ONCE}
    )
    for part in found.scalars():
        yield bytes(part)


def digest(connection: Connection, name: str) -> str:
    """The SHA-256 of what is kept under this name."""
    counted = hashlib.sha256()
    for part in parts(connection, name):
        counted.update(part)
    return counted.hexdigest()
