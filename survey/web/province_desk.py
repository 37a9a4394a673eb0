"""The rows of a province's desk, read for the signed-in reviewer."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g
from sqlalchemy import Connection

from survey.comments import Voice, threads
from survey.deadlines import term_of
from survey.responses import Status
from survey.rounds import Round
from survey.store import deadlines, overview, remarks, responses
from survey.store.database import reading
from survey.store.reviewing import Officer, officers_of
from survey.viet_nam_time import day_of
from survey.web.looking import concerns_of
from survey.web.progress import progress_made
from survey.web.queue_view import Desk, Waiting, waiting
from survey.web.state import engine, register


def desk_of(running: Round, *, look: bool = True) -> tuple[Waiting, ...]:
    """Every commune of the reviewer's province, by name.

    Concerns are of what is submitted only; without ``look`` nothing is looked at.
    """
    province = g.account.province_code
    with reading(engine()) as conn:
        rows = overview.queue(conn, running.id, province)
        rulings = deadlines.rulings_made(conn, running.id)
        submitted = [row.commune_code for row in rows if row.status is Status.SUBMITTED]
        desk = Desk(
            register(),
            progress_made(conn, running, [row.commune_code for row in rows]),
            day_of(g.now),
            {row.commune_code: term_of(running, rulings.get(row.commune_code, ())) for row in rows},
            by_commune(officers_of(conn, province)),
            concerns_of(conn, running, submitted if look else ()),
            asking(conn, running, province),
        )
    return waiting(rows, desk)


def by_commune(officers: Iterable[Officer]) -> dict[str, tuple[Officer, ...]]:
    """The officers of each commune; one without any is not there."""
    found: dict[str, tuple[Officer, ...]] = {}
    for each in officers:
        found[each.commune_code] = (*found.get(each.commune_code, ()), each)
    return found


def asking(conn: Connection, running: Round, province_code: str) -> frozenset[str]:
    """The communes that wait for the province's answer in a talk about any question."""
    spoken = remarks.remarks_of_province(conn, running.id, province_code)
    found = set()
    for code, said in spoken.items():
        comments = responses.response_of(conn, running.id, code).comments
        talks = threads(comments, said).values()
        if any(each.waits_for is Voice.REVIEWER for each in talks):
            found.add(code)
    return frozenset(found)
