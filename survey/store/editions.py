"""Editions: added once with everything that they were made from, and read back."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from forms.sentence import Refused, Sentence
from reports.editions.inputs import Inputs
from survey.deciding.editions import EditionState, StoredEdition
from survey.store.schema import edition_rows, edition_texts, editions

NO_SUCH_EDITION = Sentence(
    "Không có ấn bản số {id}. Hãy xem «edition list».",
    "There is no edition {id}. See «edition list».",
)


def add_edition(
    conn: Connection, new: StoredEdition, inputs: Inputs, rows: Mapping[str, str]
) -> StoredEdition:
    """Store an edition (its id is given here) with its texts and rows; editions share equal texts."""
    for part, digest in inputs.sha256.items():
        keep_text(conn, digest, inputs.texts[part])
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    made = conn.execute(
        editions.insert().values(**values | {"state": new.state.value}).returning(editions.c.id)
    ).scalar_one()
    written = [{"edition_id": made, "code": code, "figures": rows[code]} for code in sorted(rows)]
    conn.execute(edition_rows.insert(), written)
    return replace(new, id=made)


def keep_text(conn: Connection, digest: str, text: str) -> None:
    """Store a text under its hash, where it is not there yet."""
    there = select(edition_texts.c.sha256).where(edition_texts.c.sha256 == digest)
    if conn.execute(there).first() is None:
        compressed = zlib.compress(text.encode(), 6)
        conn.execute(edition_texts.insert().values(sha256=digest, compressed=compressed))


def all_editions(conn: Connection, round_id: int | None = None) -> tuple[StoredEdition, ...]:
    """Every edition (of one round), the newest first."""
    found = select(editions).order_by(editions.c.id.desc())
    if round_id is not None:
        found = found.where(editions.c.round_id == round_id)
    return tuple(edition_in(row) for row in conn.execute(found))


def edition_by_id(conn: Connection, edition_id: int) -> StoredEdition:
    """The edition with this id. Raises Refused where there is none."""
    row = conn.execute(select(editions).where(editions.c.id == edition_id)).first()
    if row is None:
        raise Refused(NO_SUCH_EDITION.filled(id=edition_id))
    return edition_in(row)


def published_edition(conn: Connection, round_id: int) -> StoredEdition | None:
    """The round's published edition; None where there is none."""
    found = select(editions).where(
        editions.c.round_id == round_id, editions.c.state == EditionState.PUBLISHED.value
    )
    row = conn.execute(found).first()
    return None if row is None else edition_in(row)


def set_state(conn: Connection, changed: Iterable[StoredEdition]) -> None:
    """Where each of these editions stands now; the database refuses any other change."""
    for each in changed:
        conn.execute(
            editions.update()
            .where(editions.c.id == each.id)
            .values(
                state=each.state.value,
                published_at=each.published_at,
                published_by=each.published_by,
                replaces=each.replaces,
            )
        )


def rows_of_edition(conn: Connection, edition_id: int) -> dict[str, str]:
    """Every unit's figures as they were stored, by code."""
    found = select(edition_rows.c.code, edition_rows.c.figures).where(
        edition_rows.c.edition_id == edition_id
    )
    return {row.code: row.figures for row in conn.execute(found.order_by(edition_rows.c.code))}


def row_of_edition(conn: Connection, edition_id: int, code: str) -> str | None:
    """One unit's figures as they were stored; None where the edition has no such unit."""
    place = edition_rows.c.edition_id == edition_id, edition_rows.c.code == code
    found: str | None = conn.execute(select(edition_rows.c.figures).where(*place)).scalar()
    return found


def texts_of_edition(conn: Connection, edition: StoredEdition) -> dict[str, str]:
    """The texts by part as they are stored; a part that is gone is left out."""
    found = select(edition_texts).where(edition_texts.c.sha256.in_(edition.inputs.values()))
    stored = {row.sha256: opened(row.compressed) for row in conn.execute(found)}
    return {part: stored[digest] for part, digest in edition.inputs.items() if digest in stored}


def text_under(conn: Connection, sha256: str) -> str:
    """The text that is stored under this hash; empty where it is gone."""
    found = select(edition_texts.c.compressed).where(edition_texts.c.sha256 == sha256)
    compressed = conn.execute(found).scalar()
    return "" if compressed is None else opened(compressed)


def opened(compressed: bytes) -> str:
    """The text; empty where what is stored is no longer one."""
    try:
        return zlib.decompress(compressed).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""


def damaged_parts(edition: StoredEdition, texts: Mapping[str, str]) -> list[str]:
    """The parts whose text is gone or no longer has the hash under which it was stored."""
    return [
        part
        for part, digest in edition.inputs.items()
        if part not in texts or hashlib.sha256(texts[part].encode()).hexdigest() != digest
    ]


def edition_in(row: Row[*tuple[Any, ...]]) -> StoredEdition:
    """A row of the table as an edition."""
    values = dict(row._mapping)
    return StoredEdition(
        **values
        | {"state": EditionState(values["state"]), "published_by": values["published_by"] or ""}
    )
