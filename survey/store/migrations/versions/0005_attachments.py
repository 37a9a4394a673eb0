"""Attachments: files handed in as evidence, and those that were withdrawn. Only ever added to."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = {"attachments": "id", "attachments_withdrawn": "attachment_id"}


def upgrade() -> None:
    """The tables, and the triggers that keep what was written."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("commune_code", sa.String(5), sa.ForeignKey("communes.code"), nullable=False),
        sa.Column("question_id", sa.String(63), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_attachments_response", "attachments", ["round_id", "commune_code"])
    op.create_table(
        "attachments_withdrawn",
        sa.Column(
            "attachment_id", sa.Integer, sa.ForeignKey("attachments.id"), primary_key=True
        ),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    for table, key in KEPT.items():
        if op.get_bind().dialect.name == "postgresql":
            keep_on_postgresql(table)
        else:
            keep_on_sqlite(table, key)


def keep_on_sqlite(table: str, key: str) -> None:
    """Refuse every change but an addition. A replacing insert is a change too."""
    refuse = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
    same = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"
    for when in (
        f"update BEFORE UPDATE ON {table}",
        f"delete BEFORE DELETE ON {table}",
        f"insert BEFORE INSERT ON {table} WHEN EXISTS ({same})",
    ):
        op.execute(f"CREATE TRIGGER {table}_kept_{when} BEGIN {refuse}; END")


def keep_on_postgresql(table: str) -> None:
    """The same on PostgreSQL, emptying a table included."""
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
