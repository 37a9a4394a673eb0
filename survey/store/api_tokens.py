"""Personal tokens in the database, found by their digest; revoking one ends it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from survey.accounts import Account
from survey.signing_in.api_tokens import ApiToken, scopes_of
from survey.store.accounts import COLUMNS, account_of
from survey.store.schema import accounts, api_tokens
from survey.store.texts import storable
from survey.viet_nam_time import day_of

TOKEN = [api_tokens.c[name] for name in ApiToken.__slots__]


def add_token(conn: Connection, new: ApiToken) -> ApiToken:
    """Store a token; its id is given here."""
    values = {
        "account_id": new.account_id,
        "name": storable(new.name),
        "token_sha256": new.token_sha256,
        "scopes": " ".join(sorted(new.scopes)),
        "made_at": new.made_at,
        "expires_at": new.expires_at,
    }
    adding = api_tokens.insert().values(**values).returning(api_tokens.c.id)
    return replace(new, id=conn.execute(adding).scalar_one())


def token_in_force(
    conn: Connection, token_sha256: str, at: datetime
) -> tuple[ApiToken, Account] | None:
    """The token of this digest with its account; None where it is unknown, over, revoked or its account inactive."""
    row = conn.execute(
        select(*TOKEN).where(
            api_tokens.c.token_sha256 == token_sha256,
            api_tokens.c.revoked_at.is_(None),
            api_tokens.c.expires_at > at,
        )
    ).first()
    if row is None:
        return None
    owner = select(*COLUMNS).where(accounts.c.id == row.account_id, accounts.c.active)
    account = conn.execute(owner).first()
    if account is None or not account_of(account).lasts(day_of(at)):
        return None
    return token_of(row), account_of(account)


def tokens_of(conn: Connection, account_id: int) -> tuple[ApiToken, ...]:
    """Every token that the account ever had, newest first."""
    found = select(*TOKEN).where(api_tokens.c.account_id == account_id)
    return tuple(token_of(row) for row in conn.execute(found.order_by(api_tokens.c.id.desc())))


def revoke_token(conn: Connection, account_id: int, token_id: int, at: datetime) -> bool:
    """End one token of the account, now; whether there was one in force by this id."""
    mine = (
        api_tokens.c.id == token_id,
        api_tokens.c.account_id == account_id,
        api_tokens.c.revoked_at.is_(None),
    )
    return conn.execute(api_tokens.update().where(*mine).values(revoked_at=at)).rowcount == 1


def revoke_all(conn: Connection, account_id: int, at: datetime) -> None:
    """End every token of the account, now."""
    theirs = (api_tokens.c.account_id == account_id, api_tokens.c.revoked_at.is_(None))
    conn.execute(api_tokens.update().where(*theirs).values(revoked_at=at))


def token_of(row: Row[*tuple[Any, ...]]) -> ApiToken:
    """A row of the table as a token."""
    values = dict(row._mapping)
    return ApiToken(**values | {"scopes": scopes_of(values["scopes"].split())})
