"""Sessions: the browser holds a token, the database its SHA-256; ending one here ends it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from survey.accounts import Account
from survey.store.accounts import COLUMNS, account_of
from survey.store.schema import accounts, sessions
from survey.viet_nam_time import day_of

# A write at every page would make readers into writers; once in five minutes says enough.
SEEN_EVERY = timedelta(minutes=5)
# Asked at every request.
OPEN = (
    select(*COLUMNS, sessions.c.seen_at)
    .select_from(sessions.join(accounts))
    .where(
        sessions.c.token_sha256 == bindparam("token"),
        sessions.c.revoked_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
        accounts.c.active,
    )
)


@dataclass(frozen=True, slots=True)
class Session:
    """One open session of an account."""

    token_sha256: str
    account_id: int
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: str | None
    address: str | None

    @property
    def short(self) -> str:
        """A name for the session that opens nothing: the start of its token's digest."""
        return self.token_sha256[:16]


def open_session(
    conn: Connection,
    account_id: int,
    token_sha256: str,
    at: datetime,
    expires: datetime,
    *,
    device: str = "",
    address: str = "",
) -> None:
    """Begin a session that ends at ``expires`` at the latest; sessions long over are cleared away.

    When the account last signed in is noted beside it, which outlives its sessions.
    """
    mine = accounts.update().where(accounts.c.id == account_id)
    conn.execute(mine.values(signed_in_at=at))
    conn.execute(sessions.delete().where(sessions.c.expires_at <= at))
    conn.execute(
        sessions.insert().values(
            token_sha256=token_sha256,
            account_id=account_id,
            opened_at=at,
            seen_at=at,
            expires_at=expires,
            device=device,
            address=address,
        )
    )


def open_account(
    conn: Connection, token_sha256: str, at: datetime
) -> tuple[Account, datetime] | None:
    """Whose open session this is, and when it was last seen.

    None where it is unknown, revoked, over or its account inactive.
    """
    row = conn.execute(OPEN, {"token": token_sha256, "now": at}).first()
    account = None if row is None else account_of(row)
    return (account, row.seen_at) if row and account and account.lasts(day_of(at)) else None


def touch(conn: Connection, token_sha256: str, at: datetime) -> None:
    """Say that the session was used now, to within five minutes."""
    mine = sessions.c.token_sha256 == token_sha256
    old = sessions.c.seen_at <= at - SEEN_EVERY
    conn.execute(sessions.update().where(mine, old).values(seen_at=at))


def revoke_session(conn: Connection, token_sha256: str, at: datetime) -> None:
    """End one session, now."""
    mine = (sessions.c.token_sha256 == token_sha256, sessions.c.revoked_at.is_(None))
    conn.execute(sessions.update().where(*mine).values(revoked_at=at))


def revoke_all(conn: Connection, account_id: int, at: datetime) -> None:
    """End every session of the account, now."""
    theirs = (sessions.c.account_id == account_id, sessions.c.revoked_at.is_(None))
    conn.execute(sessions.update().where(*theirs).values(revoked_at=at))


def sessions_of(
    conn: Connection, account_id: int, at: datetime | None = None
) -> tuple[Session, ...]:
    """The account's sessions that nobody ended, newest first; with ``at`` only those not yet over."""
    columns = [sessions.c[name] for name in Session.__slots__]
    found = select(*columns).where(
        sessions.c.account_id == account_id, sessions.c.revoked_at.is_(None)
    )
    if at is not None:
        found = found.where(sessions.c.expires_at > at)
    return tuple(Session(*row) for row in conn.execute(found.order_by(sessions.c.opened_at.desc())))
