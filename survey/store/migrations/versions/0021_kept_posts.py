"""What somebody was typing, kept while they sign in by an identity provider."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table; nothing is kept yet."""
    op.create_table(
        "kept_posts",
        sa.Column("token_sha256", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_index("ix_kept_posts_expires_at", "kept_posts", ["expires_at"])
