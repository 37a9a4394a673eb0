"""The journal and all revisions as a file to hand over, and the check of such a file with no database.

A zip of two files of JSON lines: ``journal.jsonl``, each entry with its hash, and ``revisions.jsonl``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from sqlalchemy import Connection, select

from forms.sentence import Refused, Sentence
from survey.store import journal
from survey.store.journal import CHANGED, MISSING, Entry, Fault, canonical, hash_of
from survey.store.schema import revisions

JOURNAL, REVISIONS = "journal.jsonl", "revisions.jsonl"
NO_EXPORT = Sentence(
    "{file} không phải tệp nhật ký do «journal export» ghi ({why}).",
    "{file} is no file that «journal export» wrote ({why}).",
)


def export(conn: Connection, out: Path) -> int:
    """Write all entries and revisions; how many entries. Raises FileExistsError where the file is there."""
    written = 0
    with zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED) as whole:
        with whole.open(JOURNAL, "w") as file, TextIOWrapper(file, "utf-8") as text:
            for written, entry in enumerate(journal.every_entry(conn), 1):  # noqa: B007 - counted
                text.write(canonical(in_words(entry)) + "\n")
        with whole.open(REVISIONS, "w") as file, TextIOWrapper(file, "utf-8") as text:
            for line in every_revision(conn):
                text.write(line + "\n")
    return written


def in_words(entry: Entry) -> dict[str, object]:
    """An entry as JSON says it."""
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "hash": entry.hash,
    }


def every_revision(conn: Connection) -> Iterator[str]:
    """Each revision as one line: who, when, by which door, what changed to what."""
    in_order = select(revisions).order_by(*revisions.primary_key.columns)
    with conn.execute(in_order, execution_options={"yield_per": 1000}) as rows:
        for row in rows.mappings():
            yield canonical(dict(row))


def verify_file(file: Path) -> tuple[Fault | None, int]:
    """The first entry of an exported journal that is not as it was written, and how many there are.

    Raises Refused where the file is no such export.
    """
    number, digest = 0, "0" * 64
    try:
        with zipfile.ZipFile(file) as whole, whole.open(JOURNAL) as lines:
            for line in lines:
                entry = json.loads(line)
                fault = fault_of(entry, number, digest)
                if fault is not None:
                    return fault, number
                number, digest = entry["number"], entry["hash"]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as fault_of_file:
        why = str(fault_of_file)[:100]
        raise Refused(NO_EXPORT.filled(file=file, why=why)) from fault_of_file
    return None, number


def fault_of(entry: dict[str, object], number: int, digest: str) -> Fault | None:
    """What is wrong with an entry that follows the ``number``-th with this digest."""
    if entry["number"] != number + 1:
        sentence, number = MISSING, number + 1
    else:
        at = datetime.fromisoformat(str(entry["at"])).astimezone(UTC)
        told = (entry["number"], at, entry["by"], entry["action"], entry["subject"])
        if entry["hash"] == hash_of(digest, *told, canonical(entry["detail"])):
            return None
        sentence, number = CHANGED, number + 1
    filled = sentence.filled(n=number)
    return Fault(filled.vi, filled.en, number)
