"""The talk about questions: remarks, only ever added to."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table with the triggers that keep it."""
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("commune_code", sa.String(5), sa.ForeignKey("communes.code"), nullable=False),
        sa.Column("question_id", sa.String(63), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("voice", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.UniqueConstraint("round_id", "commune_code", "key"),
        sa.CheckConstraint("kind IN ('say', 'resolve')", name="kind"),
        sa.CheckConstraint("voice IN ('officer', 'reviewer')", name="voice"),
    )
    if op.get_bind().dialect.name == "postgresql":
        keep_on_postgresql()
    else:
        keep_on_sqlite()


def keep_on_sqlite() -> None:
    """Refuse every change but an addition. A replacing insert is a change too."""
    refuse = "SELECT RAISE(ABORT, 'remarks: what is written is never changed')"
    same = (
        "SELECT 1 FROM remarks WHERE id = NEW.id OR (round_id = NEW.round_id"
        " AND commune_code = NEW.commune_code AND key = NEW.key)"
    )
    for when in (
        "update BEFORE UPDATE ON remarks",
        "delete BEFORE DELETE ON remarks",
        f"insert BEFORE INSERT ON remarks WHEN EXISTS ({same})",
    ):
        op.execute(f"CREATE TRIGGER remarks_kept_{when} BEGIN {refuse}; END")


def keep_on_postgresql() -> None:
    """The same on PostgreSQL, emptying the table included."""
    op.execute(
        "CREATE TRIGGER remarks_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON remarks"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
