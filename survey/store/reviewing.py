"""What a province's reviewers look at, read for many communes at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from forms.answers_json import from_json
from survey.accounts import Role
from survey.responses import Response, Status
from survey.store.findings import findings_made
from survey.store.responses import CURRENT
from survey.store.schema import (
    account_emails,
    accounts,
    attachments,
    attachments_withdrawn,
    communes,
    responses,
    revisions,
)
from survey.verification.findings import newest


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer's account; ``signed_in_at`` is None where nobody has ever signed in with it.

    ``email``: its official address; None where none is known.
    """

    commune_code: str
    sign_in: str
    name: str
    signed_in_at: datetime | None
    email: str | None = None


def officers_of(conn: Connection, province_code: str) -> tuple[Officer, ...]:
    """The officers' accounts of a province that may sign in, by commune and sign-in name."""
    columns = [accounts.c[name] for name in ("commune_code", "sign_in", "name", "signed_in_at")]
    found = (
        select(*columns, account_emails.c.email)
        .join(communes, accounts.c.commune_code == communes.c.code)
        .outerjoin(account_emails, account_emails.c.account_id == accounts.c.id)
        .where(communes.c.province_code == province_code, accounts.c.active)
        .where(accounts.c.role == Role.OFFICER.value)
        .order_by(accounts.c.commune_code, accounts.c.sign_in_folded)
    )
    return tuple(Officer(**row._mapping) for row in conn.execute(found))


def responses_of(conn: Connection, round_id: int, codes: Collection[str]) -> dict[str, Response]:
    """The responses of these communes as they stand, by code, without the words about them.

    One that was not started is not there.
    """
    found = (
        select(responses, revisions.c.answers, revisions.c.by)
        .join(revisions, CURRENT)
        .where(responses.c.round_id == round_id, responses.c.commune_code.in_(codes))
    )
    made = findings_made(conn, round_id, codes)
    return {
        row.commune_code: Response(
            round_id,
            row.commune_code,
            row.revision,
            Status(row.status),
            from_json(row.answers),
            receipt=row.receipt,
            updated_at=row.updated_at,
            updated_by=row.by,
            submitted_at=row.submitted_at,
            findings=newest(made.get(row.commune_code, ())),
        )
        for row in conn.execute(found)
    }


def files_attached(
    conn: Connection, round_id: int, codes: Collection[str]
) -> dict[str, frozenset[str]]:
    """By commune, the questions that have a file as evidence; a commune without any is not there."""
    columns = attachments.c
    found = (
        select(columns.commune_code, columns.question_id)
        .select_from(attachments.outerjoin(attachments_withdrawn))
        .where(columns.round_id == round_id, columns.commune_code.in_(codes))
        .where(attachments_withdrawn.c.attachment_id.is_(None))
    )
    named: dict[str, set[str]] = {}
    for code, question_id in conn.execute(found):
        named.setdefault(code, set()).add(question_id)
    return {code: frozenset(each) for code, each in named.items()}


def revisions_standing(
    conn: Connection, round_id: int, statuses: Collection[Status]
) -> dict[str, int]:
    """The current revision's number of every response in one of these states, by commune code."""
    wanted = responses.c.status.in_([status.value for status in statuses])
    columns = responses.c.commune_code, responses.c.revision
    found = select(*columns).where(responses.c.round_id == round_id, wanted)
    return {row.commune_code: row.revision for row in conn.execute(found)}


def answers_written(
    conn: Connection, round_id: int, codes: Collection[str] | None
) -> dict[str, Mapping[str, Mapping[str, Any]]]:
    """The current answers of these communes (None: of all) as they are stored, by code.

    For reading thousands at once: see :mod:`forms.answers_json` for how they are written.
    """
    columns = responses.c.commune_code, revisions.c.answers
    found = select(*columns).join(revisions, CURRENT).where(responses.c.round_id == round_id)
    if codes is not None:
        found = found.where(responses.c.commune_code.in_(codes))
    return {row.commune_code: row.answers for row in conn.execute(found)}
