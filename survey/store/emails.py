"""Official e-mail addresses, and letters to choose a new password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from survey.accounts import Account
from survey.store.accounts import COLUMNS, account_by_sign_in, account_of
from survey.store.schema import account_emails, accounts, password_resets
from survey.store.texts import storable


def email_of(conn: Connection, account_id: int) -> str | None:
    """The account's address; None where it has none."""
    found = select(account_emails.c.email).where(account_emails.c.account_id == account_id)
    email: str | None = conn.execute(found).scalar()
    return email


def accounts_at(conn: Connection, email: str) -> tuple[tuple[Account, str], ...]:
    """The accounts with this address, and as each has it: capitals may differ, and offices may share one."""
    found = select(*COLUMNS, account_emails.c.email).select_from(accounts.join(account_emails))
    alike = func.lower(account_emails.c.email) == storable(email).lower()
    return tuple((account_of(row), str(row.email)) for row in conn.execute(found.where(alike)))


def add_emails(conn: Connection, emails: Mapping[str, str]) -> None:
    """Addresses by sign-in name, of accounts that are stored and have none."""
    for sign_in, email in emails.items():
        account = account_by_sign_in(conn, sign_in)
        if account is not None:
            conn.execute(account_emails.insert().values(account_id=account.id, email=email))


def forget_email(conn: Connection, account_id: int) -> None:
    """The account has no address any more, and letters that were sent are void."""
    conn.execute(account_emails.delete().where(account_emails.c.account_id == account_id))
    void_resets(conn, account_id)


def add_reset(conn: Connection, account_id: int, token_sha256: str, expires: datetime) -> None:
    """A letter was sent; earlier ones to the same account are void."""
    void_resets(conn, account_id)
    values = {"token_sha256": token_sha256, "account_id": account_id, "expires_at": expires}
    conn.execute(password_resets.insert().values(**values))


def account_of_reset(conn: Connection, token_sha256: str, at: datetime) -> int | None:
    """The id of the account that the letter was sent to; None where it is unknown, used or too old."""
    found = select(password_resets.c.account_id).where(
        password_resets.c.token_sha256 == token_sha256, password_resets.c.expires_at > at
    )
    account_id: int | None = conn.execute(found).scalar()
    return account_id


def void_resets(conn: Connection, account_id: int) -> None:
    """No letter to this account is good any more."""
    conn.execute(password_resets.delete().where(password_resets.c.account_id == account_id))
