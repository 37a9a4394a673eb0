"""The tables of attachments: what was attached, and what was withdrawn. Both are only added to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from survey.store.metadata import metadata
from survey.store.moments import Moment

# The content stands in a folder, by its hash.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("commune_code", ForeignKey("communes.code"), nullable=False),
    Column("question_id", String(63), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # Of a file that a device kept: what arrives again under it is the same file.
    Column("key", String(64)),
)
Index("ix_attachments_response", attachments.c.round_id, attachments.c.commune_code)
Index(
    "ix_attachments_key",
    attachments.c.round_id,
    attachments.c.commune_code,
    attachments.c.key,
    unique=True,
)

attachments_withdrawn = Table(
    "attachments_withdrawn",
    metadata,
    Column("attachment_id", ForeignKey(attachments.c.id), primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
