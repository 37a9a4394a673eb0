"""The register in the database: responses and accounts refer to it by code."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, Table, bindparam, select

from survey.communes import Commune, Province, Register
from survey.over_time.successions import Change, Succession, gone
from survey.store.schema import communes, provinces, successions


def store_register(conn: Connection, register: Register) -> None:
    """Add what is new and correct what has changed; a code that is gone stays, for what refers to it."""
    _store(conn, provinces, [asdict(each) for each in register.provinces.values()])
    _store(conn, communes, [asdict(each) for each in register.communes.values()])
    conn.execute(successions.delete())
    if register.successions:
        rows = [asdict(each) | {"change": each.change.value} for each in register.successions]
        conn.execute(successions.insert(), rows)


def load_register(conn: Connection) -> Register:
    """The communes in force and all provinces, by code; empty before the register was stored."""
    before = conn.execute(select(successions).order_by(successions.c.since, successions.c.code))
    changes = tuple(
        Succession(**row | {"change": Change(row["change"])})
        for row in map(dict, before.mappings())
    )
    past = gone(changes)
    found = conn.execute(select(communes).order_by(communes.c.code))
    above = conn.execute(select(provinces).order_by(provinces.c.code))
    return Register(
        {row.code: Commune(**row._mapping) for row in found if row.code not in past},
        {row.code: Province(**row._mapping) for row in above},
        changes,
    )


def _store(conn: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    known = set(conn.execute(select(table.c.code)).scalars())
    new = [row for row in rows if row["code"] not in known]
    old = [{**row, "known": row["code"]} for row in rows if row["code"] in known]
    if new:
        conn.execute(table.insert(), new)
    if old:
        conn.execute(table.update().where(table.c.code == bindparam("known")), old)
