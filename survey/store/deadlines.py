"""Rulings about a commune's time as stored: added, read, never changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, fields

from sqlalchemy import Connection, select

from survey.deadlines import Ruling, RulingKind
from survey.store.schema import deadline_rulings

RULING = [deadline_rulings.c[field.name] for field in fields(Ruling)]


def add_ruling(conn: Connection, round_id: int, commune_code: str, made: Ruling) -> None:
    """Store one ruling."""
    values = asdict(made) | {"kind": made.kind.value}
    place = {"round_id": round_id, "commune_code": commune_code}
    conn.execute(deadline_rulings.insert().values(**place, **values))


def rulings_of(conn: Connection, round_id: int, commune_code: str) -> tuple[Ruling, ...]:
    """Every ruling about one commune in a round, the oldest first."""
    return rulings_made(conn, round_id, commune_code).get(commune_code, ())


def rulings_made(
    conn: Connection, round_id: int, commune_code: str | None = None
) -> dict[str, tuple[Ruling, ...]]:
    """Every ruling of the round (about one commune, where given), the oldest first, by commune code."""
    columns = deadline_rulings.c
    found = select(columns.commune_code, *RULING).where(columns.round_id == round_id)
    if commune_code is not None:
        found = found.where(columns.commune_code == commune_code)
    made: dict[str, list[Ruling]] = defaultdict(list)
    for code, kind, *rest in conn.execute(found.order_by(columns.id)):
        made[code].append(Ruling(RulingKind(kind), *rest))
    return {code: tuple(each) for code, each in made.items()}
