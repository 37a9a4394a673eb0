"""What communes were before: merged, re-coded or split."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table; it is filled with the register."""
    op.create_table(
        "successions",
        sa.Column("code", sa.String(5), sa.ForeignKey("communes.code"), primary_key=True),
        sa.Column("predecessor", sa.String(5), primary_key=True),
        sa.Column("since", sa.Date, primary_key=True),
        sa.Column("change", sa.String(20), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.CheckConstraint("change IN ('merged', 'recoded', 'split')", name="change"),
    )
