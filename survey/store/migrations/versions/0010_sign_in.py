"""Signing in: second factors with recovery codes, what is slowed, and from where a session was opened."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns are added in place: copying a table would drop its triggers."""
    op.add_column("accounts", sa.Column("second_factor", sa.String(64)))
    op.add_column("accounts", sa.Column("second_factor_at", Moment))
    op.add_column("accounts", sa.Column("second_factor_step", sa.BigInteger))
    op.add_column("sessions", sa.Column("device", sa.Text))
    op.add_column("sessions", sa.Column("address", sa.Text))
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("code_sha256", sa.String(64), primary_key=True),
        sa.Column("used_at", Moment),
    )
    op.create_table(
        "paces",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("paid_until", Moment, nullable=False),
    )
    op.create_index("ix_paces_paid_until", "paces", ["paid_until"])
