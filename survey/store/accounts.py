"""Accounts, and the count of wrong passwords that locks a sign-in name for a while."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.communes import plain
from survey.people.posts import Post
from survey.store.schema import accounts, sign_in_failures
from survey.store.texts import storable

COLUMNS = [
    accounts.c[name]
    for name in (
        "id",
        "sign_in",
        "name",
        "role",
        "commune_code",
        "province_code",
        "active",
        "must_change_password",
        "second_factor",
        "leader",
        "until",
        "erased_at",
    )
]
# Four slips of the keyboard cost nothing; from the fifth on a guesser gets about a hundred tries a day.
FREE_FAILURES = 4
SHORTEST_LOCK, LONGEST_LOCK = timedelta(minutes=1), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
TAKEN = Sentence(
    "Tên đăng nhập “{sign_in}” đã có người dùng. Hãy chọn tên khác.",
    "The sign-in name “{sign_in}” is already taken. Choose another.",
)
# A statement takes no more values than this in any database.
MOST_ASKED = 500
NO_NAME = Sentence("Thiếu tên đăng nhập.", "The sign-in name is missing.")
ERASED = Sentence(
    "Dữ liệu cá nhân của tài khoản này đã được xóa: tài khoản đã đóng hẳn, không mở lại hay thay đổi được. Hãy thêm tài khoản mới.",
    "The personal data of this account were erased: it is closed for good and can neither be opened again nor changed. Add a new account.",
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to add; :func:`add_account` says what is refused."""

    sign_in: str
    name: str
    role: Role
    commune_code: str | None
    province_code: str | None
    password_hash: str
    must_change_password: bool
    leader: bool = False
    until: date | None = None

    def values(self, at: datetime) -> dict[str, Any]:
        """The row to store. Raises Refused where the sign-in name is empty."""
        sign_in, name = (
            unicodedata.normalize("NFC", storable(text)).strip()
            for text in (self.sign_in, self.name)
        )
        if not sign_in:
            raise Refused(NO_NAME)
        return {
            "sign_in": sign_in,
            "sign_in_folded": folded(sign_in),
            "name": name,
            "searchable": plain(f"{sign_in} {name}"),
            "role": self.role.value,
            "commune_code": self.commune_code,
            "province_code": self.province_code,
            "active": True,
            "active_changed_at": at,
            "password_hash": self.password_hash,
            "password_changed_at": at,
            "must_change_password": self.must_change_password,
            "leader": self.leader,
            "until": self.until,
        }


def add_account(
    conn: Connection,
    *,
    sign_in: str,
    name: str,
    role: Role,
    commune_code: str | None = None,
    province_code: str | None = None,
    password_hash: str,
    must_change_password: bool,
    at: datetime,
) -> Account:
    """Store an account. Raises Refused where the sign-in name is empty or, in any letter case, taken."""
    new = NewAccount(
        sign_in, name, role, commune_code, province_code, password_hash, must_change_password
    )
    values = new.values(at)
    if account_by_sign_in(conn, sign_in) is not None:
        raise Refused(TAKEN.filled(sign_in=values["sign_in"]))
    return account_of(conn.execute(accounts.insert().values(**values).returning(*COLUMNS)).one())


def add_accounts(conn: Connection, new: Iterable[NewAccount], at: datetime) -> None:
    """Store many accounts at once. That no sign-in is taken must be sure: see :func:`taken`."""
    rows = [each.values(at) for each in new]
    if rows:
        conn.execute(accounts.insert(), rows)


def taken(conn: Connection, sign_ins: Sequence[str]) -> set[str]:
    """Those of these sign-in names, as :func:`folded`, that an account has already."""
    keys, found = [folded(each) for each in sign_ins], set[str]()
    for start in range(0, len(keys), MOST_ASKED):
        asked = accounts.c.sign_in_folded.in_(keys[start : start + MOST_ASKED])
        found.update(conn.execute(select(accounts.c.sign_in_folded).where(asked)).scalars())
    return found


def folded(sign_in: str) -> str:
    """What makes two sign-in names the same: composed letters, case and outer spaces ignored."""
    composed = unicodedata.normalize("NFC", storable(sign_in))
    return unicodedata.normalize("NFC", composed.strip().casefold())


def account_by_id(conn: Connection, account_id: int) -> Account | None:
    """The account with this id; None where there is none."""
    return _account(conn, accounts.c.id == account_id)


def account_by_sign_in(conn: Connection, sign_in: str) -> Account | None:
    """The account with this sign-in name, however its letters are cased or composed; else None."""
    return _account(conn, accounts.c.sign_in_folded == folded(sign_in))


