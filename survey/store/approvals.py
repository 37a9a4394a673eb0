"""When a round's approved responses last changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from survey.responses import Status
from survey.store.schema import responses


def approvals_mark(conn: Connection, round_id: int) -> str:
    """Text that differs whenever a response was approved, reopened or verified since; drafts don't matter.

    How many are approved, the sum of their revisions and the newest change: a reopening lowers the
    count, an approval that makes up for it is newer than all before, and a finding on an approved
    response is one more revision. Earlier rounds are counted too: what they verified still counts.
    """
    columns = responses.c
    found = conn.execute(
        select(
            func.count(), func.coalesce(func.sum(columns.revision), 0), func.max(columns.updated_at)
        ).where(columns.round_id <= round_id, columns.status == Status.APPROVED.value)
    ).one()
    return "-".join(str(part) for part in (*found[:2], found[2] and found[2].timestamp()))


def last_approval(conn: Connection, round_id: int) -> datetime | None:
    """When the newest approved response of the round was approved or verified; None where there is none."""
    columns = responses.c
    newest = select(func.max(columns.updated_at)).where(
        columns.round_id == round_id, columns.status == Status.APPROVED.value
    )
    found: datetime | None = conn.execute(newest).scalar_one()
    return found
