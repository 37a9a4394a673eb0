"""When an official changes post: the account closes, another one opens for the same place.

What was saved belongs to the commune, not to the person: the successor goes on where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.people.enrolling import LONGEST_NAME, Enrolment, enrol, is_sign_in
from survey.people.persons import refuse_last_administrator
from survey.store import accounts, api_tokens, journal, sessions

LONGEST_REASON = 500
CLOSED = Sentence(
    "Tài khoản này đã khóa nên không bàn giao được. Hãy mở khóa trước, hoặc thêm tài khoản mới.",
    "This account is deactivated and cannot be handed over. Activate it first, or add a new account.",
)
NO_REASON = Sentence(
    "Hãy ghi lý do bàn giao, tối đa 500 ký tự (ví dụ: điều động theo Quyết định số …).",
    "Say why it is handed over, in at most 500 characters (for example: transferred by Decision …).",
)
NO_SUCCESSOR = Sentence(
    "Hãy nhập họ tên người nhận và tên đăng nhập từ 3 đến 80 ký tự, không có khoảng trắng.",
    "Enter the successor's name and a sign-in of 3 to 80 characters without spaces.",
)


def hand_over(
    conn: Connection,
    account: Account,
    *,
    sign_in: str,
    name: str,
    reason: str,
    by: str,
    at: datetime,
    below: Callable[[int], int],
) -> tuple[Enrolment, str]:
    """Close the account and open the successor's, in the caller's transaction; with its one-time password.

    Raises Refused where the account is closed or erased, the reason or the successor is missing, or the sign-in is taken.
    """
    accounts.refuse_erased(conn, account.id)
    if not account.active:
        raise Refused(CLOSED)
    if not is_sign_in(sign_in) or not 0 < len(name) <= LONGEST_NAME:
        raise Refused(NO_SUCCESSOR)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(NO_REASON)
    wanted = Enrolment(sign_in, name, account.role, account.commune_code, account.province_code)
    ((made, password),) = enrol(
        conn, [replace(wanted, leader=account.leader)], by=by, at=at, below=below
    )
    refuse_last_administrator(conn, account)
    accounts.set_active(conn, account.id, False, at)
    sessions.revoke_all(conn, account.id, at)
    api_tokens.revoke_all(conn, account.id, at)
    detail = {"successor": sign_in, "reason": reason}
    journal.enter(conn, at, by, "account handed over", account.sign_in, detail)
    return made, password