def all_accounts(
    conn: Connection, search: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Account, ...]:
    """Accounts whose sign-in or own name holds every word, marks ignored; by sign-in name."""
    found = select(*COLUMNS).order_by(accounts.c.sign_in_folded).limit(limit).offset(offset)
    for word in plain(storable(search)).split():
        found = found.where(accounts.c.searchable.contains(word, autoescape=True))
    return tuple(account_of(row) for row in conn.execute(found))


def password_hash_of(conn: Connection, account_id: int) -> str:
    """The stored hash. Raises NoResultFound where there is no such account."""
    found = select(accounts.c.password_hash).where(accounts.c.id == account_id)
    stored: str = conn.execute(found).scalar_one()
    return stored


def password_age(conn: Connection, account_id: int, at: datetime) -> timedelta:
    """How long ago the password was given or chosen."""
    found = select(accounts.c.password_changed_at).where(accounts.c.id == account_id)
    changed: datetime = conn.execute(found).scalar_one()
    return at - changed


def set_password(
    conn: Connection, account_id: int, password_hash: str, must_change: bool, at: datetime
) -> None:
    """Replace the password; with ``must_change`` it is good for one sign-in only. Raises Refused where erased."""
    refuse_erased(conn, account_id)
    conn.execute(
        accounts.update()
        .where(accounts.c.id == account_id)
        .values(
            password_hash=password_hash, must_change_password=must_change, password_changed_at=at
        )
    )


def set_active(conn: Connection, account_id: int, active: bool, at: datetime) -> None:
    """Let the account in, or keep it out; nothing that it did is touched. Raises Refused where erased."""
    refuse_erased(conn, account_id)
    changed = accounts.update().where(accounts.c.id == account_id)
    conn.execute(changed.values(active=active, active_changed_at=at))


def set_post(conn: Connection, account_id: int, post: Post) -> None:
    """Give the account another role and place. Raises Refused where erased."""
    refuse_erased(conn, account_id)
    changed = accounts.update().where(accounts.c.id == account_id)
    conn.execute(changed.values(**asdict(post) | {"role": post.role.value}))


def refuse_erased(conn: Connection, account_id: int) -> None:
    """Raise Refused where the person was erased from the account: what was closed for good stays closed."""
    found = select(accounts.c.erased_at).where(accounts.c.id == account_id)
    if conn.execute(found).scalar() is not None:
        raise Refused(ERASED)


def record_sign_in_failure(conn: Connection, sign_in: str, at: datetime) -> None:
    """Count a wrong password for this name, known or not; from the fifth on it locks, ever longer."""
    forgotten = sign_in_failures.c.last_at < at - FORGOTTEN_AFTER
    conn.execute(sign_in_failures.delete().where(forgotten))
    mine = sign_in_failures.c.sign_in_sha256 == _digest(sign_in)
    before = conn.execute(select(sign_in_failures.c.count).where(mine)).scalar()
    count = (before or 0) + 1
    values = {"count": count, "last_at": at, "locked_until": _locked_until(count, at)}
    if before is None:
        conn.execute(sign_in_failures.insert().values(sign_in_sha256=_digest(sign_in), **values))
    else:
        conn.execute(sign_in_failures.update().where(mine).values(**values))


def clear_failures(conn: Connection, who: str | int) -> None:
    """Forget the wrong passwords of a sign-in name, or of the account with this id."""
    if isinstance(who, int):
        account = account_by_id(conn, who)
        if account is None:
            return
        who = account.sign_in
    mine = sign_in_failures.c.sign_in_sha256 == _digest(who)
    conn.execute(sign_in_failures.delete().where(mine))


def locked_until(conn: Connection, sign_in: str, at: datetime) -> datetime | None:
    """Until when no password is tried for this name; None where it is not locked at ``at``."""
    mine = sign_in_failures.c.sign_in_sha256 == _digest(sign_in)
    found = select(sign_in_failures.c.locked_until).where(mine)
    until: datetime | None = conn.execute(found).scalar()
    return until if until is not None and until > at else None


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """A row of :data:`COLUMNS` as an account."""
    values = {column.name: row._mapping[column] for column in COLUMNS}
    known = {
        "role": Role(values["role"]),
        "second_factor": values["second_factor"] is not None,
        "erased": values.pop("erased_at") is not None,
    }
    return Account(**values | known)


def _account(conn: Connection, which: ColumnElement[bool]) -> Account | None:
    row = conn.execute(select(*COLUMNS).where(which)).first()
    return None if row is None else account_of(row)


def _locked_until(count: int, at: datetime) -> datetime | None:
    beyond = count - FREE_FAILURES
    if beyond <= 0:
        return None
    return at + min(SHORTEST_LOCK * (1 << min(beyond - 1, 10)), LONGEST_LOCK)


def _digest(sign_in: str) -> str:
    return hashlib.sha256(folded(sign_in).encode()).hexdigest()
