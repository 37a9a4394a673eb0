"""Files that arrive from a device have a key, so that what is sent again arrives once; steps of a measurement.

A step of a measurement is taken once: its row is only ever added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PLACE = ["round_id", "commune_code", "key"]


def upgrade() -> None:
    """A column that older rows leave empty, and the table of steps with its triggers."""
    op.add_column("attachments", sa.Column("key", sa.String(64)))
    op.create_index("ix_attachments_key", "attachments", PLACE, unique=True)
    op.create_table(
        "speed_steps",
        sa.Column(
            "ticket_id", sa.String(32), sa.ForeignKey("speed_tickets.id"), primary_key=True
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    )
    keep = keep_on_postgresql if op.get_bind().dialect.name == "postgresql" else keep_on_sqlite
    keep("speed_steps")


def keep_on_sqlite(table: str) -> None:
    """Refuse updates, deletions, and insertions that would replace a row."""
    why = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
    same = "ticket_id = NEW.ticket_id AND number = NEW.number"
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    for deed, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", there)):
        op.execute(
            f"CREATE TRIGGER {table}_kept_{deed.lower()} BEFORE {deed} ON {table} {when}"
            f" BEGIN {why}; END"
        )


def keep_on_postgresql(table: str) -> None:
    """The same on PostgreSQL, emptying a table included."""
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
