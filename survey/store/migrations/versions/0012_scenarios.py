"""Scenarios saved under a name; the journal is asked what it says about one subject."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, and the index that editions' pages ask the journal by."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.UniqueConstraint("round_id", "name"),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"])
