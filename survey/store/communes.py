"""The register in the database: responses and accounts refer to it by code."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, Table, bindparam, select

from survey.communes import Commune, Province, Register
from survey.store.schema import communes, provinces


def store_register(conn: Connection, register: Register) -> None:
    """Add what is new and correct what has changed; a code that is gone stays, for what refers to it."""
    _store(conn, provinces, [asdict(each) for each in register.provinces.values()])
    _store(conn, communes, [asdict(each) for each in register.communes.values()])


def load_register(conn: Connection) -> Register:
    """All communes and provinces, by code; empty before the register was stored."""
    found = conn.execute(select(communes).order_by(communes.c.code))
    above = conn.execute(select(provinces).order_by(provinces.c.code))
    return Register(
        {row.code: Commune(**row._mapping) for row in found},
        {row.code: Province(**row._mapping) for row in above},
    )


def _store(conn: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    known = set(conn.execute(select(table.c.code)).scalars())
    new = [row for row in rows if row["code"] not in known]
    old = [{**row, "known": row["code"]} for row in rows if row["code"] in known]
    if new:
        conn.execute(table.insert(), new)
    if old:
        conn.execute(table.update().where(table.c.code == bindparam("known")), old)
