"""Has anything changed among a round's approved responses?"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from survey.responses import Status
from survey.store.schema import responses


def approvals_mark(conn: Connection, round_id: int) -> str:
    """Text that differs whenever a response was approved or reopened since; drafts leave it alone.

    How many are approved, the sum of their revisions and the newest approval: a reopening lowers
    the count, and an approval that makes up for it is newer than all before.
    """
    columns = responses.c
    found = conn.execute(
        select(
            func.count(), func.coalesce(func.sum(columns.revision), 0), func.max(columns.updated_at)
        ).where(columns.round_id == round_id, columns.status == Status.APPROVED.value)
    ).one()
    return "-".join(str(part) for part in (*found[:2], found[2] and found[2].timestamp()))
