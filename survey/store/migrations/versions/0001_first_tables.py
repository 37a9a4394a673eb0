"""The first tables, and the triggers that keep revisions and the journal as they were written."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEPT = {"revisions": ("round_id", "commune_code", "number"), "journal": ("number",)}


def upgrade() -> None:
    """Everything that the first version keeps."""
    places()
    people()
    answers()
    journal()
    if op.get_bind().dialect.name == "postgresql":
        keep_on_postgresql()
    else:
        keep_on_sqlite()


def places() -> None:
    """The register and the rounds."""
    op.create_table(
        "provinces",
        sa.Column("code", sa.String(2), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seat_commune_code", sa.String(5), nullable=False),
    )
    op.create_table(
        "communes",
        sa.Column("code", sa.String(5), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column(
            "province_code",
            sa.String(2),
            sa.ForeignKey("provinces.code"),
            nullable=False,
            index=True,
        ),
        sa.Column("latitude", sa.Float(53), nullable=False),
        sa.Column("longitude", sa.Float(53), nullable=False),
        sa.Column("land_border_hint", sa.Boolean, nullable=False),
        sa.Column("island_hint", sa.Boolean, nullable=False),
    )
    op.create_table(
        "questionnaires",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("questionnaire_id", sa.Text, nullable=False),
        sa.Column("questionnaire_version", sa.Text, nullable=False),
        sa.Column(
            "questionnaire_sha256",
            sa.String(64),
            sa.ForeignKey("questionnaires.sha256"),
            nullable=False,
        ),
        sa.Column("cutoff", sa.Date, nullable=False),
        sa.Column("opens", sa.Date, nullable=False),
        sa.Column("closes", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_changed_at", Moment),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state"),
    )


def people() -> None:
    """Accounts, their failed sign-ins and their sessions."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sign_in", sa.Text, nullable=False),
        sa.Column("sign_in_folded", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("searchable", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("commune_code", sa.String(5), sa.ForeignKey("communes.code")),
        sa.Column("province_code", sa.String(2), sa.ForeignKey("provinces.code")),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("active_changed_at", Moment, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("password_changed_at", Moment, nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.UniqueConstraint("sign_in_folded"),
        sa.CheckConstraint(
            "role IN ('officer', 'reviewer', 'analyst', 'administrator')", name="role"
        ),
        sa.CheckConstraint("(role = 'officer') = (commune_code IS NOT NULL)", name="commune"),
        sa.CheckConstraint("(role = 'reviewer') = (province_code IS NOT NULL)", name="province"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("sign_in_sha256", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", Moment, nullable=False, index=True),
        sa.Column("locked_until", Moment),
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(64), primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False, index=True
        ),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False, index=True),
        sa.Column("revoked_at", Moment),
    )


def answers() -> None:
    """Responses and their revisions."""
    op.create_table(
        "responses",
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), primary_key=True),
        sa.Column("commune_code", sa.String(5), sa.ForeignKey("communes.code"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("receipt", sa.String(40)),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("submitted_at", Moment),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'returned', 'approved')", name="status"
        ),
        sa.CheckConstraint("revision >= 1", name="revision"),
    )
    op.create_index("ix_responses_round_id_status", "responses", ["round_id", "status"])
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
        sa.ForeignKeyConstraint(
            ["round_id", "commune_code"], ["responses.round_id", "responses.commune_code"]
        ),
        sa.UniqueConstraint("round_id", "commune_code", "key"),
        sa.UniqueConstraint("receipt"),
        sa.CheckConstraint("number >= 1 AND base >= 0 AND base < number", name="number"),
        sa.CheckConstraint("via IN ('page', 'workbook', 'sync', 'import')", name="via"),
        sa.CheckConstraint("step IN ('save', 'submit', 'return', 'approve', 'reopen')", name="step"),
    )


def journal() -> None:
    """The journal and its head, which begins before the first entry."""
    op.create_table(
        "journal",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name="one"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])


def keep_on_sqlite() -> None:
    """Refuse every change but an addition. A replacing insert is a change too."""
    for table, key in KEPT.items():
        refuse = f"SELECT RAISE(ABORT, '{table}: what is written is never changed')"
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        for when in (
            f"kept_update BEFORE UPDATE ON {table}",
            f"kept_delete BEFORE DELETE ON {table}",
            f"kept_insert BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
        ):
            op.execute(f"CREATE TRIGGER {table}_{when} BEGIN {refuse}; END")
    refuse = "SELECT RAISE(ABORT, 'journal_head: the journal only grows')"
    for when in (
        "update BEFORE UPDATE ON journal_head WHEN NEW.number <> OLD.number + 1",
        "delete BEFORE DELETE ON journal_head",
    ):
        op.execute(f"CREATE TRIGGER journal_head_grows_{when} BEGIN {refuse}; END")


def keep_on_postgresql() -> None:
    """Refuse every change but an addition, emptying the table included."""
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '%: what is written is never changed', TG_TABLE_NAME; END $$"
    )
    for table in (*KEPT, "journal_head"):
        changes = "DELETE OR TRUNCATE" if table == "journal_head" else "UPDATE OR DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE {changes} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER journal_head_grows BEFORE UPDATE ON journal_head FOR EACH ROW"
        " WHEN (NEW.number <> OLD.number + 1) EXECUTE FUNCTION refuse_change()"
    )
