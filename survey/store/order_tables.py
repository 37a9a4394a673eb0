"""The table of editions ordered on a page, by which every process tells how far one is."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from survey.store.metadata import metadata
from survey.store.moments import Moment

edition_orders = Table(
    "edition_orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("asked", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("edition_id", ForeignKey("editions.id")),
    Column("refusal", JSON(none_as_null=True)),
)
