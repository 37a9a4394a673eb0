"""Tables beside the accounts: recovery codes, e-mail, letters to choose a new password, what is slowed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from survey.store.metadata import metadata
from survey.store.moments import Moment

# By a digest of what was typed: a password typed into the wrong field must not be kept.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("sign_in_sha256", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Column("locked_until", Moment),
)

# Only digests: the codes are shown once, to their owner.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account_id", Integer, ForeignKey("accounts.id"), primary_key=True),
    Column("code_sha256", String(64), primary_key=True),
    Column("used_at", Moment),
)

# By a keyed digest of what is slowed (an address, an account's heavy page): no address is kept here.
paces = Table(
    "paces",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("paid_until", Moment, nullable=False, index=True),
)

# Official addresses, of those who have one; apart from the accounts, so that no list of these holds them.
account_emails = Table(
    "account_emails",
    metadata,
    Column("account_id", Integer, ForeignKey("accounts.id"), primary_key=True),
    Column("email", Text, nullable=False),
)

# Letters that were sent to choose a new password; each is good once, for a while.
password_resets = Table(
    "password_resets",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
)

# What somebody was typing when the session ended, kept while they sign in elsewhere; gone when they are back.
kept_posts = Table(
    "kept_posts",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
