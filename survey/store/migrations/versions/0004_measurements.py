"""Measured lines: a ticket for each start and a row for each measurement, both only ever added to."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = {"speed_tickets": "id", "measurements": "ticket_id"}


def upgrade() -> None:
    """The tables, and the triggers that refuse every change but an addition."""
    op.create_table(
        "speed_tickets",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("issued_at", Moment, nullable=False),
    )
    op.create_index(
        "ix_speed_tickets_account_id_issued_at", "speed_tickets", ["account_id", "issued_at"]
    )
    op.create_table(
        "measurements",
        sa.Column(
            "ticket_id", sa.String(32), sa.ForeignKey("speed_tickets.id"), primary_key=True
        ),
        sa.Column("round_id", sa.Integer, nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("latency_ms", sa.Float(53), nullable=False),
        sa.Column("download_mbps", sa.Float(53), nullable=False),
        sa.Column("upload_mbps", sa.Float(53), nullable=False),
        sa.Column("server_down", sa.Float(53), nullable=False),
        sa.Column("server_up", sa.Float(53), nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.ForeignKeyConstraint(["commune_code"], ["communes.code"]),
        sa.CheckConstraint(
            "latency_ms > 0 AND download_mbps > 0 AND upload_mbps > 0", name="figures"
        ),
    )
    op.create_index(
        "ix_measurements_round_id_commune_code", "measurements", ["round_id", "commune_code"]
    )
    keep = keep_on_postgresql if op.get_bind().dialect.name == "postgresql" else keep_on_sqlite
    for table, key in KEPT.items():
        keep(table, key)


def keep_on_sqlite(table: str, key: str) -> None:
    """Refuse updates, deletions, and insertions that would replace a row."""
    why = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    for deed, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", there)):
        op.execute(
            f"CREATE TRIGGER {table}_kept_{deed.lower()} BEFORE {deed} ON {table} {when}"
            f" BEGIN {why}; END"
        )


def keep_on_postgresql(table: str, _key: str) -> None:
    """The same on PostgreSQL, emptying a table included."""
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
