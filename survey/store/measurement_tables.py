"""The tables of measured lines: a ticket for each start, and what a finished measurement found."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
)

from survey.store.metadata import metadata
from survey.store.moments import Moment

# One for each start, finished or not: what an account may do in a day is counted here.
speed_tickets = Table(
    "speed_tickets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("issued_at", Moment, nullable=False),
)
Index(
    "ix_speed_tickets_account_id_issued_at", speed_tickets.c.account_id, speed_tickets.c.issued_at
)

# One for each step of a measurement: the ticket before it is worth nothing any more.
speed_steps = Table(
    "speed_steps",
    metadata,
    Column("ticket_id", ForeignKey(speed_tickets.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
)

# A ticket is worth one measurement. Nothing of the person or the machine is kept.
measurements = Table(
    "measurements",
    metadata,
    Column("ticket_id", ForeignKey(speed_tickets.c.id), primary_key=True),
    Column("round_id", Integer, nullable=False),
    Column("commune_code", String(5), nullable=False),
    Column("at", Moment, nullable=False),
    Column("latency_ms", Float(53), nullable=False),
    Column("download_mbps", Float(53), nullable=False),
    Column("upload_mbps", Float(53), nullable=False),
    Column("server_down", Float(53), nullable=False),
    Column("server_up", Float(53), nullable=False),
    Column("sent", Integer, nullable=False),
    ForeignKeyConstraint(["round_id"], ["rounds.id"]),
    ForeignKeyConstraint(["commune_code"], ["communes.code"]),
    CheckConstraint("latency_ms > 0 AND download_mbps > 0 AND upload_mbps > 0", name="figures"),
)
Index("ix_measurements_round_id_commune_code", measurements.c.round_id, measurements.c.commune_code)
