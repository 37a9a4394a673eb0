"""Editions ordered on a page: added, told on, and ended."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from forms.sentence import Refused, Sentence
from survey.deciding.orders import BUSY, Order, OrderState
from survey.store.order_tables import edition_orders


def add_order(conn: Connection, new: Order) -> Order:
    """Store an order (its id is given here). Raises Refused while another edition of the round is made."""
    table = edition_orders.c
    for row in conn.execute(select(edition_orders).where(table.round_id == new.round_id)):
        other = order_in(row)
        if other.state(new.at) is OrderState.WORKING:
            raise Refused(BUSY.filled(name=other.name))
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    made = conn.execute(edition_orders.insert().values(values).returning(table.id)).scalar_one()
    return replace(new, id=made)


def tell(conn: Connection, order_id: int, at: datetime, **changed: int) -> None:
    """A sign of life of an order, with how far it is or the edition that came of it."""
    where = edition_orders.c.id == order_id
    conn.execute(edition_orders.update().where(where).values(seen=at, **changed))


def refuse(conn: Connection, order_id: int, at: datetime, why: Sentence) -> None:
    """End an order without an edition."""
    where = edition_orders.c.id == order_id
    conn.execute(edition_orders.update().where(where).values(seen=at, refusal=asdict(why)))


def order_by_id(conn: Connection, order_id: int) -> Order | None:
    """The order with this number; None where there is none."""
    found = select(edition_orders).where(edition_orders.c.id == order_id)
    row = conn.execute(found).first()
    return None if row is None else order_in(row)


def order_in(row: Row[*tuple[Any, ...]]) -> Order:
    """A row of the table as an order."""
    values = dict(row._mapping)
    refusal = values["refusal"]
    return Order(**values | {"refusal": None if refusal is None else Sentence(**refusal)})
