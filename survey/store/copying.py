"""Every row of one database into another that is still empty, and what shows that all have arrived.

The two need not be of the same kind: rows pass as Python values, so SQLite and PostgreSQL hold the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, RowMapping, Table, func, select, text

from forms.sentence import Refused, Sentence
from survey.store.journal import canonical
from survey.store.schema import journal_head, metadata

ROWS_AT_ONCE = 1000
# Of bytes: some MiB.
PARTS_AT_ONCE = 8
# A number that no sum of SHA-256 passes.
ROUND_THE_CLOCK = 2**256
NOT_EMPTY = Sentence(
    "Cơ sở dữ liệu đích không trống (bảng {table} đã có dữ liệu). Hãy chọn một nơi mới; không có gì bị ghi đè.",
    "The database to write into is not empty (table {table} has rows). Choose a new place; nothing is overwritten.",
)
DIFFERENT = Sentence(
    "Bảng {table} ở nơi đích khác nơi nguồn ({there} dòng so với {here}); chưa ghi gì.",
    "Table {table} differs between source and target ({there} rows against {here}); nothing was written.",
)
Said = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """A table's number of rows, and a hash of them all that does not depend on their order."""

    rows: int
    digest: str


class Counting:
    """Adds up rows: the sum of each one's SHA-256, since databases sort letters differently."""

    def __init__(self) -> None:
        self.rows, self.sum = 0, 0

    def add(self, row: RowMapping) -> None:
        """Count one row."""
        digest = hashlib.sha256(canonical(dict(row)).encode()).digest()
        self.rows, self.sum = self.rows + 1, (self.sum + int.from_bytes(digest)) % ROUND_THE_CLOCK

    @property
    def content(self) -> Content:
        """What was added so far."""
        return Content(self.rows, f"{self.sum:064x}")


def contents(conn: Connection) -> dict[str, Content]:
    """What every table holds."""
    return {table.name: content_of(conn, table) for table in metadata.sorted_tables}


def content_of(conn: Connection, table: Table) -> Content:
    """What one table holds."""
    counting = Counting()
    for block in blocks(conn, table):
        for row in block:
            counting.add(row)
    return counting.content


def copy_all(
    source: Connection, target: Connection, said: Said, without: Collection[Table] = ()
) -> dict[str, Content]:
    """Copy every row in the two callers' transactions and compare what arrived; of ``without`` nothing is copied.

    ``said`` is told each table and its rows. Raises Refused where the target holds anything, or another thing
    afterwards than the source.
    """
    refuse_unless_empty(target)
    copied = {}
    with head_may_jump(target):
        for table in (each for each in metadata.sorted_tables if each not in without):
            copied[table.name] = copy_table(source, target, table)
            said(table.name, copied[table.name].rows)
    go_on_counting(target)
    refuse_difference(copied, contents(target))
    return copied


def copy_table(source: Connection, target: Connection, table: Table) -> Content:
    """Copy the rows of one table."""
    counting = Counting()
    for block in blocks(source, table):
        for row in block:
            counting.add(row)
        rows: list[Mapping[str, Any]] = [dict(row) for row in block]
        if table is journal_head:
            target.execute(table.update(), rows[0])
        else:
            target.execute(table.insert(), rows)
    return counting.content


def blocks(conn: Connection, table: Table) -> Iterator[list[RowMapping]]:
    """The rows of a table, a thousand at a time (few where they hold files), those that others refer to first."""
    rows = select(table).order_by(*table.primary_key.columns)
    heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
    at_once = PARTS_AT_ONCE if heavy else ROWS_AT_ONCE
    with conn.execute(rows, execution_options={"yield_per": at_once}) as found:
        for block in found.mappings().partitions():
            yield list(block)


def refuse_unless_empty(conn: Connection) -> None:
    """Refuse a database in which anything stands but the journal's beginning."""
    for table in metadata.sorted_tables:
        if table is not journal_head and conn.execute(select(table).limit(1)).first():
            raise Refused(NOT_EMPTY.filled(table=table.name))


def refuse_difference(here: Mapping[str, Content], there: Mapping[str, Content]) -> None:
    """Refuse the first table that does not hold the same."""
    for table, content in here.items():
        if there.get(table) != content:
            rows = there[table].rows if table in there else 0
            raise Refused(DIFFERENT.filled(table=table, here=content.rows, there=rows))


@contextmanager
def head_may_jump(conn: Connection) -> Iterator[None]:
    """The journal's head may go from nothing to its number at once; its triggers are back afterwards."""
    if conn.dialect.name == "postgresql":
        conn.execute(text(f"ALTER TABLE {journal_head.name} DISABLE TRIGGER USER"))
        yield
        conn.execute(text(f"ALTER TABLE {journal_head.name} ENABLE TRIGGER USER"))
        return
    asked = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
    triggers = list(conn.execute(asked, {"name": journal_head.name}))
    for trigger in triggers:
        conn.execute(text(f"DROP TRIGGER {trigger.name}"))
    yield
    for trigger in triggers:
        conn.exec_driver_sql(trigger.sql)


def go_on_counting(conn: Connection) -> None:
    """PostgreSQL numbers new rows after the copied ones; SQLite does so by itself."""
    if conn.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer):
                highest = conn.scalar(select(func.max(column)))
                named = {"table": table.name, "column": column.name, "highest": highest}
                conn.execute(SET_SEQUENCE, named)


SET_SEQUENCE = text(
    "SELECT setval(counter, :highest) FROM (SELECT pg_get_serial_sequence(:table, :column) AS counter) AS found"
    " WHERE counter IS NOT NULL AND :highest IS NOT NULL"
)
