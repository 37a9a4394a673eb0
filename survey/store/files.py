"""Files kept in a folder by the hash of their content: written whole, never changed, never run.

A file is on the disk before anything speaks of it. One that nothing speaks of (the power went in
between) does no harm and may be deleted.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from forms.sentence import Refused, Sentence

NOT_THERE = Sentence(
    "Không còn đọc được tệp này trên máy chủ. Hãy báo người quản trị; xã có thể gửi lại tệp.",
    "The server can no longer read this file. Tell your administrator; the commune can send it again.",
)
NO_ROOM = Sentence(
    "Máy chủ chưa lưu được tệp; chưa có gì thay đổi. Hãy báo người quản trị kiểm tra thư mục lưu minh chứng.",
    "The server could not keep the file; nothing has changed. Ask your administrator to check the evidence folder.",
)


@dataclass(frozen=True, slots=True)
class Files:
    """A folder of files, which must lie outside of whatever is served."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep a content and give its name; on the disk for good when this returns. Raises Refused."""
        name = name_of(content)
        place = self.place(name)
        try:
            if self.holds(name, content):
                # As young as what is kept now: nothing that tidies may take it for a leftover.
                os.utime(place)
            else:
                write(place, content)
        except OSError as error:
            raise Refused(NO_ROOM) from error
        return name

    def read(self, name: str) -> bytes:
        """The content of this name; refused where it is gone or no longer what it was."""
        try:
            content = self.place(name).read_bytes()
        except OSError as error:
            raise Refused(NOT_THERE) from error
        if name_of(content) != name:
            raise Refused(NOT_THERE)
        return content

    def holds(self, name: str, content: bytes) -> bool:
        """Whether the folder has this content whole."""
        place = self.place(name)
        return place.is_file() and place.read_bytes() == content

    def places(self) -> tuple[Path, ...]:
        """Every file of the folder, those included that were never finished."""
        return tuple(each for each in self.folder.glob("[0-9a-f][0-9a-f]/*") if each.is_file())

    def place(self, name: str) -> Path:
        """Where the file of this name stands; a name is nothing but a hash."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise Refused(NOT_THERE)
        return self.folder / name[:2] / name


def name_of(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


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
