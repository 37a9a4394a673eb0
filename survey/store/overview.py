"""All responses of a round at once: where each stands, how many stand where, what counts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from forms.answers import Answers
from forms.answers_json import from_json
from survey.responses import Status
from survey.store.responses import CURRENT
from survey.store.schema import communes, responses, revisions
from survey.store.standing import standing


@dataclass(frozen=True, slots=True)
class QueueRow:
    """Where a commune's response stands; ``status`` is None where it was not started."""

    commune_code: str
    status: Status | None
    revision: int
    updated_at: datetime | None
    submitted_at: datetime | None


def queue(
    conn: Connection, round_id: int, province_code: str | None = None
) -> tuple[QueueRow, ...]:
    """Every commune of the province (None: of the country) and where it stands, by code."""
    names = ("status", "revision", "updated_at", "submitted_at")
    found = standing(province_code, *(responses.c[name] for name in names), round_id=round_id)
    return tuple(
        QueueRow(
            row.code,
            None if row.status is None else Status(row.status),
            row.revision or 0,
            row.updated_at,
            row.submitted_at,
        )
        for row in conn.execute(found.add_columns(communes.c.code).order_by(communes.c.code))
    )


def counts_by_status(
    conn: Connection, round_id: int, province_code: str | None = None
) -> dict[Status | None, int]:
    """How many communes stand where, zeros included; None counts those that have not started."""
    found = standing(
        province_code, responses.c.status, func.count().label("communes"), round_id=round_id
    )
    counts: dict[Status | None, int] = dict.fromkeys((None, *Status), 0)
    for row in conn.execute(found.group_by(responses.c.status)):
        counts[None if row.status is None else Status(row.status)] = row.communes
    return counts


def approved_answers(conn: Connection, round_id: int) -> dict[str, Answers]:
    """The answers of every response approved now, by commune code."""
    return current_answers(conn, round_id, [Status.APPROVED])


def current_answers(
    conn: Connection, round_id: int, statuses: Sequence[Status]
) -> dict[str, Answers]:
    """The answers as they stand of every response in one of these states, by commune code."""
    wanted = responses.c.status.in_([status.value for status in statuses])
    found = (
        select(responses.c.commune_code, revisions.c.answers)
        .join(revisions, CURRENT)
        .where(responses.c.round_id == round_id, wanted)
        .order_by(responses.c.commune_code)
    )
    return {row.commune_code: from_json(row.answers) for row in conn.execute(found)}
