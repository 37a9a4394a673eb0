"""The table of the talk about questions: each remark is a row, only ever added."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from survey.store.metadata import metadata
from survey.store.moments import Moment

remarks = Table(
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("commune_code", ForeignKey("communes.code"), nullable=False),
    Column("question_id", String(63), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("voice", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("key", String(64), nullable=False),
    # A remark sent twice is one; this is also how a response's remarks are found.
    UniqueConstraint("round_id", "commune_code", "key"),
    CheckConstraint("kind IN ('say', 'resolve')", name="kind"),
    CheckConstraint("voice IN ('officer', 'reviewer')", name="voice"),
)
