"""Second factors as stored: a number for each account, the last code's step, digests of recovery codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from survey.store.schema import accounts, recovery_codes


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """``number`` is what its secret follows from; ``step`` is that of the code accepted last."""

    number: str
    since: datetime
    step: int | None


def second_factor_of(conn: Connection, account_id: int) -> SecondFactor | None:
    """The account's second factor; None where it has none."""
    columns = (accounts.c.second_factor, accounts.c.second_factor_at, accounts.c.second_factor_step)
    row = conn.execute(select(*columns).where(accounts.c.id == account_id)).first()
    return None if row is None or row[0] is None else SecondFactor(*row)


def set_up(
    conn: Connection,
    account_id: int,
    number: str,
    *,
    step: int,
    digests: Iterable[str],
    at: datetime,
) -> None:
    """Give the account a second factor with recovery codes; those it had before are void."""
    mine = accounts.update().where(accounts.c.id == account_id)
    values = {"second_factor": number, "second_factor_at": at, "second_factor_step": step}
    conn.execute(mine.values(**values))
    replace_codes(conn, account_id, digests)


def take_away(conn: Connection, account_id: int) -> None:
    """The account has no second factor any more; it sets a new one up."""
    mine = accounts.update().where(accounts.c.id == account_id)
    conn.execute(mine.values(second_factor=None, second_factor_at=None, second_factor_step=None))
    replace_codes(conn, account_id, ())


def use_step(conn: Connection, account_id: int, step: int) -> bool:
    """Mark a code as used; False where it, or a later one, was used already."""
    fresh = (accounts.c.second_factor_step.is_(None)) | (accounts.c.second_factor_step < step)
    mine = accounts.update().where(accounts.c.id == account_id, fresh)
    return conn.execute(mine.values(second_factor_step=step)).rowcount == 1


def replace_codes(conn: Connection, account_id: int, digests: Iterable[str]) -> None:
    """The account's recovery codes are these, none of them used."""
    conn.execute(recovery_codes.delete().where(recovery_codes.c.account_id == account_id))
    rows = [{"account_id": account_id, "code_sha256": each} for each in digests]
    if rows:
        conn.execute(recovery_codes.insert(), rows)


def use_code(conn: Connection, account_id: int, digest: str, at: datetime) -> bool:
    """Use a recovery code up; False where it is none of the account's or was used already."""
    mine = recovery_codes.update().where(
        recovery_codes.c.account_id == account_id,
        recovery_codes.c.code_sha256 == digest,
        recovery_codes.c.used_at.is_(None),
    )
    return conn.execute(mine.values(used_at=at)).rowcount == 1


def codes_left(conn: Connection, account_id: int) -> int:
    """How many recovery codes are still good."""
    found = select(func.count()).where(
        recovery_codes.c.account_id == account_id, recovery_codes.c.used_at.is_(None)
    )
    return int(conn.execute(found).scalar_one())
