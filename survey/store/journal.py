"""The journal: who did what, when. Each entry holds the SHA-256 of the one before.

The chain finds an entry that was changed, removed, put in or moved after the fact; the head finds
entries cut off the end. Whoever can rewrite every later entry and the head can still forge all of
it: a hash noted elsewhere (on paper, in another system) is what shows that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from forms.sentence import Sentence
from survey.store.schema import journal, journal_head
from survey.store.texts import storable

CHANGED = Sentence(
    "Mục số {n} của nhật ký đã bị sửa nội dung.", "Entry {n} of the journal has been changed."
)
MISSING = Sentence(
    "Thiếu mục số {n} của nhật ký: mục này đã bị xóa.",
    "Entry {n} of the journal is missing: it has been removed.",
)
MISPLACED = Sentence(
    "Mục số {n} của nhật ký không nối tiếp mục trước: có mục đã bị sửa, chèn thêm hoặc đổi chỗ.",
    "Entry {n} of the journal does not follow the one before: an entry was changed, put in or moved.",
)


HEAD = select(journal_head.c.number, journal_head.c.hash).with_for_update()
GROW = journal_head.update().values(number=bindparam("to_number"), hash=bindparam("to_hash"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed; ``hash`` covers everything here and the hash of the entry before."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class Fault(Sentence):
    """The first entry that is not as it was written, and what is wrong with it."""

    number: int


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be entered: when, who, did what, to what."""

    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, object]


def enter(  # noqa: PLR0917 - the order of a sentence: when, who, did what, to what
    conn: Connection,
    at: datetime,
    by: str,
    action: str,
    subject: str,
    detail: Mapping[str, object],
) -> None:
    """Add an entry in the caller's transaction: the deed and its entry stand or fall together."""
    enter_all(conn, [Deed(at, by, action, subject, detail)])


def enter_all(conn: Connection, deeds: Sequence[Deed]) -> None:
    """Add an entry for each deed, as :func:`enter` does one by one, in one go; of none the head is not asked."""
    if not deeds:
        return
    head = conn.execute(HEAD).one()
    previous, rows = head.hash, []
    for number, deed in enumerate(deeds, head.number + 1):
        values = {
            "number": number,
            "at": deed.at.astimezone(UTC),
            "by": deed.by,
            "action": deed.action,
            "subject": deed.subject,
            "detail": canonical(dict(deed.detail)),
        }
        digest = hash_of(previous, *values.values())
        rows.append({**values, "previous": previous, "hash": digest})
        previous = digest
    conn.execute(journal.insert(), rows)
    # One by one: the head's trigger lets it grow by one entry at a time.
    conn.execute(GROW, [{"to_number": row["number"], "to_hash": row["hash"]} for row in rows])


def entries(
    conn: Connection,
    *,
    limit: int = 100,
    before: int | None = None,
    search: str = "",
    actions: Collection[str] = (),
) -> tuple[Entry, ...]:
    """The latest entries, newest first; ``before`` an entry's number.

    Those found have every word of ``search`` somewhere, or their action is one of ``actions``.
    """
    found = select(journal).order_by(journal.c.number.desc()).limit(limit)
    if before is not None:
        found = found.where(journal.c.number < before)
    texts = (journal.c.by, journal.c.action, journal.c.subject, journal.c.detail)
    each_word = [
        or_(*(text.icontains(word, autoescape=True) for text in texts))
        for word in storable(search).split()
    ]
    if each_word:
        found = found.where(or_(and_(*each_word), journal.c.action.in_(actions)))
    return tuple(_entry(row) for row in conn.execute(found))


def entries_about(conn: Connection, subject: str) -> tuple[Entry, ...]:
    """Every entry about this subject, the oldest first."""
    found = select(journal).where(journal.c.subject == subject).order_by(journal.c.number)
    return tuple(_entry(row) for row in conn.execute(found))


def length(conn: Connection) -> int:
    """How many entries there are."""
    return int(conn.scalar(select(journal_head.c.number)) or 0)


def last_of(conn: Connection, action: str) -> Entry | None:
    """The newest entry of this action."""
    found = select(journal).where(journal.c.action == action).order_by(journal.c.number.desc())
    row = conn.execute(found.limit(1)).first()
    return None if row is None else _entry(row)


def every_entry(conn: Connection) -> Iterator[Entry]:
    """All entries in their order, a thousand at a time."""
    in_order = select(journal).order_by(journal.c.number)
    with conn.execute(in_order, execution_options={"yield_per": 1000}) as rows:
        yield from map(_entry, rows)


def verify(conn: Connection) -> Fault | None:
    """The first entry that is not as it was written; None where the whole journal is.

    Reads all of it: about 20 µs an entry.
    """
    number, digest = 0, "0" * 64
    in_order = select(journal).order_by(journal.c.number)
    with conn.execute(in_order, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            fault = _fault_of(row, number, digest)
            if fault is not None:
                return fault
            number, digest = row.number, row.hash
    head = conn.execute(select(journal_head.c.number, journal_head.c.hash)).one_or_none()
    if head is None or head.number > number:
        return _fault(MISSING, number + 1)
    return None if (head.number, head.hash) == (number, digest) else _fault(MISPLACED, number)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    stored = row.number, row.at, row.by, row.action, row.subject
    return Entry(*stored, json.loads(row.detail), row.hash)


def _fault_of(row: Row[*tuple[Any, ...]], number: int, digest: str) -> Fault | None:
    if row.number != number + 1:
        return _fault(MISSING, number + 1)
    if row.hash != hash_of(
        row.previous, row.number, row.at, row.by, row.action, row.subject, row.detail
    ):
        return _fault(CHANGED, row.number)
    return None if row.previous == digest else _fault(MISPLACED, row.number)


def _fault(sentence: Sentence, number: int) -> Fault:
    filled = sentence.filled(n=number)
    return Fault(filled.vi, filled.en, number)


def hash_of(previous: str, *content: object) -> str:
    """SHA-256 (hex) of an entry: number, moment, who, action, subject, detail, after the hash before."""
    return hashlib.sha256(canonical([previous, *content]).encode()).hexdigest()


def canonical(content: object) -> str:
    """JSON that is the same for the same content: keys sorted, no spaces, letters as they are."""
    return json.dumps(
        content,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_in_words,
    )


def _in_words(value: object) -> str:
    """What JSON has no form for: a moment always with its microseconds, so that it hashes the same; bytes hashed."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
