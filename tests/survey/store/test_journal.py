"""The journal: only added to, and every alteration behind its back found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from survey.store import journal
from survey.store.database import reading, writing
from tests.builders import MONDAY


@pytest.fixture
def five(engine: Engine) -> Engine:
    """A journal of five entries."""
    with writing(engine) as conn:
        for number in range(1, 6):
            at = MONDAY + timedelta(seconds=number, microseconds=number % 2)
            detail = {"tên": "Mường Hum", "số": number, "chưa": None}
            journal.enter(conn, at, "lan.nt", "save", f"{number:05}", detail)
    return engine


def without_triggers(conn: Connection) -> None:
    """What someone with the database's password can do."""
    if conn.dialect.name == "postgresql":
        for table in ("journal", "journal_head", "revisions"):
            conn.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for name in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
        conn.execute(text(f"DROP TRIGGER {name[0]}"))


def test_entries_come_newest_first_as_they_were_entered(five: Engine) -> None:
    with reading(five) as conn:
        found = journal.entries(conn, limit=2)
    assert [each.number for each in found] == [5, 4]
    assert found[0].at == MONDAY + timedelta(seconds=5, microseconds=1)
    assert (found[0].by, found[0].action, found[0].subject) == ("lan.nt", "save", "00005")
    assert found[0].detail == {"tên": "Mường Hum", "số": 5, "chưa": None}


def test_entries_go_on_before_a_number_and_are_found_by_words(five: Engine) -> None:
    with reading(five) as conn:
        assert [each.number for each in journal.entries(conn, before=3)] == [2, 1]
        assert [each.number for each in journal.entries(conn, search="LAN 00004")] == [4]
        assert len(journal.entries(conn, search="Mường")) == 5
        assert journal.entries(conn, search="%") == ()
        assert len(journal.entries(conn, search="\0")) == 5


def test_a_journal_that_nobody_touched_has_no_fault(engine: Engine, five: Engine) -> None:
    with reading(five) as conn:
        assert journal.verify(conn) is None


def test_an_empty_journal_has_no_fault(engine: Engine) -> None:
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        assert journal.entries(conn) == ()


def test_a_deed_that_fails_leaves_no_entry(five: Engine) -> None:
    def fail() -> None:
        with writing(five) as conn:
            journal.enter(conn, MONDAY, "lan", "save", "x", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with writing(five) as conn:
        journal.enter(conn, MONDAY, "lan", "save", "y", {})
        assert [each.subject for each in journal.entries(conn, limit=1)] == ["y"]
        assert journal.verify(conn) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET by = 'mai' WHERE number = 3",
        "DELETE FROM journal WHERE number = 5",
        "DELETE FROM journal_head",
        "UPDATE journal_head SET number = 3",
    ],
)
def test_the_database_refuses_to_change_the_journal(five: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match=r"never changed|only grows"), writing(five) as conn:
        conn.execute(text(change))


def test_a_replacing_insert_is_refused_too(five: Engine) -> None:
    again = "INTO journal SELECT * FROM journal WHERE number = 3"
    with writing(five) as conn:
        word = "INSERT OR REPLACE" if conn.dialect.name == "sqlite" else "INSERT"
    with pytest.raises(DBAPIError), writing(five) as conn:
        conn.execute(text(f"{word} {again}"))


def swapped(conn: Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        conn.execute(text(f"UPDATE journal SET number = {new} WHERE number = {old}"))


def put_in(conn: Connection) -> None:
    for old in (5, 4):
        conn.execute(text(f"UPDATE journal SET number = {old + 1} WHERE number = {old}"))
    forge(conn, 4, journal_hash(conn, 3))


def added_at_the_end(conn: Connection) -> None:
    forge(conn, 6, journal_hash(conn, 5))


def journal_hash(conn: Connection, number: int) -> str:
    found = text("SELECT hash FROM journal WHERE number = :number")
    return str(conn.execute(found, {"number": number}).scalar_one())


def forge(conn: Connection, number: int, previous: str) -> None:
    """An entry whose own hash is right."""
    content = (number, MONDAY, "mai", "approve", "00004", "{}")
    names = ("number", "at", "by", "action", "subject", "detail")
    digest = journal.hash_of(previous, *content)
    row = dict(zip(names, content, strict=True)) | {"previous": previous, "hash": digest}
    conn.execute(journal.journal.insert().values(**row))


def recomputed(conn: Connection) -> None:
    """One entry changed, and its own hash made right again."""
    row = conn.execute(text("SELECT * FROM journal WHERE number = 3")).mappings().one()
    conn.execute(text("DELETE FROM journal WHERE number = 3"))
    forge(conn, 3, row["previous"])


def sql(statement: str) -> Callable[[Connection], None]:
    return lambda conn: conn.execute(text(statement)) and None


@pytest.mark.parametrize(
    ("tamper", "number", "said"),
    [
        (sql("UPDATE journal SET by = 'mai' WHERE number = 3"), 3, "has been changed"),
        (sql("UPDATE journal SET detail = '{}' WHERE number = 1"), 1, "has been changed"),
        (sql("UPDATE journal SET hash = previous WHERE number = 5"), 5, "has been changed"),
        (recomputed, 4, "does not follow"),
        (sql("DELETE FROM journal WHERE number = 1"), 1, "is missing"),
        (sql("DELETE FROM journal WHERE number = 3"), 3, "is missing"),
        (sql("DELETE FROM journal WHERE number >= 4"), 4, "is missing"),
        (sql("DELETE FROM journal"), 1, "is missing"),
        (sql("DELETE FROM journal_head"), 6, "is missing"),
        (swapped, 2, "has been changed"),
        (put_in, 5, "has been changed"),
        (added_at_the_end, 6, "does not follow"),
    ],
)
def test_what_was_altered_behind_its_back_is_found(
    five: Engine, tamper: Callable[[Connection], None], number: int, said: str
) -> None:
    with writing(five) as conn:
        without_triggers(conn)
        tamper(conn)
    with reading(five) as conn:
        fault = journal.verify(conn)
    assert fault is not None
    assert fault.number == number
    assert said in fault.en
    assert str(number) in fault.vi
