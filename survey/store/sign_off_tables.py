"""Sign-offs: which revision of a response a commune's leader approved for submission. Only ever added to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Text

from survey.store.metadata import metadata
from survey.store.moments import Moment

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("round_id", Integer, primary_key=True),
    Column("commune_code", String(5), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["round_id", "commune_code"], ["responses.round_id", "responses.commune_code"]
    ),
)
