"""Attachments as stored: added, withdrawn, found; nothing is ever removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from forms.attached_files import AttachedFile, FileKind
from survey.evidence_files.attachments import Attachment
from survey.store.attachment_tables import attachments, attachments_withdrawn
from survey.store.files import name_of

WITHDRAWN = (
    attachments_withdrawn.c.at.label("withdrawn_at"),
    attachments_withdrawn.c.by.label("withdrawn_by"),
)
EVERY = (
    select(*attachments.c, *WITHDRAWN)
    .select_from(attachments.outerjoin(attachments_withdrawn))
    .order_by(attachments.c.id)
)


def attached(
    conn: Connection, round_id: int, commune_code: str, question_id: str | None = None
) -> tuple[Attachment, ...]:
    """What was attached to a response (to one answer, where given), the oldest first, withdrawn included."""
    columns = attachments.c
    found = EVERY.where(columns.round_id == round_id, columns.commune_code == commune_code)
    if question_id is not None:
        found = found.where(columns.question_id == question_id)
    return tuple(map(_attachment, conn.execute(found).mappings()))


def standing(
    conn: Connection, round_id: int, commune_code: str
) -> dict[str, tuple[Attachment, ...]]:
    """What stands as evidence of a response, by question; a question without any is not there."""
    found: dict[str, tuple[Attachment, ...]] = {}
    for each in attached(conn, round_id, commune_code):
        if each.stands:
            found[each.question_id] = (*found.get(each.question_id, ()), each)
    return found


def hashes(conn: Connection) -> frozenset[str]:
    """The SHA-256 of every attachment's content, withdrawn ones included."""
    return frozenset(conn.execute(select(attachments.c.sha256).distinct()).scalars())


def attachment_by_id(conn: Connection, attachment_id: int) -> Attachment | None:
    """The attachment with this id; None where there is none."""
    row = conn.execute(EVERY.where(attachments.c.id == attachment_id)).mappings().first()
    return None if row is None else _attachment(row)


def add(
    conn: Connection,
    place: tuple[int, str, str],
    file: AttachedFile,
    *,
    by: str,
    at: datetime,
    key: str | None = None,
) -> Attachment:
    """Note a file that is kept already; ``place`` is round, commune and question."""
    values = {
        **dict(zip(("round_id", "commune_code", "question_id"), place, strict=True)),
        "sha256": name_of(file.content),
        "size": len(file.content),
        "kind": file.kind.value,
        "name": file.name,
        "by": by,
        "at": at,
        "key": key,
    }
    made = conn.execute(attachments.insert().values(values)).inserted_primary_key
    assert made is not None
    found = attachment_by_id(conn, int(made[0]))
    assert found is not None
    return found


def withdraw(conn: Connection, attachment: Attachment, *, by: str, at: datetime) -> None:
    """Mark an attachment as withdrawn; its row and its file stay."""
    values = {"attachment_id": attachment.id, "by": by, "at": at}
    conn.execute(attachments_withdrawn.insert().values(values))


def _attachment(row: RowMapping) -> Attachment:
    values = dict(row)
    kind, by = FileKind(values.pop("kind")), values.pop("withdrawn_by") or ""
    return Attachment(kind=kind, withdrawn_by=by, **values)
