"""The table of saved scenarios: addresses under a name."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from survey.store.metadata import metadata
from survey.store.moments import Moment

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("asked", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    # Since when it is off the list, and who took it off; none while it is on it.
    Column("removed_at", Moment),
    Column("removed_by", Text),
    UniqueConstraint("round_id", "name"),
)
