"""What is kept of one person: all of it on one sheet, and its erasure.

Law 91/2025/QH15 gives everyone a copy of what is kept of them, and its erasure where nothing else obliges to
keep it. What an official did in office, under the name borne then, is the record by which public money was
spent: revisions and the journal are never changed, and their chain stays whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.communes import plain
from survey.store import accounts, api_tokens, emails, journal, second_factors, sessions
from survey.store.schema import accounts as accounts_table
from survey.store.schema import api_tokens as tokens_table
from survey.store.schema import journal as journal_table
from survey.store.schema import revisions
from survey.store.schema import sessions as sessions_table

ERASED_NAME = "Người đã rút dữ liệu"
# With the account's number after it: what an erased account is called from then on.
ERASED_SIGN_IN = "da-xoa-"
LAST_ADMINISTRATOR = Sentence(
    "Đây là quản trị viên cuối cùng đang dùng được. Hãy thêm một quản trị viên khác trước.",
    "This is the last active administrator. Add another one first.",
)


def record_of(conn: Connection, account: Account, at: datetime) -> dict[str, Any]:
    """Everything kept of the account's person at this moment, ready for JSON; moments as ISO 8601 in UTC."""
    return {
        "account": {
            "sign_in": account.sign_in,
            "name": account.name,
            "role": account.role.value,
            "commune": account.commune_code,
            "province": account.province_code,
            "active": account.active,
            "second_step": account.second_factor,
            "email": emails.email_of(conn, account.id),
        },
        "sessions": [
            {
                "device": each.device,
                "address": each.address,
                "opened": each.opened_at.isoformat(),
                "last_used": each.seen_at.isoformat(),
            }
            for each in sessions.sessions_of(conn, account.id, at)
        ],
        "api_tokens": [each.name for each in api_tokens.tokens_of(conn, account.id)],
        "journal": [*deeds_of(conn, account)],
        "steps": [*steps_of(conn, account)],
    }


def deeds_of(conn: Connection, account: Account) -> list[dict[str, Any]]:
    """The journal's entries by the person or about the account, oldest first."""
    mine = or_(journal_table.c.by == account.sign_in, journal_table.c.subject == account.sign_in)
    names = ("number", "at", "by", "action", "subject")
    columns = [journal_table.c[name] for name in names]
    found = conn.execute(select(*columns).where(mine).order_by(journal_table.c.number))
    return [{**row._mapping, "at": row.at.isoformat()} for row in found]


def steps_of(conn: Connection, account: Account) -> list[dict[str, Any]]:
    """The steps of responses that bear the person's name; an officer's in the own commune alone."""
    mine = revisions.c.by == account.name
    if account.commune_code is not None:
        mine &= revisions.c.commune_code == account.commune_code
    names = ("round_id", "commune_code", "number", "at", "step", "via")
    found = conn.execute(select(*(revisions.c[name] for name in names)).where(mine))
    return [{**row._mapping, "at": row.at.isoformat()} for row in found]


def erase(conn: Connection, account: Account, *, by: str, at: datetime) -> None:
    """Erase the person from the account, which is closed for good: name, sign-in, passwords, devices, addresses.

    Raises Refused for the last administrator, and where it was done before. The journal says that it was done,
    without saying to whom.
    """
    accounts.refuse_erased(conn, account.id)
    refuse_last_administrator(conn, account)
    accounts.clear_failures(conn, account.id)
    second_factors.take_away(conn, account.id)
    emails.forget_email(conn, account.id)
    conn.execute(sessions_table.delete().where(sessions_table.c.account_id == account.id))
    conn.execute(tokens_table.delete().where(tokens_table.c.account_id == account.id))
    sign_in = f"{ERASED_SIGN_IN}{account.id}"
    conn.execute(
        accounts_table.update()
        .where(accounts_table.c.id == account.id)
        .values(
            sign_in=sign_in,
            sign_in_folded=accounts.folded(sign_in),
            name=ERASED_NAME,
            searchable=plain(f"{sign_in} {ERASED_NAME}"),
            active=False,
            active_changed_at=at,
            password_hash="",
            password_changed_at=at,
            must_change_password=False,
            erased_at=at,
        )
    )
    journal.enter(conn, at, by, "personal data erased", sign_in, {})


def refuse_last_administrator(conn: Connection, account: Account) -> None:
    """Raise Refused where nobody else could administer."""
    others = select(accounts_table.c.id).where(
        accounts_table.c.role == Role.ADMINISTRATOR.value,
        accounts_table.c.active,
        accounts_table.c.id != account.id,
    )
    if account.role is Role.ADMINISTRATOR and conn.execute(others).first() is None:
        raise Refused(LAST_ADMINISTRATOR)
