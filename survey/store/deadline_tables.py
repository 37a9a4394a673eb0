"""The table of rulings about a commune's time: each is a row, only ever added."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from survey.store.metadata import metadata
from survey.store.moments import Moment

deadline_rulings = Table(
    "deadline_rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("commune_code", ForeignKey("communes.code"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Date),
    CheckConstraint("kind IN ('extend', 'lock', 'unlock')", name="kind"),
    CheckConstraint("(kind = 'extend') = (until IS NOT NULL)", name="until"),
)
Index(
    "ix_deadline_rulings_round_id_commune_code",
    deadline_rulings.c.round_id,
    deadline_rulings.c.commune_code,
)
