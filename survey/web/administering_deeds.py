"""What an administrator does after a confirmation: its words, and the deed itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import g
from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.people.enrolling import refuse_over
from survey.people.persons import erase
from survey.signing_in.passwords import hash_one_time, one_time_password
from survey.store import accounts as stored
from survey.store import api_tokens, rounds, second_factors, sessions
from survey.viet_nam_time import day_of

OWN_ACCOUNT = Sentence(
    "Không thể tự khóa tài khoản đang dùng. Hãy nhờ một quản trị viên khác.",
    "You cannot deactivate the account you are using. Ask another administrator.",
)


OWN_FACTOR = Sentence(
    "Không thể tự đặt lại xác thực hai bước của mình. Hãy nhờ một quản trị viên khác.",
    "You cannot reset your own second step. Ask another administrator.",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to an account after a confirmation; ``does`` may return a new password.

    ``action`` is entered in the journal, by the deed itself where it ``enters_itself``. What is ``final`` cannot be taken back.
    """

    title: Sentence
    question: Sentence
    action: str
    does: Callable[[Connection, Account], str | None]
    enters_itself: bool = False
    final: bool = False


def _deactivate(conn: Connection, account: Account) -> None:
    if account.id == g.account.id:
        raise Refused(OWN_ACCOUNT)
    stored.set_active(conn, account.id, False, g.now)
    sessions.revoke_all(conn, account.id, g.now)


def _activate(conn: Connection, account: Account) -> None:
    stored.set_active(conn, account.id, True, g.now)


def _new_password(conn: Connection, account: Account) -> str:
    refuse_over(account, day_of(g.now))
    password = one_time_password(secrets.randbelow)
    stored.set_password(conn, account.id, hash_one_time(password), True, g.now)
    stored.clear_failures(conn, account.id)
    _revoke(conn, account)
    return password


def _revoke(conn: Connection, account: Account) -> None:
    sessions.revoke_all(conn, account.id, g.now)
    api_tokens.revoke_all(conn, account.id, g.now)


def _reset_factor(conn: Connection, account: Account) -> None:
    if account.id == g.account.id:
        raise Refused(OWN_FACTOR)
    second_factors.take_away(conn, account.id)
    sessions.revoke_all(conn, account.id, g.now)


def _erase(conn: Connection, account: Account) -> None:
    if account.id == g.account.id:
        raise Refused(OWN_ACCOUNT)
    erase(conn, account, by=g.account.sign_in, at=g.now)


def _release(conn: Connection, account: Account) -> None:
    stored.clear_failures(conn, account.id)


