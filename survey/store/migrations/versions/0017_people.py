"""Leaders who sign off before submission, where a round asks for it; deputies, whose account ends by itself."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns are added in place; sign-offs are only ever added to."""
    op.add_column(
        "accounts", sa.Column("leader", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("accounts", sa.Column("until", sa.Date))
    op.add_column(
        "rounds", sa.Column("sign_off", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "sign_offs",
        sa.Column("round_id", sa.Integer, primary_key=True),
        sa.Column("commune_code", sa.String(5), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "commune_code"], ["responses.round_id", "responses.commune_code"]
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER sign_offs_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_offs"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    refuse = "SELECT RAISE(ABORT, 'sign_offs: what is written is never changed')"
    for when in ("update BEFORE UPDATE", "delete BEFORE DELETE"):
        op.execute(f"CREATE TRIGGER sign_offs_kept_{when} ON sign_offs BEGIN {refuse}; END")
