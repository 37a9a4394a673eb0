"""Files on their way in, put together in the database: a file begun at one host is finished at another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, select

from forms.sentence import Refused
from survey.store.content_tables import arrival_pieces, arrivals
from survey.store.contents import now
from survey.store.database import reading, writing
from survey.store.file_places import Kept
from survey.store.files import NOT_THERE
from survey.store.incoming import MOST_AT_ONCE, key_only


@dataclass(frozen=True, slots=True)
class IncomingInDatabase:
    """Files that are not whole yet, each by its account and the device's key.

    The pieces of one account take turns; those who save answers pass meanwhile.
    """

    engine: Engine
    clock: Callable[[], datetime] = now

    def add(self, account: int, key: str, at: int, piece: bytes) -> int:
        """Put a piece behind the first ``at`` bytes; how many bytes are there now. Raises Refused.

        Only what is new of a piece is written: a gap is not taken, a repetition changes nothing.
        """
        mine = of(account, key_only(key))
        with writing(self.engine, turn_of(account)) as connection:
            # Who tidies waits for this row, and then finds that the file went on.
            row = connection.execute(select(arrivals.c.size).where(mine).with_for_update()).first()
            have = self.begin(connection, account, key) if row is None else int(row.size)
            new = piece[have - at :] if at <= have else b""
            if new:
                values = {"account_id": account, "key": key, "start": have, "content": new}
                connection.execute(arrival_pieces.insert().values(values))
                have += len(new)
            connection.execute(arrivals.update().where(mine).values(size=have, at=self.clock()))
        return have

    def begin(self, connection: Connection, account: int, key: str) -> int:
        """A row of an empty file, after making room for it; 0 bytes are there."""
        others = select(arrivals.c.key).where(arrivals.c.account_id == account)
        newest_first = others.order_by(arrivals.c.at.desc(), arrivals.c.key)
        for oldest in connection.scalars(newest_first).all()[MOST_AT_ONCE - 1 :]:
            connection.execute(arrivals.delete().where(of(account, oldest)))
        values = {"account_id": account, "key": key, "size": 0, "at": self.clock()}
        connection.execute(arrivals.insert().values(values))
        return 0

    def whole(self, account: int, key: str) -> bytes:
        """All that has come. Raises Refused where it is gone."""
        pieces = arrival_pieces.c
        mine = (pieces.account_id == account) & (pieces.key == key_only(key))
        with reading(self.engine) as connection:
            if connection.execute(select(arrivals.c.size).where(of(account, key))).first() is None:
                raise Refused(NOT_THERE)
            found = connection.scalars(select(pieces.content).where(mine).order_by(pieces.start))
            return b"".join(found)

    def forget(self, account: int, key: str) -> None:
        """Remove what has come."""
        with writing(self.engine, turn_of(account)) as connection:
            connection.execute(arrivals.delete().where(of(account, key_only(key))))

    def all_kept(self, connection: Connection) -> Iterator[Kept]:
        """Every file that has come in part."""
        found = select(arrivals).order_by(arrivals.c.account_id, arrivals.c.key)
        return map(kept, connection.execute(found))

    def remove(self, connection: Connection, kept: Kept) -> None:
        """Take one away, unless it went on since it was listed."""
        account, _, key = kept.name.partition("-")
        same = of(int(account), key) & (arrivals.c.at == kept.at)
        connection.execute(arrivals.delete().where(same))


def of(account: int, key: str) -> ColumnElement[bool]:
    """The file of this account and key."""
    return and_(arrivals.c.account_id == account, arrivals.c.key == key)


def turn_of(account: int) -> str:
    """The turn of one account's pieces."""
    return f" arrivals {account}"


def kept(row: Row[tuple[int, str, int, datetime]]) -> Kept:
    """A row as others list it."""
    name = f"{row.account_id}-{row.key}"
    return Kept(name, f"arrivals/{name}", row.size, row.at)
