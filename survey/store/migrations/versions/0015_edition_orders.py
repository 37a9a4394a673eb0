"""Editions ordered on a page, and how far each is."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table."""
    op.create_table(
        "edition_orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("seen", Moment, nullable=False),
        sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.id")),
        sa.Column("refusal", sa.JSON),
    )
