"""When the database fails: whether that passes by itself, and whether what was asked may have been done all the same."""

from __future__ import annotations

from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
    TimeoutError,
)

# Whatever keeps a database from storing something: it refused, or its turn did not come in time.
NOT_STORED = (DBAPIError, TimeoutError)
# PostgreSQL's word for a database that takes no changes just now: a standby, or one in maintenance.
READ_ONLY = "25006"


def passes(error: SQLAlchemyError) -> bool:
    """Whether the database is away, busy, full or read-only: the same may work in a minute, with no restart."""
    if isinstance(error, OperationalError | InterfaceError | TimeoutError | PendingRollbackError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) == READ_ONLY


def may_be_done(error: SQLAlchemyError) -> bool:
    """Whether the connection was lost at the commit: what came before it is undone, but this nobody knows."""
    return (
        isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is None
    )
