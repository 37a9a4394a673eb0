"""The tables of editions: what they were made from, what they say, and where each stands."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from survey.store.metadata import metadata
from survey.store.moments import Moment

# Texts that editions were made from, compressed, by the hash of the text; editions share equal ones.
edition_texts = Table(
    "edition_texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("compressed", LargeBinary, nullable=False),
)

# Written once: only ``state`` and who published when may change, and the past states never return.
editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("results", String(64), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("software", Text, nullable=False),
    Column("budget", Float(53)),
    Column("state", String(20), nullable=False),
    Column("published_at", Moment),
    Column("published_by", Text),
    Column("replaces", ForeignKey("editions.id")),
    CheckConstraint("state IN ('draft', 'published', 'replaced')", name="state"),
    CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published"),
)
Index(
    "ix_editions_published",
    editions.c.round_id,
    unique=True,
    sqlite_where=text("state = 'published'"),
    postgresql_where=text("state = 'published'"),
)

edition_rows = Table(
    "edition_rows",
    metadata,
    Column("edition_id", ForeignKey(editions.c.id), primary_key=True),
    Column("code", String(5), primary_key=True),
    Column("figures", Text, nullable=False),
)
