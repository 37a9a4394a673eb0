"""The database: engines, transactions to read and to write, and bringing the tables up to date.

Both databases keep the same promise: one writer at a time, so that what a writing transaction has
read is still true when it writes; readers never wait and see one moment.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from forms.sentence import Refused, Sentence
from survey.store.upgrading import at_head, upgrade_to_head

WAIT_SECONDS = 30
WRITING = "survey_writing"
READ_ONLY = "survey_read_only"
TURN = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('survey ' || current_schema() || :turn, 0))"
)
TURNS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# A PostgreSQL that is not there any more is noticed within half a minute, however it went: seconds to connect, and
# how long a line may be silent before it is asked, and unanswered before it is given up (milliseconds).
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
to_text = partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

NOT_AN_ADDRESS = Sentence(
    "Địa chỉ cơ sở dữ liệu không hợp lệ. Hãy dùng sqlite:///đường/dẫn/tệp.db hoặc postgresql+psycopg://…",
    "The database address is not valid. Use sqlite:///path/to/file.db or postgresql+psycopg://…",
)
IN_MEMORY = Sentence(
    "Cơ sở dữ liệu phải là một tệp, không phải bộ nhớ: dữ liệu sẽ mất khi dừng chương trình.",
    "The database must be a file, not memory: everything would be lost when the program stops.",
)
NO_FOLDER = Sentence(
    "Không có thư mục “{folder}” để chứa cơ sở dữ liệu. Hãy tạo thư mục hoặc sửa đường dẫn.",
    "There is no folder “{folder}” for the database. Create it or correct the path.",
)
NO_DRIVER = Sentence(
    "Chưa cài trình kết nối PostgreSQL. Hãy cài phần bổ sung «postgresql» của chương trình.",
    "The PostgreSQL driver is not installed. Install this program's «postgresql» extra.",
)

CANNOT_OPEN = Sentence(
    "Không mở được cơ sở dữ liệu. Hãy kiểm tra địa chỉ, quyền truy cập và máy chủ. Hệ thống báo: {reason}",
    "The database could not be opened. Check its address, your rights and the server. The system says: {reason}",
)


def engine_for(url: str) -> Engine:
    """An engine on an SQLite file or on PostgreSQL. Raises Refused where the address can't be used."""
    try:
        address = make_url(url)
    except ArgumentError as fault:
        raise Refused(NOT_AN_ADDRESS) from fault
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    if address.get_backend_name() == "postgresql":
        return _postgresql(address)
    raise Refused(NOT_AN_ADDRESS)


def _sqlite(address: URL) -> Engine:
    database = address.database or ":memory:"
    if ":memory:" in database or address.query.get("mode") == "memory":
        raise Refused(IN_MEMORY)
    folder = Path(database).parent
    if not database.startswith("file:") and not folder.is_dir():
        raise Refused(NO_FOLDER.filled(folder=folder))
    engine = create_engine(address, connect_args={"timeout": WAIT_SECONDS}, json_serializer=to_text)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if not database.startswith("file:"):
        file = Path(database)
        event.listen(engine, "connect", lambda _, record: _note_read_only(file, record))
        event.listen(engine, "checkout", lambda _, record, __: _open_anew(file, record))
    return engine


def _postgresql(address: URL) -> Engine:
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    asked = {name: each for name, each in PATIENCE.items() if name not in address.query}
    try:
        return create_engine(
            address, connect_args=asked, pool_pre_ping=True, json_serializer=to_text
        )
    except ModuleNotFoundError as fault:
        raise Refused(NO_DRIVER) from fault


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Every connection: own begin and commit, write-ahead log, keys checked, safe at power loss."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {WAIT_SECONDS * 1000}",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Else INSERT OR REPLACE would delete rows without asking their triggers.
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    _write_ahead(connection)


def _note_read_only(database: Path, record: ConnectionPoolEntry) -> None:
    """A connection opened while its file takes no writing never writes."""
    record.info[READ_ONLY] = not os.access(database, os.W_OK)


def _open_anew(database: Path, record: ConnectionPoolEntry) -> None:
    """Such a connection gives way to another as soon as the file takes writing again."""
    if record.info.get(READ_ONLY) and os.access(database, os.W_OK):
        raise DisconnectionError


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; while another first start does so, SQLite refuses without waiting."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as fault:
            # On a disk that takes no writing, waiting changes nothing.
            if fault.sqlite_errorcode not in TURNS or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn before it reads; whoever only reads can't write by mistake."""
    writes = bool(connection.get_execution_options().get(WRITING))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment of the database and can't change it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, turn: str = "") -> Iterator[Connection]:
    """A transaction of the one writer: committed at the end, undone where anything is raised.

    Who writes only what belongs to a ``turn`` of its own, as the pieces of one account's file, lets those
    who save answers pass meanwhile (on PostgreSQL; SQLite has one turn for all).
    """
    with engine.connect() as connection:
        connection.execution_options(**{WRITING: True})
        with connection.begin():
            take_turn(connection, turn)
            yield connection


def take_turn(connection: Connection, turn: str = "") -> None:
    """Wait for the other writers of this schema and turn; what is read from here on stays true."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
    connection.execute(TURN, {"turn": turn})


class Unreachable(Refused):
    """The database does not answer, or not in time: starting again later may help."""


def upgrade(engine: Engine) -> None:
    """Bring the tables to what this version needs; safe where several processes start at once.

    Raises Refused where the database can't be opened (Unreachable, where that may pass), and where a newer
    version of the program has already changed the tables.
    """
    try:
        with reading(engine) as connection:
            if at_head(connection):
                return
        with writing(engine) as connection:
            upgrade_to_head(connection)
    except DatabaseError as fault:
        refusal = Unreachable if isinstance(fault, OperationalError) else Refused
        raise refusal(CANNOT_OPEN.filled(reason=str(fault.orig).strip())) from fault


def upgrade_once_reachable(engine: Engine) -> None:
    """The same, after up to half a minute in which the database comes back."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            upgrade(engine)
        except Unreachable:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
