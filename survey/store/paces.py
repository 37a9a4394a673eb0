"""How fast something may go on: so many at once, then one every so often. All processes agree on it.

One moment is kept for each key: until when what was taken is paid for (the generic cell rate algorithm).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from survey.store.schema import paces

NOW = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """``at_once`` are free, if nothing was taken for long; each is paid for by waiting ``every``."""

    every: timedelta
    at_once: int


def wait(conn: Connection, key: str, pace: Pace, at: datetime) -> timedelta:
    """How long until one more may be taken; zero where it may be taken now."""
    paid_until = _paid_until(conn, key, at)
    return max(paid_until - at - pace.every * (pace.at_once - 1), NOW)


def free(conn: Connection, key: str, pace: Pace, at: datetime) -> int:
    """How many may be taken now, from 0."""
    return max(0, (at + pace.every * pace.at_once - _paid_until(conn, key, at)) // pace.every)


def take(conn: Connection, key: str, pace: Pace, at: datetime, number: int = 1) -> None:
    """Count one more or some, in the caller's transaction; what is long paid for is cleared away."""
    until = _paid_until(conn, key, at) + pace.every * number
    conn.execute(paces.delete().where((paces.c.paid_until <= at) | (paces.c.key == key)))
    conn.execute(paces.insert().values(key=key, paid_until=until))


def _paid_until(conn: Connection, key: str, at: datetime) -> datetime:
    found = conn.execute(select(paces.c.paid_until).where(paces.c.key == key)).scalar()
    return at if found is None else max(found, at)
