"""How long a connection to PostgreSQL is trusted, and when it is asked whether it still leads anywhere."""

from __future__ import annotations

import time

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

# A PostgreSQL that is not there any more is noticed within half a minute, however it went: seconds to connect, and
# how long a line may be silent before it is asked, and unanswered before it is given up (milliseconds).
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# Asking costs a trip to the server; a connection that was used a moment ago tells by itself that it is gone.
ASKED_AFTER_SECONDS = 1.0


def note_leaving(_: object, record: ConnectionPoolEntry) -> None:
    """When the connection was used last."""
    record.info["left"] = time.monotonic()


def ask_if_there(
    engine: Engine, connection: DBAPIConnection, record: ConnectionPoolEntry, _: object
) -> None:
    """Ask a connection that was left alone whether it still leads anywhere; all are made anew where not."""
    alone_for = time.monotonic() - record.info.get("left", time.monotonic())
    if alone_for < ASKED_AFTER_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as fault:
        raise InvalidatePoolError from fault
