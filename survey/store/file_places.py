"""What a place for evidence promises, be it a folder or the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a place by its name there, ``size`` in bytes, last handed in ``at``; ``where`` is for people."""

    name: str
    where: str
    size: int
    at: datetime


class KeptFiles(Protocol):
    """Contents by their hash: written whole, never changed, never run."""

    def keep(self, content: bytes) -> str:
        """Keep a content and give its name, its SHA-256; there for good when this returns. Raises Refused."""

    def keep_with(self, connection: Connection, content: bytes) -> str:
        """The same, at the latest when the caller's transaction is committed."""

    def read(self, name: str) -> bytes:
        """The content of this name. Raises Refused where it is gone or no longer what it was."""

    def opened(self, name: str) -> BinaryIO:
        """The same to read bit by bit, judged beforehand; whoever asked closes it. Raises Refused."""

    def missing(self, connection: Connection, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are not there."""

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Everything that is there, what was never finished included."""

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take a file away, unless it was handed in again since it was listed."""


class IncomingFiles(Protocol):
    """Files that are not whole yet, each by its account and the device's key; at most ten of an account."""

    def add(self, account: int, key: str, at: int, piece: bytes) -> int:
        """Put a piece behind the first ``at`` bytes; how many bytes are there now. Raises Refused.

        A piece that would leave a gap is not taken; one that is there already changes nothing.
        """

    def whole(self, account: int, key: str) -> bytes:
        """All that has come. Raises Refused where it is gone."""

    def forget(self, account: int, key: str) -> None:
        """Remove what has come."""

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Every file that has come in part."""

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take one away, unless it went on since it was listed."""
