"""Tables beside the accounts: recovery codes of second factors, and the pace of what is slowed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from survey.store.metadata import metadata
from survey.store.moments import Moment

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
