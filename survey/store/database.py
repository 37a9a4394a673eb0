"""The database: engines, transactions to read and to write, and bringing the tables up to date.

Both databases keep the same promise: one writer at a time, so that what a writing transaction has
read is still true when it writes; readers never wait and see one moment.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from forms.sentence import Refused, Sentence
from survey.store import postgresql, sqlite
from survey.store.turns import Asked, Made, Turns, Work
from survey.store.upgrading import at_head, upgrade_to_head

# How long a writer waits for others: for those of this process and for another's, together.
WAIT_SECONDS = 30
# A second more or less is not worth a statement of its own.
WORTH_SECONDS = 1.0
TAKE_TURN = text(
    "SELECT set_config('lock_timeout', :wait, true), "
    "pg_advisory_xact_lock(hashtextextended('survey ' || current_schema() || :turn, 0))"
)
# The turns of this process, by engine.
TURNS_TAKEN: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
MAKING = Lock()
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
    event.listen(engine, "connect", lambda made, _: sqlite.prepare(made, WAIT_SECONDS))
    event.listen(engine, "begin", sqlite.begin)
    if not database.startswith("file:"):
        file = Path(database)
        event.listen(engine, "connect", lambda _, record: sqlite.note_read_only(file, record))
        event.listen(engine, "checkout", lambda _, record, __: sqlite.open_anew(file, record))
    return engine


def _postgresql(address: URL) -> Engine:
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    asked = {name: each for name, each in postgresql.PATIENCE.items() if name not in address.query}
    try:
        engine = create_engine(address, connect_args=asked, json_serializer=to_text)
    except ModuleNotFoundError as fault:
        raise Refused(NO_DRIVER) from fault
    event.listen(engine, "checkin", postgresql.note_leaving)
    event.listen(engine, "checkout", partial(postgresql.ask_if_there, engine))
    return engine


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """For a single statement that reads: it sees one moment by itself, and needs no transaction."""
    how = (
        {"isolation_level": "AUTOCOMMIT"}
        if engine.dialect.name == "postgresql"
        else {sqlite.LOOKING: True}
    )
    with engine.connect() as connection:
        yield connection.execution_options(**how)


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


def writing(engine: Engine, turn: str = "") -> AbstractContextManager[Connection]:
    """A transaction of the one writer: committed at the end, undone where anything is raised.

    Who writes only what belongs to a ``turn`` of its own, as the pieces of one account's file, lets those
    who save answers pass meanwhile (on PostgreSQL; SQLite has one turn for all).
    """
    begin = partial(_begun, engine, turn)
    if turn and engine.dialect.name == "postgresql":
        return begin(until())
    return _turns(engine).alone(begin, until())


def done_together(engine: Engine, work: Work[Asked, Made], asked: Asked) -> Made:
    """What ``work`` makes of what is asked, committed: for what is over in milliseconds and comes from many at once.

    Raises Refused where it was refused, which undoes nothing of the others (:class:`survey.store.turns.Turns`).
    """
    return _turns(engine).together(partial(_begun, engine, ""), work, asked, until())


def until() -> float:
    """The moment of the monotonic clock until which a writer that comes now waits for others."""
    return time.monotonic() + WAIT_SECONDS


def _turns(engine: Engine) -> Turns:
    with MAKING:
        return TURNS_TAKEN.setdefault(engine, Turns())


@contextmanager
def _begun(engine: Engine, turn: str, until: float) -> Iterator[Connection]:
    with engine.connect() as connection:
        left = max(0.0, until - time.monotonic())
        hurried = {sqlite.LEFT: left} if left < WAIT_SECONDS - WORTH_SECONDS else {}
        connection.execution_options(**{sqlite.WRITING: True, **hurried})
        with connection.begin():
            take_turn(connection, turn, left)
            yield connection


def take_turn(connection: Connection, turn: str, seconds: float | None = None) -> None:
    """Wait for the other writers of this schema and turn; what is read from here on stays true."""
    if connection.dialect.name == "postgresql":
        # 0 would be for ever.
        wait = max(1, round(1000 * (WAIT_SECONDS if seconds is None else seconds)))
        connection.execute(TAKE_TURN, {"wait": f"{wait}ms", "turn": turn})


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