DEEDS = {
    "deactivate": Deed(
        Sentence("Khóa tài khoản", "Deactivate the account"),
        Sentence(
            "Khóa tài khoản {sign_in} ({name})? Mọi phiên đang mở bị đóng; phiếu đã lưu vẫn còn.",
            "Deactivate {sign_in} ({name})? Open sessions end; saved responses stay.",
        ),
        "account deactivated",
        _deactivate,
    ),
    "activate": Deed(
        Sentence("Mở khóa tài khoản", "Activate the account"),
        Sentence("Mở khóa tài khoản {sign_in} ({name})?", "Activate {sign_in} ({name})?"),
        "account activated",
        _activate,
    ),
    "password": Deed(
        Sentence("Cấp mật khẩu dùng một lần", "Issue a one-time password"),
        Sentence(
            "Cấp mật khẩu mới cho {sign_in} ({name})? Mật khẩu cũ mất hiệu lực, mọi phiên bị đóng, mã truy cập API bị thu hồi.",
            "Issue a new password to {sign_in} ({name})? The old one stops working, sessions end, API tokens are revoked.",
        ),
        "one-time password issued",
        _new_password,
    ),
    "release": Deed(
        Sentence("Bỏ khóa tạm do nhập sai", "Release the lock after wrong passwords"),
        Sentence(
            "Bỏ khóa tạm của {sign_in} ({name})? Người dùng đăng nhập lại được ngay bằng mật khẩu của mình.",
            "Release {sign_in} ({name})? They can sign in again at once with their own password.",
        ),
        "lock released",
        _release,
    ),
    "second-factor": Deed(
        Sentence("Đặt lại xác thực hai bước", "Reset the second step of signing in"),
        Sentence(
            "Đặt lại xác thực hai bước của {sign_in} ({name})? Hãy chắc chắn đúng người: mã cũ mất hiệu lực, mọi phiên bị đóng.",
            "Reset the second step of {sign_in} ({name})? Be sure who is asking: old codes stop working, sessions end.",
        ),
        "second factor reset",
        _reset_factor,
    ),
    "erase": Deed(
        Sentence("Xóa dữ liệu cá nhân", "Erase the personal data"),
        Sentence(
            "Xóa dữ liệu cá nhân của {sign_in} ({name})? Tài khoản đóng hẳn và không lấy lại được. Hồ sơ công vụ (phiếu, nhật ký) vẫn giữ.",
            "Erase the personal data of {sign_in} ({name})? The account is closed for good and cannot be brought back. The official record (responses, journal) stays.",
        ),
        "personal data erased",
        _erase,
        enters_itself=True,
        final=True,
    ),
    "revoke-sessions": Deed(
        Sentence("Đóng mọi phiên đăng nhập", "End all sessions"),
        Sentence(
            "Đóng mọi phiên đăng nhập và thu hồi mọi mã truy cập API của {sign_in} ({name})? Người dùng phải đăng nhập lại.",
            "End all sessions of {sign_in} ({name}) and revoke all API tokens? They will have to sign in again.",
        ),
        "sessions revoked",
        _revoke,
    ),
}


def deeds_for(account: Account, *, locked: bool) -> list[tuple[str, Deed]]:
    """The deeds that change something about this account; of an erased one nothing can be changed."""
    if account.erased:
        return []
    useless = {"activate" if account.active else "deactivate"}
    if not locked:
        useless.add("release")
    if account.over(day_of(g.now)):
        useless.add("password")
    if not account.second_factor:
        useless.add("second-factor")
    return [(name, deed) for name, deed in DEEDS.items() if name not in useless]


def _ask_sign_off(conn: Connection, round_id: int, _at: datetime, *, asked: bool) -> None:
    rounds.ask_sign_off(conn, round_id, asked)


RoundChange = Callable[[Connection, int, datetime], None]
ROUND_DEEDS: dict[str, tuple[Sentence, Sentence, str, RoundChange]] = {
    "close": (
        Sentence("Đóng đợt", "Close the round"),
        Sentence(
            "Đóng đợt “{name}”? Các xã không sửa hoặc gửi phiếu được nữa.",
            "Close “{name}”? Communes can no longer change or submit responses.",
        ),
        "round closed",
        rounds.close_round,
    ),
    "open": (
        Sentence("Mở lại đợt", "Reopen the round"),
        Sentence(
            "Mở lại đợt “{name}”? Các xã lại sửa và gửi phiếu được.",
            "Reopen “{name}”? Communes can change and submit responses again.",
        ),
        "round reopened",
        rounds.open_round,
    ),
    "ask-sign-off": (
        Sentence("Yêu cầu lãnh đạo xã duyệt", "Ask for a leader's sign-off"),
        Sentence(
            "Đợt “{name}”: từ nay xã chỉ gửi được phiếu khi lãnh đạo xã đã duyệt?",
            "“{name}”: from now on, may a commune submit only what its leader has signed off?",
        ),
        "sign-off asked for",
        partial(_ask_sign_off, asked=True),
    ),
    "drop-sign-off": (
        Sentence("Bỏ yêu cầu lãnh đạo xã duyệt", "No longer ask for a sign-off"),
        Sentence(
            "Đợt “{name}”: từ nay xã gửi phiếu không cần lãnh đạo xã duyệt trên hệ thống?",
            "“{name}”: from now on, may communes submit without a leader's sign-off here?",
        ),
        "sign-off no longer asked for",
        partial(_ask_sign_off, asked=False),
    ),
}
