"""Responses: where each stands, and every revision that led there.

A revision is written once. The response's own row says what its last revision says and changes in
the same transaction; one that was not started has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select
from sqlalchemy.exc import IntegrityError

from forms.answers import Answers
from forms.answers_json import from_json
from forms.sentence import Refused, Sentence
from survey.comments import Comment
from survey.findings import newest
from survey.responses import Response, Revision, Status, start
from survey.store.findings import findings_made
from survey.store.revision_rows import REVISION, comments_in, revision_in, revision_row
from survey.store.schema import communes, responses, revisions
from survey.store.standing import set_standing, standing, stored_numbers
from survey.store.texts import storable

# What SQLite and PostgreSQL say where a revision's number or key is taken.
ALREADY_THERE = ("unique", "never changed")
CURRENT = and_(
    revisions.c.round_id == responses.c.round_id,
    revisions.c.commune_code == responses.c.commune_code,
    revisions.c.number == responses.c.revision,
)


class Outdated(Refused):
    """Another change of the response came between; nothing was stored."""

    def __init__(self, commune_code: str) -> None:
        super().__init__(
            Sentence(
                "Phiếu của xã {code} vừa được người khác thay đổi nên việc này chưa thực hiện. "
                "Hãy mở lại trang để xem phiếu hiện tại rồi làm lại.",
                "The response of commune {code} has just been changed by someone else, so this was "
                "not done. Open the page again to see how it stands now, then try again.",
            ).filled(code=commune_code)
        )
        self.commune_code = commune_code


@dataclass(frozen=True, slots=True)
class QueueRow:
    """Where a commune's response stands; ``status`` is None where it was not started.

    ``answered`` counts the questions that say anything: a value, not applicable or unknown.
    """

    commune_code: str
    status: Status | None
    revision: int
    updated_at: datetime | None
    answered: int
    submitted_at: datetime | None


def response_of(conn: Connection, round_id: int, commune_code: str) -> Response:
    """The response as it stands; revision 0 where nobody has begun."""
    place = responses.c.round_id == round_id, responses.c.commune_code == commune_code
    found = select(responses, revisions.c.answers, revisions.c.by).join(revisions, CURRENT)
    row = conn.execute(found.where(*place)).first()
    if row is None:
        return start(round_id, commune_code)
    return Response(
        round_id,
        commune_code,
        row.revision,
        Status(row.status),
        from_json(row.answers),
        _comments(conn, round_id, commune_code),
        row.receipt,
        row.updated_at,
        row.by,
        row.submitted_at,
        newest(findings_made(conn, round_id, commune_code).get(commune_code, ())),
    )


def response_by_receipt(conn: Connection, receipt: str) -> Response | None:
    """The response, as it stands now, that was given this receipt at one of its submissions."""
    place = select(revisions.c.round_id, revisions.c.commune_code)
    row = conn.execute(place.where(revisions.c.receipt == storable(receipt))).first()
    return None if row is None else response_of(conn, row.round_id, row.commune_code)


def submission_of(conn: Connection, receipt: str) -> tuple[int, str, Revision] | None:
    """Round, commune and the submission that this receipt was given for; None where there is none."""
    place = revisions.c.round_id, revisions.c.commune_code
    found = select(*place, *REVISION).where(revisions.c.receipt == storable(receipt))
    row = conn.execute(found).first()
    return None if row is None else (row.round_id, row.commune_code, revision_in(row))


def append(conn: Connection, response: Response, revision: Revision) -> None:
    """Store a revision and the response after it. Raises Outdated where it is not the next one."""
    append_many(conn, [(response, revision)])


def append_many(conn: Connection, pairs: Iterable[tuple[Response, Revision]]) -> None:
    """Store many revisions, each response's in their order; raises Outdated and then stores none.

    (The caller's transaction must end with the exception.)
    """
    listed = list(pairs)
    stored = stored_numbers(conn, [response for response, _ in listed])
    last: dict[tuple[int, str], Response] = {}
    for response, revision in listed:
        place = response.round_id, response.commune_code
        before = last[place].revision if place in last else stored.get(place, 0)
        if not (revision.number == response.revision == before + 1):
            raise Outdated(response.commune_code)
        last[place] = response
    try:
        set_standing(conn, last, stored)
        if listed:
            conn.execute(revisions.insert(), [revision_row(*pair) for pair in listed])
    except IntegrityError as fault:
        if not any(words in str(fault.orig).lower() for words in ALREADY_THERE):
            raise
        raise Outdated(listed[0][0].commune_code) from fault


def revisions_of(conn: Connection, round_id: int, commune_code: str) -> tuple[Revision, ...]:
    """Every revision of a response, the first one first."""
    found = _of(round_id, commune_code).order_by(revisions.c.number)
    return tuple(revision_in(row) for row in conn.execute(found))


def revision_of(conn: Connection, round_id: int, commune_code: str, number: int) -> Revision | None:
    """One revision by its number; None where there is none."""
    found = _of(round_id, commune_code).where(revisions.c.number == number)
    row = conn.execute(found).first()
    return None if row is None else revision_in(row)


def revision_with_key(
    conn: Connection, round_id: int, commune_code: str, key: str
) -> Revision | None:
    """The revision that this key made, so that a repetition answers as the first did; None: none.

    The empty key names nothing.
    """
    if storable(key) != key or not key:
        return None
    row = conn.execute(_of(round_id, commune_code).where(revisions.c.key == key)).first()
    return None if row is None else revision_in(row)


def queue(
    conn: Connection, round_id: int, province_code: str | None = None
) -> tuple[QueueRow, ...]:
    """Every commune of the province (None: of the country) and where it stands, by code."""
    names = ("status", "revision", "updated_at", "answered", "submitted_at")
    found = standing(province_code, *(responses.c[name] for name in names), round_id=round_id)
    return tuple(
        QueueRow(
            row.code,
            None if row.status is None else Status(row.status),
            row.revision or 0,
            row.updated_at,
            row.answered or 0,
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


def newest_change(conn: Connection, round_id: int) -> int:
    """A number that rises with every revision of the round; 0 before the first.

    It counts the revisions: a serial number could be overtaken by one that is committed later.
    """
    counted = select(func.coalesce(func.sum(responses.c.revision), 0))
    return int(conn.execute(counted.where(responses.c.round_id == round_id)).scalar_one())


def _of(round_id: int, commune_code: str) -> Select[*tuple[Any, ...]]:
    place = revisions.c.round_id == round_id, revisions.c.commune_code == commune_code
    return select(*REVISION).where(*place)


def _comments(conn: Connection, round_id: int, commune_code: str) -> tuple[Comment, ...]:
    spoken = select(*(revisions.c[name] for name in ("number", "at", "by", "comments"))).where(
        revisions.c.round_id == round_id,
        revisions.c.commune_code == commune_code,
        revisions.c.comments.is_not(None),
    )
    found = conn.execute(spoken.order_by(revisions.c.number))
    return tuple(comment for row in found for comment in comments_in(row))
