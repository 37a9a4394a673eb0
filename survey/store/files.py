"""Files kept in a folder by the hash of their content: written whole, never changed, never run.

A file is on the disk before anything speaks of it. One that nothing speaks of (the power went in
between) does no harm and may be deleted.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.store.file_places import Kept

NOT_THERE = Sentence(
    "Không còn đọc được tệp này trên máy chủ. Hãy báo người quản trị; xã có thể gửi lại tệp.",
    "The server can no longer read this file. Tell your administrator; the commune can send it again.",
)
NO_ROOM = Sentence(
    "Máy chủ chưa lưu được tệp; chưa có gì thay đổi. Hãy thử lại sau; nếu vẫn lỗi, báo người quản trị kiểm tra thư mục lưu minh chứng.",
    "The server could not keep the file; nothing has changed. Try again later; if it still fails, ask your administrator to check the evidence folder.",
)


class NotKept(Refused):
    """The disk took no file: nothing is wrong with the file, and the same may work later."""

    def __init__(self) -> None:
        super().__init__(NO_ROOM)


@dataclass(frozen=True, slots=True)
class Files:
    """A folder of files, which must lie outside of whatever is served."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep a content and give its name; on the disk for good when this returns. Raises NotKept."""
        name = name_of(content)
        place = self.place(name)
        try:
            if self.holds(name, content):
                # As young as what is kept now: nothing that tidies may take it for a leftover.
                os.utime(place)
            else:
                write(place, content)
        except OSError as error:
            raise NotKept from error
        return name

    def keep_with(self, connection: Connection, content: bytes) -> str:
        """The same: a folder knows no transactions, so the file is there whatever becomes of the caller's."""
        return self.keep(content)

    def read(self, name: str) -> bytes:
        """The content of this name; refused where it is gone or no longer what it was."""
        with self.opened(name) as file:
            return file.read()

    def opened(self, name: str) -> BinaryIO:
        """The same as an open file, judged beforehand; whoever asked closes it."""
        try:
            file = self.place(name).open("rb")
        except OSError as error:
            raise Refused(NOT_THERE) from error
        if hashlib.file_digest(file, "sha256").hexdigest() != name:
            file.close()
            raise Refused(NOT_THERE)
        file.seek(0)
        return file

    def holds(self, name: str, content: bytes) -> bool:
        """Whether the folder has this content whole."""
        place = self.place(name)
        return place.is_file() and place.read_bytes() == content

    def missing(self, connection: Connection, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are not there."""
        return frozenset(name for name in names if not self.place(name).is_file())

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Every file of the folder, those included that were never finished."""
        return measured(self.places())

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take a file away."""
        Path(kept.where).unlink(missing_ok=True)

    def places(self) -> tuple[Path, ...]:
        """Where every file of the folder stands."""
        return tuple(each for each in self.folder.glob("[0-9a-f][0-9a-f]/*") if each.is_file())

    def place(self, name: str) -> Path:
        """Where the file of this name stands; a name is nothing but a hash."""
        return self.folder / hash_only(name)[:2] / name


def name_of(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_only(name: str) -> str:
    """A name where it is a hash; refused where it is anything else, as a path."""
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise Refused(NOT_THERE)
    return name


def measured(places: Iterable[Path]) -> Iterator[Kept]:
    """Each file with its size and age; one that has gone meanwhile is none."""
    for place in places:
        try:
            found = place.stat()
        except FileNotFoundError:
            continue
        at = datetime.fromtimestamp(found.st_mtime, UTC)
        yield Kept(place.name, str(place), found.st_size, at)


def write(place: Path, content: bytes) -> None:
    """Write beside, wait for the disk, then put in place: a half-written file never has the name."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made, beside = tempfile.mkstemp(dir=place.parent, prefix="new-")
    try:
        with os.fdopen(made, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(place)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    wait_for(place.parent)


def wait_for(folder: Path) -> None:
    """Wait until the folder's own list is on the disk, where the system can say so."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
