"""The tables of evidence where it is kept in the database: contents by their hash, and files on their way in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, String, Table

from survey.store.metadata import metadata
from survey.store.moments import Moment

# No foreign key of the attachments leads here: their contents may lie in a folder as well.
contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    # When it was last handed in: what is young is no leftover.
    Column("kept_at", Moment, nullable=False),
)

# In parts, so that who sends, copies or compares a content holds one part of it and not the whole.
content_parts = Table(
    "content_parts",
    metadata,
    Column("sha256", ForeignKey(contents.c.sha256, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    # Bytes that are there, without a gap.
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

arrival_pieces = Table(
    "arrival_pieces",
    metadata,
    Column("account_id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["account_id", "key"], ["arrivals.account_id", "arrivals.key"], ondelete="CASCADE"
    ),
)
