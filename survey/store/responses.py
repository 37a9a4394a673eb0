"""Responses: where each stands, and every revision that led there.

A revision is written once. The response's own row says what its last revision says and changes in
the same transaction; one that was not started has no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError

from forms.answers_json import from_json
from forms.sentence import Refused, Sentence
from survey.comments import Comment
from survey.responses import Response, Revision, Status, start
from survey.store.revision_rows import (
    REVISION,
    comments_in,
    findings_in,
    revision_in,
    revision_row,
)
from survey.store.schema import responses, revisions
from survey.store.standing import set_each, set_standing, stored_numbers
from survey.store.texts import storable
from survey.verification.findings import Finding, newest

# What SQLite and PostgreSQL say where a revision's number or key is taken.
ALREADY_THERE = ("unique", "never changed")
CURRENT = and_(
    revisions.c.round_id == responses.c.round_id,
    revisions.c.commune_code == responses.c.commune_code,
    revisions.c.number == responses.c.revision,
)


def with_words(table: FromClause) -> ColumnElement[bool]:
    """Of these revisions those that hold comments or findings."""
    return or_(table.c.comments.is_not(None), table.c.findings.is_not(None))


# What every save and every page asks, put into words once.
OF_IT = and_(
    revisions.c.round_id == bindparam("round"), revisions.c.commune_code == bindparam("commune")
)
earlier = revisions.alias()
STANDING = (
    select(
        responses,
        revisions.c.answers,
        revisions.c.by,
        exists()
        .where(
            earlier.c.round_id == responses.c.round_id,
            earlier.c.commune_code == responses.c.commune_code,
            with_words(earlier),
        )
        .label("spoken"),
    )
    .join(revisions, CURRENT)
    .where(
        responses.c.round_id == bindparam("round"),
        responses.c.commune_code.in_(bindparam("communes", expanding=True)),
    )
)
MADE_BY = select(*(revisions.c[name] for name in ("commune_code", "key", "number"))).where(
    revisions.c.round_id == bindparam("round"),
    revisions.c.commune_code.in_(bindparam("communes", expanding=True)),
    revisions.c.key.in_(bindparam("keys", expanding=True)),
)
WORDS = (
    select(*(revisions.c[name] for name in ("number", "at", "by", "comments", "findings")))
    .where(OF_IT, with_words(revisions))
    .order_by(revisions.c.number)
)
ALL = select(*REVISION).where(OF_IT).order_by(revisions.c.number)
ONE = select(*REVISION).where(OF_IT, revisions.c.number == bindparam("which"))


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


def response_of(conn: Connection, round_id: int, commune_code: str) -> Response:
    """The response as it stands; revision 0 where nobody has begun."""
    return responses_of(conn, round_id, [commune_code])[commune_code]


def responses_of(conn: Connection, round_id: int, communes: Collection[str]) -> dict[str, Response]:
    """The responses of these communes (some dozens at most) as they stand, by code."""
    rows = conn.execute(STANDING, {"round": round_id, "communes": list(communes)}).all()
    stored = {row.commune_code: _response_in(conn, row) for row in rows}
    return {code: stored.get(code) or start(round_id, code) for code in communes}


def revisions_made_by(conn: Connection, round_id: int, keys: Mapping[str, str]) -> dict[str, int]:
    """Which revision of each commune's response was made by the key given for it; a key of none is left out.

    So a repetition answers as the first did. The empty key names nothing, nor does one that no text can hold.
    """
    named = {code: key for code, key in keys.items() if key and storable(key) == key}
    if not named:
        return {}
    asked = {"round": round_id, "communes": list(named), "keys": list(named.values())}
    rows = conn.execute(MADE_BY, asked)
    return {row.commune_code: row.number for row in rows if named[row.commune_code] == row.key}


def submission_of(conn: Connection, receipt: str) -> tuple[int, str, Revision] | None:
    """Round, commune and the submission that this receipt was given for; None where there is none."""
    place = revisions.c.round_id, revisions.c.commune_code
    found = select(*place, *REVISION).where(revisions.c.receipt == storable(receipt))
    row = conn.execute(found).first()
    return None if row is None else (row.round_id, row.commune_code, revision_in(row))


def append(conn: Connection, response: Response, revision: Revision) -> None:
    """Store a revision and the response after it. Raises Outdated where it is not the next one."""
    append_each(conn, [(response, revision)])


def append_each(conn: Connection, pairs: Sequence[tuple[Response, Revision]]) -> None:
    """Store one revision of each of several responses. Raises Outdated where one is not the next, whichever it is.

    (The caller's transaction must end with the exception.)
    """
    for response, revision in pairs:
        if revision.number != response.revision:
            raise Outdated(response.commune_code)
    if not pairs:
        return
    first = pairs[0][0]
    with told_apart(first):
        if not set_each(conn, [response for response, _ in pairs]):
            raise Outdated(first.commune_code)
        conn.execute(revisions.insert(), [revision_row(*pair) for pair in pairs])


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
    if listed:
        with told_apart(listed[0][0]):
            set_standing(conn, last, stored)
            conn.execute(revisions.insert(), [revision_row(*pair) for pair in listed])


@contextmanager
def told_apart(response: Response) -> Iterator[None]:
    """Raise Outdated where the database says that a number or key is taken."""
    try:
        yield
    except IntegrityError as fault:
        if not any(words in str(fault.orig).lower() for words in ALREADY_THERE):
            raise
        raise Outdated(response.commune_code) from fault


def revisions_of(conn: Connection, round_id: int, commune_code: str) -> tuple[Revision, ...]:
    """Every revision of a response, the first one first."""
    place = {"round": round_id, "commune": commune_code}
    return tuple(revision_in(row) for row in conn.execute(ALL, place))


def revision_of(conn: Connection, round_id: int, commune_code: str, number: int) -> Revision | None:
    """One revision by its number; None where there is none."""
    place = {"round": round_id, "commune": commune_code, "which": number}
    row = conn.execute(ONE, place).first()
    return None if row is None else revision_in(row)


def _response_in(conn: Connection, row: Row[*tuple[Any, ...]]) -> Response:
    """A row of :data:`STANDING` as a response."""
    place = {"round": row.round_id, "commune": row.commune_code}
    comments, findings = _spoken(conn, place) if row.spoken else ((), ())
    return Response(
        row.round_id,
        row.commune_code,
        row.revision,
        Status(row.status),
        from_json(row.answers),
        comments,
        row.receipt,
        row.updated_at,
        row.by,
        row.submitted_at,
        newest(findings),
    )


def _spoken(
    conn: Connection, place: dict[str, object]
) -> tuple[tuple[Comment, ...], tuple[Finding, ...]]:
    """All comments and findings of a response, the oldest first."""
    rows = conn.execute(WORDS, place).all()
    comments = tuple(comment for row in rows for comment in comments_in(row))
    return comments, tuple(finding for row in rows for finding in findings_in(row))
