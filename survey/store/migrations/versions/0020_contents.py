"""Evidence in the database, where the operator wants it there; files on their way in."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables; what lies in a folder stays there until ``move-evidence``."""
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
    )
    op.create_table(
        "content_parts",
        sa.Column(
            "sha256",
            sa.String(64),
            sa.ForeignKey("contents.sha256", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "arrivals",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "arrival_pieces",
        sa.Column("account_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "key"], ["arrivals.account_id", "arrivals.key"], ondelete="CASCADE"
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        # PDF, pictures and workbooks are compressed already: do not try once more.
        for table in ("content_parts", "arrival_pieces"):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN content SET STORAGE EXTERNAL")
