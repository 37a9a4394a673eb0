"""An account gets another role or place: whatever was open under the old one ends in the same moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.people.persons import refuse_last_administrator
from survey.people.posts import ROLES, Post, post_of
from survey.store import accounts, api_tokens, journal, sessions

LONGEST_REASON = 500
OWN = Sentence(
    "Không thể tự đổi vai trò của mình. Hãy nhờ một quản trị viên khác.",
    "You cannot change your own role. Ask another administrator.",
)
CLOSED = Sentence(
    "Tài khoản này đã khóa nên không đổi vai trò được. Hãy mở khóa trước.",
    "This account is deactivated, so its role cannot be changed. Activate it first.",
)
UNCHANGED = Sentence(
    "Tài khoản đã có đúng vai trò và địa bàn này; không có gì thay đổi.",
    "The account has this role and place already; nothing has changed.",
)
NO_REASON = Sentence(
    "Hãy ghi lý do đổi vai trò, tối đa 500 ký tự (ví dụ: điều động theo Quyết định số …).",
    "Say why the role is changed, in at most 500 characters (for example: transferred by Decision …).",
)
OTHER_COMMUNE = Sentence(
    "Tài khoản này đã là của cán bộ ở nơi khác (mã {commune}): câu trả lời còn giữ trên máy ở đó có thể gửi nhầm sang nơi mới. "
    "Hãy bàn giao tài khoản này, rồi thêm tài khoản mới ở nơi mới.",
    "This account was that of an officer elsewhere (code {commune}): answers still kept on a device there could be sent to the "
    "new place. Hand this account over, then add a new one in the new place.",
)


def change_role(
    conn: Connection, account: Account, wanted: Post, *, reason: str, by: str, at: datetime
) -> None:
    """Give the account another role or place, in the caller's transaction; its sessions and API tokens end.

    A second factor that the new role needs is asked for at the next sign-in. Raises Refused for one's own account, a
    closed one, the last administrator, an officer of another commune, and where nothing changes or no reason is given.
    """
    # As it is in this turn: another administrator may have been first.
    account = accounts.account_by_id(conn, account.id) or account
    if account.sign_in == by:
        raise Refused(OWN)
    accounts.refuse_erased(conn, account.id)
    if not account.active:
        raise Refused(CLOSED)
    if post_of(account) == wanted:
        raise Refused(UNCHANGED)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(NO_REASON)
    if wanted.role is not Role.ADMINISTRATOR:
        refuse_last_administrator(conn, account)
    refuse_other_commune(conn, account, wanted)
    accounts.set_post(conn, account.id, wanted)
    sessions.revoke_all(conn, account.id, at)
    api_tokens.revoke_all(conn, account.id, at)
    detail = {"from": post_of(account).text, "to": wanted.text, "reason": reason}
    journal.enter(conn, at, by, "role changed", account.sign_in, detail)


def refuse_other_commune(conn: Connection, account: Account, wanted: Post) -> None:
    """Refuse an officer's post in another commune than any that the account had: devices know accounts by number."""
    if wanted.role is not Role.OFFICER:
        return
    for commune in communes_of(conn, account):
        if commune != wanted.commune_code:
            raise Refused(OTHER_COMMUNE.filled(commune=commune))


def communes_of(conn: Connection, account: Account) -> list[str]:
    """Every commune of which the account is or was an officer's."""
    found = [account.commune_code] if account.commune_code else []
    for entry in journal.entries_about(conn, account.sign_in):
        word, _, place = str(entry.detail.get("from", "")).partition(" ")
        if entry.action == "role changed" and ROLES[word] is Role.OFFICER:
            found.append(place)
    return found
