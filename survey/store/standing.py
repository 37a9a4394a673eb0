"""Where each response stands: its own row, beside its revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, select

from survey.over_time.successions import Change
from survey.responses import Response
from survey.store.schema import communes, responses, successions

# SQLite takes 32,766 values in a statement, older ones 999.
CODES_AT_ONCE = 500
own = successions.alias()
GOES_ON = exists().where(
    own.c.code == own.c.predecessor,
    own.c.code == successions.c.predecessor,
    own.c.since >= successions.c.since,
    own.c.change != Change.SPLIT.value,
)
# Merged or re-coded away, and not gone on by itself: as survey.over_time.successions.gone has it.
GONE = select(successions.c.predecessor).where(
    successions.c.change != Change.SPLIT.value,
    successions.c.code != successions.c.predecessor,
    ~GOES_ON,
)
IN_FORCE = communes.c.code.not_in(GONE)
NEXT = responses.update().where(
    responses.c.round_id == bindparam("of_round"),
    responses.c.commune_code == bindparam("of_commune"),
    responses.c.revision == bindparam("of_revision"),
)


def response_row(response: Response) -> dict[str, object]:
    """The response's own row: where it stands, without its answers."""
    return {
        "round_id": response.round_id,
        "commune_code": response.commune_code,
        "revision": response.revision,
        "status": response.status.value,
        "answered": len(response.answers),
        "receipt": response.receipt,
        "updated_at": response.updated_at,
        "submitted_at": response.submitted_at,
    }


def stored_numbers(conn: Connection, asked: Iterable[Response]) -> dict[tuple[int, str], int]:
    """The current revision's number of each response that was started; locked where rows can be."""
    codes: dict[int, set[str]] = defaultdict(set)
    for each in asked:
        codes[each.round_id].add(each.commune_code)
    found: dict[tuple[int, str], int] = {}
    for round_id, wanted in codes.items():
        ordered = sorted(wanted)
        for first in range(0, len(ordered), CODES_AT_ONCE):
            some = responses.c.commune_code.in_(ordered[first : first + CODES_AT_ONCE])
            numbers = select(responses.c.commune_code, responses.c.revision)
            of_round = numbers.where(responses.c.round_id == round_id, some).with_for_update()
            found |= {(round_id, row.commune_code): row.revision for row in conn.execute(of_round)}
    return found


def set_each(conn: Connection, stepped: Sequence[Response]) -> bool:
    """Each response's own row, after one more revision; False where another revision came between.

    The responses are different ones. A first revision that came between raises IntegrityError.
    """
    new = [response_row(each) for each in stepped if each.revision == 1]
    old = [next_row(each) for each in stepped if each.revision != 1]
    if new:
        conn.execute(responses.insert(), new)
    return not old or conn.execute(NEXT, old).rowcount == len(old)


def next_row(response: Response) -> dict[str, object]:
    """The response's own row, and which row it takes the place of."""
    return response_row(response) | {
        "of_round": response.round_id,
        "of_commune": response.commune_code,
        "of_revision": response.revision - 1,
    }


def set_standing(
    conn: Connection,
    last: dict[tuple[int, str], Response],
    stored: dict[tuple[int, str], int],
) -> None:
    """Each response's own row: added where it is the first, else changed."""
    new = [response_row(response) for place, response in last.items() if place not in stored]
    old = [response_row(response) for place, response in last.items() if place in stored]
    if new:
        conn.execute(responses.insert(), new)
    if old:
        mine = (
            responses.c.round_id == bindparam("of_round"),
            responses.c.commune_code == bindparam("of_commune"),
        )
        rows = [
            {**row, "of_round": row["round_id"], "of_commune": row["commune_code"]} for row in old
        ]
        conn.execute(responses.update().where(*mine), rows)


def standing(province_code: str | None, *columns: Any, round_id: int) -> Select[*tuple[Any, ...]]:
    """Columns of every commune's response, those that were not started included."""
    mine = and_(responses.c.commune_code == communes.c.code, responses.c.round_id == round_id)
    found = select(*columns).select_from(communes.outerjoin(responses, mine)).where(IN_FORCE)
    return (
        found if province_code is None else found.where(communes.c.province_code == province_code)
    )
