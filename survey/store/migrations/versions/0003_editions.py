"""Editions: frozen calculations with the texts that they were made from and the rows that they say."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEPT = {"edition_texts": ("sha256",), "edition_rows": ("edition_id", "code")}
# What publishing and replacing change; everything else of an edition stays as it was made.
FROZEN = ("id", "round_id", "name", "made_at", "made_by", "inputs", "results", "seed", "software")
FORWARD = "(OLD.state = 'draft' AND NEW.state = 'published') OR (OLD.state = 'published' AND NEW.state = 'replaced')"


def upgrade() -> None:
    """The tables, and the triggers that keep editions as they were made."""
    op.create_table(
        "edition_texts",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("compressed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False, index=True
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("results", sa.String(64), nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("software", sa.Text, nullable=False),
        sa.Column("budget", sa.Float(53)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("published_at", Moment),
        sa.Column("published_by", sa.Text),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("editions.id")),
        sa.CheckConstraint("state IN ('draft', 'published', 'replaced')", name="state"),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published"),
    )
    published = sa.text("state = 'published'")
    op.create_index(
        "ix_editions_published",
        "editions",
        ["round_id"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )
    op.create_table(
        "edition_rows",
        sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.id"), primary_key=True),
        sa.Column("code", sa.String(5), primary_key=True),
        sa.Column("figures", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        keep_on_postgresql()
    else:
        keep_on_sqlite()


def keep_on_sqlite() -> None:
    """Refuse every change but an addition, and every change of an edition but publishing it."""
    for table, key in KEPT.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        for when in (
            f"update BEFORE UPDATE ON {table}",
            f"delete BEFORE DELETE ON {table}",
            f"insert BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
        ):
            refuse(table, f"kept_{when}")
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN)
    refuse("editions", f"kept_update BEFORE UPDATE ON editions WHEN {changed} OR NOT ({FORWARD})")
    refuse("editions", "kept_delete BEFORE DELETE ON editions")


def refuse(table: str, when: str) -> None:
    """One trigger of SQLite."""
    why = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
    op.execute(f"CREATE TRIGGER {table}_{when} BEGIN {why}; END")


def keep_on_postgresql() -> None:
    """The same on PostgreSQL, emptying a table included."""
    for table in (*KEPT, "editions"):
        changes = "DELETE OR TRUNCATE" if table == "editions" else "UPDATE OR DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE {changes} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    # JSON has no equality on PostgreSQL: it is compared as text.
    changed = " OR ".join(
        f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text" for column in FROZEN
    )
    op.execute(
        "CREATE TRIGGER editions_forward BEFORE UPDATE ON editions FOR EACH ROW"
        f" WHEN ({changed} OR NOT ({FORWARD})) EXECUTE FUNCTION refuse_change()"
    )
