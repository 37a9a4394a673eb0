"""Findings beside the revisions that made them, and the step that makes them."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STEP = "step IN ('save', 'submit', 'verify', 'return', 'approve', 'reopen')"
KEPT = (
    "round_id, commune_code, number, base, at, by, via, step, answers, changed, comments, key, receipt"
)
OLD = "revisions_0001"


def upgrade() -> None:
    """Every revision stays as it was written."""
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("revisions", sa.Column("findings", sa.JSON))
        op.drop_constraint(op.f("ck_revisions_step"), "revisions", type_="check")
        op.create_check_constraint(op.f("ck_revisions_step"), "revisions", STEP)
    else:
        rebuild_on_sqlite()
    made = sa.text("findings IS NOT NULL")
    op.create_index(
        "ix_revisions_findings",
        "revisions",
        ["round_id", "commune_code"],
        sqlite_where=made,
        postgresql_where=made,
    )


def rebuild_on_sqlite() -> None:
    """SQLite changes no CHECK in place: a new table is filled from the old one and compared with it.

    All of it is one transaction. Nothing refers to this table, so that dropping the old one is safe;
    its triggers go with it and are made anew.
    """
    for when in ("update", "delete", "insert"):
        op.execute(f"DROP TRIGGER revisions_kept_{when}")
    op.rename_table("revisions", OLD)
    create_revisions()
    columns = f"SELECT {KEPT} FROM"
    op.execute(
        f"INSERT INTO revisions ({KEPT}) {columns} {OLD} ORDER BY round_id, commune_code, number"
    )
    refuse_a_difference(columns)
    op.drop_table(OLD)
    keep_on_sqlite()


def create_revisions() -> None:
    """The table with the new column and the new step."""
    op.create_table(
        "revisions",
        sa.Column("round_id", sa.Integer, primary_key=True),
        sa.Column("commune_code", sa.String(5), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("changed", sa.JSON, nullable=False),
        sa.Column("comments", sa.JSON),
        sa.Column("key", sa.Text),
        sa.Column("receipt", sa.String(40)),
        sa.Column("findings", sa.JSON),
        sa.ForeignKeyConstraint(
            ["round_id", "commune_code"], ["responses.round_id", "responses.commune_code"]
        ),
        sa.UniqueConstraint("round_id", "commune_code", "key"),
        sa.UniqueConstraint("receipt"),
        sa.CheckConstraint("number >= 1 AND base >= 0 AND base < number", name="number"),
        sa.CheckConstraint("via IN ('page', 'workbook', 'sync', 'import')", name="via"),
        sa.CheckConstraint(STEP, name="step"),
    )


def refuse_a_difference(columns: str) -> None:
    """Undo everything unless the new table holds exactly what the old one does."""
    for one, other in ((OLD, "revisions"), ("revisions", OLD)):
        missing = f"SELECT count(*) FROM ({columns} {one} EXCEPT {columns} {other})"
        if op.get_bind().execute(sa.text(missing)).scalar_one():
            raise RuntimeError("the revisions could not be copied as they were; nothing is changed")


def keep_on_sqlite() -> None:
    """Refuse every change but an addition. A replacing insert is a change too."""
    refuse = "SELECT RAISE(ABORT, 'revisions: what is written is never changed')"
    columns = ("round_id", "commune_code", "number")
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    for when in (
        "update BEFORE UPDATE ON revisions",
        "delete BEFORE DELETE ON revisions",
        f"insert BEFORE INSERT ON revisions WHEN EXISTS (SELECT 1 FROM revisions WHERE {same})",
    ):
        op.execute(f"CREATE TRIGGER revisions_kept_{when} BEGIN {refuse}; END")
