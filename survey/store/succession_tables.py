"""The table of what communes were before; it is part of the register and stored with it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, String, Table, Text

from survey.store.metadata import metadata

# No foreign key to the predecessor: it may have been gone before anyone worked here.
successions = Table(
    "successions",
    metadata,
    Column("code", ForeignKey("communes.code"), primary_key=True),
    Column("predecessor", String(5), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("change", String(20), nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("change IN ('merged', 'recoded', 'split')", name="change"),
)
