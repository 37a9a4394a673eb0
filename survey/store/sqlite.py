"""How connections to SQLite are set up, and how their transactions begin."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

WRITING = "survey_writing"
LOOKING = "survey_looking"
READ_ONLY = "survey_read_only"
# How many seconds a writer has left to wait, where that is fewer than usual.
LEFT = "survey_left"
UNHURRIED = nullcontext()
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def prepare(connection: sqlite3.Connection, wait_seconds: float) -> None:
    """Every connection: own begin and commit, write-ahead log, keys checked, safe at power loss."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {wait_seconds * 1000:.0f}",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Else INSERT OR REPLACE would delete rows without asking their triggers.
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    write_ahead(connection, wait_seconds)


def note_read_only(database: Path, record: ConnectionPoolEntry) -> None:
    """A connection opened while its file takes no writing never writes."""
    record.info[READ_ONLY] = not os.access(database, os.W_OK)


def open_anew(database: Path, record: ConnectionPoolEntry) -> None:
    """Such a connection gives way to another as soon as the file takes writing again."""
    if record.info.get(READ_ONLY) and os.access(database, os.W_OK):
        raise DisconnectionError


def write_ahead(connection: sqlite3.Connection, wait_seconds: float) -> None:
    """Turn the write-ahead log on; while another first start does so, SQLite refuses without waiting."""
    until = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as fault:
            # On a disk that takes no writing, waiting changes nothing.
            if fault.sqlite_errorcode not in BUSY or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def waiting(cursor: DBAPICursor, seconds: float) -> Iterator[None]:
    """Another process's writer is waited for so long, not as long as is usual."""
    cursor.execute("PRAGMA busy_timeout")
    usual = cursor.fetchall()[0][0]
    cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")


def begin(connection: Connection) -> None:
    """A writer takes its turn before it reads; whoever only reads can't write by mistake.

    A single statement that looks at one moment needs none of this.
    """
    options = connection.get_execution_options()
    if options.get(LOOKING):
        return
    writes = bool(options.get(WRITING))
    cursor = connection.connection.cursor()
    if writes:
        cursor.execute("PRAGMA query_only = OFF")
        hurried = waiting(cursor, options[LEFT]) if LEFT in options else UNHURRIED
        # By way of the engine, which knows a locked or full database for what it is.
        with hurried:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        cursor.execute("PRAGMA query_only = ON")
        cursor.execute("BEGIN")
    cursor.close()
