"""Rulings about a commune's time, only ever added to; and when each account last signed in."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# What is still known of it: sessions that are over have been cleared away.
LAST_SESSION = (
    "UPDATE accounts SET signed_in_at ="
    " (SELECT MAX(opened_at) FROM sessions WHERE sessions.account_id = accounts.id)"
)


def upgrade() -> None:
    """The table with the triggers that keep it, and the column."""
    op.create_table(
        "deadline_rulings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("commune_code", sa.String(5), sa.ForeignKey("communes.code"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("until", sa.Date),
        sa.CheckConstraint("kind IN ('extend', 'lock', 'unlock')", name="kind"),
        sa.CheckConstraint("(kind = 'extend') = (until IS NOT NULL)", name="until"),
    )
    op.create_index(
        "ix_deadline_rulings_round_id_commune_code",
        "deadline_rulings",
        ["round_id", "commune_code"],
    )
    # Adding a column that may be empty copies no table: the triggers stay as they are.
    op.add_column("accounts", sa.Column("signed_in_at", Moment))
    op.execute(LAST_SESSION)
    if op.get_bind().dialect.name == "postgresql":
        keep_on_postgresql("deadline_rulings")
    else:
        keep_on_sqlite("deadline_rulings")


def keep_on_sqlite(table: str) -> None:
    """Refuse every change but an addition. A replacing insert is a change too."""
    refuse = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
    same = f"SELECT 1 FROM {table} WHERE id = NEW.id"
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
