"""Official e-mail addresses, and letters to choose a new password."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables; nobody has an address yet."""
    op.create_table(
        "account_emails",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("email", sa.Text, nullable=False),
    )
    op.create_table(
        "password_resets",
        sa.Column("token_sha256", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_index("ix_password_resets_account_id", "password_resets", ["account_id"])
