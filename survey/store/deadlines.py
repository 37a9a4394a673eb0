"""Rulings about a commune's time as stored: added, read, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from survey.deadlines import Ruling, RulingKind
from survey.rounds import Round
from survey.store.rounds import BY_ID, round_of
from survey.store.schema import deadline_rulings, rounds

# A round, and the rulings of communes in it by their code, the oldest first.
Ruled = tuple[Round, dict[str, tuple[Ruling, ...]]]
RULING = [deadline_rulings.c[field.name] for field in fields(Ruling)]
ABOUT_IT = and_(
    deadline_rulings.c.round_id == rounds.c.id,
    deadline_rulings.c.commune_code.in_(bindparam("communes", expanding=True)),
)
RULED = (
    BY_ID.add_columns(deadline_rulings.c.commune_code, *RULING)
    .select_from(rounds.outerjoin(deadline_rulings, ABOUT_IT))
    .order_by(deadline_rulings.c.id)
)


def add_ruling(conn: Connection, round_id: int, commune_code: str, made: Ruling) -> None:
    """Store one ruling."""
    values = asdict(made) | {"kind": made.kind.value}
    place = {"round_id": round_id, "commune_code": commune_code}
    conn.execute(deadline_rulings.insert().values(**place, **values))


def rulings_of(conn: Connection, round_id: int, commune_code: str) -> tuple[Ruling, ...]:
    """Every ruling about one commune in a round, the oldest first."""
    return rulings_made(conn, round_id, commune_code).get(commune_code, ())


def ruled_round(conn: Connection, round_id: int, communes: Collection[str]) -> Ruled | None:
    """The round and every ruling about these communes in it, read at once; None where there is no such round."""
    rows = conn.execute(RULED, {"round": round_id, "communes": list(communes)}).all()
    if not rows:
        return None
    cells = (row._mapping for row in rows)
    made = ([each[deadline_rulings.c.commune_code], *(each[c] for c in RULING)] for each in cells)
    return round_of(rows[0]), by_commune(row for row in made if row[0] is not None)


def rulings_made(
    conn: Connection, round_id: int, commune_code: str | None = None
) -> dict[str, tuple[Ruling, ...]]:
    """Every ruling of the round (about one commune, where given), the oldest first, by commune code."""
    columns = deadline_rulings.c
    found = select(columns.commune_code, *RULING).where(columns.round_id == round_id)
    if commune_code is not None:
        found = found.where(columns.commune_code == commune_code)
    return by_commune(conn.execute(found.order_by(columns.id)))


def by_commune(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[Ruling, ...]]:
    """Rows of a commune's code and its ruling, the oldest first."""
    made: dict[str, list[Ruling]] = defaultdict(list)
    for code, kind, *rest in rows:
        made[code].append(Ruling(RulingKind(kind), *rest))
    return {code: tuple(each) for code, each in made.items()}
