"""Files on their way in: pieces put together beside the evidence until the whole is there.

On a slow line a file comes in pieces, so that a cut costs one piece and not the file. Nothing speaks of
what lies here; it may be deleted at any time, and then comes once more from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from forms.sentence import Refused
from survey.store.file_places import Kept
from survey.store.files import NOT_THERE, NotKept, measured

# Of one account; the oldest makes room.
MOST_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Incoming:
    """A folder of files that are not whole yet, each by its account and the device's key."""

    folder: Path

    def add(self, account: int, key: str, at: int, piece: bytes) -> int:
        """Put a piece behind the first ``at`` bytes; how many bytes are there now. Raises Refused.

        A piece that would leave a gap is not taken; one that is there already changes nothing.
        """
        place = self.place(account, key)
        try:
            have = self.size(place) if place.exists() else self.begin(place, account)
            if at <= have:
                with place.open("r+b") as file:
                    file.seek(at)
                    file.write(piece)
            return self.size(place)
        except OSError as error:
            raise NotKept from error

    def whole(self, account: int, key: str) -> bytes:
        """All that has come. Raises Refused where it is gone."""
        try:
            return self.place(account, key).read_bytes()
        except OSError as error:
            raise Refused(NOT_THERE) from error

    def forget(self, account: int, key: str) -> None:
        """Remove what has come; where the disk does not let it go, it stays for whoever tidies."""
        with suppress(OSError):
            self.place(account, key).unlink(missing_ok=True)

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Every file that has come in part."""
        return measured(self.places())

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take one away."""
        Path(kept.where).unlink(missing_ok=True)

    def places(self) -> tuple[Path, ...]:
        """Where every file stands that has come in part."""
        return tuple(self.folder.glob("*-*"))

    def begin(self, place: Path, account: int) -> int:
        """Make an empty file, after making room for it; 0 bytes are there."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = sorted(self.folder.glob(f"{account}-*"), key=lambda each: each.stat().st_mtime)
        for oldest in others[: max(0, len(others) - MOST_AT_ONCE + 1)]:
            oldest.unlink(missing_ok=True)
        place.touch(mode=0o600)
        return 0

    def place(self, account: int, key: str) -> Path:
        """Where the pieces of this key stand; a key is letters and digits only."""
        return self.folder / f"{account}-{key_only(key)}"

    @staticmethod
    def size(place: Path) -> int:
        """Bytes that are there."""
        return place.stat().st_size


def key_only(key: str) -> str:
    """A key where it is letters and digits only; refused where it is anything else, as a path."""
    if not (key.isascii() and key.isalnum()):
        raise Refused(NOT_THERE)
    return key
