"""The tables. Revisions and the journal are only ever added to: triggers of the migration refuse more."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from survey.store.attachment_tables import attachments, attachments_withdrawn
from survey.store.content_tables import arrival_pieces, arrivals, content_parts, contents
from survey.store.deadline_tables import deadline_rulings
from survey.store.edition_tables import edition_rows, edition_texts, editions
from survey.store.measurement_tables import measurements, speed_steps, speed_tickets
from survey.store.metadata import metadata
from survey.store.moments import Moment
from survey.store.order_tables import edition_orders
from survey.store.remark_tables import remarks
from survey.store.scenario_tables import scenarios
from survey.store.sign_in_tables import (
    account_emails,
    paces,
    password_resets,
    recovery_codes,
    sign_in_failures,
)
from survey.store.sign_off_tables import sign_offs
from survey.store.succession_tables import successions
from survey.store.token_tables import api_tokens

__all__ = [
    "account_emails",
    "accounts",
    "api_tokens",
    "arrival_pieces",
    "arrivals",
    "attachments",
    "attachments_withdrawn",
    "communes",
    "content_parts",
    "contents",
    "deadline_rulings",
    "edition_orders",
    "edition_rows",
    "edition_texts",
    "editions",
    "journal",
    "journal_head",
    "measurements",
    "metadata",
    "paces",
    "password_resets",
    "provinces",
    "questionnaires",
    "recovery_codes",
    "remarks",
    "responses",
    "revisions",
    "rounds",
    "scenarios",
    "sessions",
    "sign_in_failures",
    "sign_offs",
    "speed_steps",
    "speed_tickets",
    "successions",
]

provinces = Table(
    "provinces",
    metadata,
    Column("code", String(2), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    # No foreign key: the seat is a commune, and communes come after their province.
    Column("seat_commune_code", String(5), nullable=False),
)

communes = Table(
    "communes",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("province_code", ForeignKey(provinces.c.code), nullable=False, index=True),
    Column("latitude", Float(53), nullable=False),
    Column("longitude", Float(53), nullable=False),
    Column("land_border_hint", Boolean, nullable=False),
    Column("island_hint", Boolean, nullable=False),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("questionnaire_id", Text, nullable=False),
    Column("questionnaire_version", Text, nullable=False),
    Column("questionnaire_sha256", ForeignKey(questionnaires.c.sha256), nullable=False),
    Column("cutoff", Date, nullable=False),
    Column("opens", Date, nullable=False),
    Column("closes", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("state_changed_at", Moment),
    Column("simulated", Boolean, nullable=False),
    Column("sign_off", Boolean, nullable=False, server_default=false()),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sign_in", Text, nullable=False),
    Column("sign_in_folded", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("searchable", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("commune_code", ForeignKey(communes.c.code)),
    Column("province_code", ForeignKey(provinces.c.code)),
    Column("active", Boolean, nullable=False),
    Column("active_changed_at", Moment, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("password_changed_at", Moment, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    # A random number that the secret follows from, with the server's own; none where there is no second factor.
    Column("second_factor", String(64)),
    Column("second_factor_at", Moment),
    Column("second_factor_step", BigInteger),
    Column("leader", Boolean, nullable=False, server_default=false()),
    # The last day of a deputy; none where the account ends when somebody closes it.
    Column("until", Date),
    Column("signed_in_at", Moment),
    # Since when the account names nobody and is closed for good; none where it is a person's.
    Column("erased_at", Moment),
    UniqueConstraint("sign_in_folded"),
    CheckConstraint("role IN ('officer', 'reviewer', 'analyst', 'administrator')", name="role"),
    CheckConstraint("(role = 'officer') = (commune_code IS NOT NULL)", name="commune"),
    CheckConstraint("(role = 'reviewer') = (province_code IS NOT NULL)", name="province"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("revoked_at", Moment),
    Column("device", Text),
    Column("address", Text),
)

# Where each response stands: always what its last revision says, changed in the same transaction.
responses = Table(
    "responses",
    metadata,
    Column("round_id", ForeignKey(rounds.c.id), primary_key=True),
    Column("commune_code", ForeignKey(communes.c.code), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    # Answers as they are stored, those to questions that are not asked among them: how far a response is says
    # forms/progress.py, by the settled answers.
    Column("answered", Integer, nullable=False),
    Column("receipt", String(40)),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    CheckConstraint("status IN ('draft', 'submitted', 'returned', 'approved')", name="status"),
    CheckConstraint("revision >= 1", name="revision"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("round_id", Integer, primary_key=True),
    Column("commune_code", String(5), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("base", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("via", String(20), nullable=False),
    Column("step", String(20), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("changed", JSON, nullable=False),
    Column("comments", JSON(none_as_null=True)),
    Column("key", Text),
    Column("receipt", String(40)),
    Column("findings", JSON(none_as_null=True)),
    ForeignKeyConstraint(
        ["round_id", "commune_code"], ["responses.round_id", "responses.commune_code"]
    ),
    UniqueConstraint("round_id", "commune_code", "key"),
    UniqueConstraint("receipt"),
    CheckConstraint("number >= 1 AND base >= 0 AND base < number", name="number"),
    CheckConstraint("via IN ('page', 'workbook', 'sync', 'import')", name="via"),
    CheckConstraint(
        "step IN ('save', 'submit', 'verify', 'return', 'approve', 'reopen')", name="step"
    ),
)

journal = Table(
    "journal",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# One row: the last entry, so that entries cut off the end are missed, and writers take their turn.
journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="one"),
)

Index("ix_responses_round_id_status", responses.c.round_id, responses.c.status)
# Few revisions hold findings, and every calculation asks for them.
Index(
    "ix_revisions_findings",
    revisions.c.round_id,
    revisions.c.commune_code,
    sqlite_where=revisions.c.findings.is_not(None),
    postgresql_where=revisions.c.findings.is_not(None),
)
