"""Measured lines as stored: tickets counted by account and time, measurements by commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, func, select

from survey.store.schema import measurements, speed_steps, speed_tickets
from survey.verification.measuring import Measurement

FIGURES = [measurements.c[field.name] for field in fields(Measurement)]


def add_ticket(conn: Connection, ticket_id: str, account_id: int, at: datetime) -> None:
    """Note that this account starts a measurement."""
    conn.execute(speed_tickets.insert().values(id=ticket_id, account_id=account_id, issued_at=at))


def tickets_since(conn: Connection, account_id: int, since: datetime) -> int:
    """How many measurements the account has started since."""
    mine = speed_tickets.c.account_id == account_id, speed_tickets.c.issued_at >= since
    counted = select(func.count()).select_from(speed_tickets).where(*mine)
    return int(conn.execute(counted).scalar_one())


def steps_taken(conn: Connection, ticket_id: str) -> int:
    """How many steps of this measurement were taken."""
    mine = speed_steps.c.ticket_id == ticket_id
    counted = select(func.count()).select_from(speed_steps).where(mine)
    return int(conn.execute(counted).scalar_one())


def take_step(conn: Connection, ticket_id: str, number: int) -> bool:
    """Note that the step behind ``number`` others is taken; False where it is not the next one."""
    if steps_taken(conn, ticket_id) != number:
        return False
    conn.execute(speed_steps.insert().values(ticket_id=ticket_id, number=number))
    return True


def is_used(conn: Connection, ticket_id: str) -> bool:
    """Whether the ticket's measurement is stored."""
    mine = measurements.c.ticket_id == ticket_id
    return conn.execute(select(measurements.c.ticket_id).where(mine)).first() is not None


def add_measurement(
    conn: Connection, ticket_id: str, round_id: int, commune_code: str, made: Measurement
) -> None:
    """Store a measurement; the database refuses a second one of the same ticket."""
    place = {"ticket_id": ticket_id, "round_id": round_id, "commune_code": commune_code}
    conn.execute(measurements.insert().values(**place, **asdict(made)))


def add_many(
    conn: Connection,
    account_id: int,
    round_id: int,
    made: Iterable[tuple[str, Measurement]],
) -> None:
    """Store measurements by commune code, each with a ticket of its own, in one go."""
    tickets, rows = [], []
    for number, (code, each) in enumerate(made):
        ticket = f"{code}-{number}-{int(each.at.timestamp())}"
        tickets.append({"id": ticket, "account_id": account_id, "issued_at": each.at})
        place = {"ticket_id": ticket, "round_id": round_id, "commune_code": code}
        rows.append({**place, **asdict(each)})
    if rows:
        conn.execute(speed_tickets.insert(), tickets)
        conn.execute(measurements.insert(), rows)


def measurements_made(
    conn: Connection, round_id: int, whose: str | Collection[str] | None = None
) -> dict[str, tuple[Measurement, ...]]:
    """Every measurement of the round (of some communes, where given), the oldest first, by commune code."""
    found = select(measurements.c.commune_code, *FIGURES).where(measurements.c.round_id == round_id)
    if whose is not None:
        codes = [whose] if isinstance(whose, str) else whose
        found = found.where(measurements.c.commune_code.in_(codes))
    made: dict[str, list[Measurement]] = defaultdict(list)
    ordered = found.order_by(measurements.c.commune_code, measurements.c.at)
    for code, *figures in conn.execute(ordered):
        made[code].append(Measurement(*figures))
    return {code: tuple(each) for code, each in made.items()}
