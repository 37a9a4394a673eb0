"""Is this the person? Name and password, then the code of the second factor where there is one.

A hash is verified between transactions: it takes long, and the one writer must not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import g, session
from sqlalchemy import Connection

from forms.sentence import Sentence
from survey.accounts import Account
from survey.signing_in.passwords import ONE_TIME_LASTS, is_one_time, nobodys_hash, verify_password
from survey.signing_in.second_factor import accepted_step, digest_of_code, secret_of
from survey.store import accounts, journal, second_factors
from survey.store.database import reading, writing
from survey.store.second_factors import SecondFactor
from survey.viet_nam_time import day_of
from survey.web.access import digest_of
from survey.web.state import engine, settings
from survey.web.throttling import count_failure, reason_to_wait

CODE_WITHIN = timedelta(minutes=10)
WRONG = Sentence(
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.",
    "The sign-in name or the password is not right. Check Caps Lock and the keyboard's language, then try again.",
)
EXPIRED = Sentence(
    "Mật khẩu dùng một lần này đã hết hạn. Hãy liên hệ người quản trị để được cấp mật khẩu mới.",
    "This one-time password has expired. Ask your administrator for a new one.",
)
WRONG_CODE = Sentence(
    "Mã chưa đúng hoặc đã dùng rồi. Hãy đợi mã mới hiện trên điện thoại rồi nhập lại; kiểm tra giờ của điện thoại.",
    "The code is not right or was used already. Wait for the telephone's next code and type it; check the telephone's clock.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The account, or why not and with which status."""

    account: Account | None
    refusal: Sentence | None = None
    status: int = 200


def by_password(typed: str, password: str) -> Answer:
    """The account with this name and password; one answer, in one time, where either is wrong."""
    with reading(engine()) as conn:
        waiting = reason_to_wait(conn, typed)
        account = accounts.account_by_sign_in(conn, typed)
        stored = nobodys_hash() if account is None else accounts.password_hash_of(conn, account.id)
    if waiting is not None:
        return Answer(None, waiting, 429)
    right = verify_password(stored, password)
    with writing(engine()) as conn:
        # Others may have been wrong meanwhile: of many tries at one time no more count than one by one.
        waiting = reason_to_wait(conn, typed)
        if waiting is not None:
            return Answer(None, waiting, 429)
        if account is None or not right or not account.lasts(day_of(g.now)):
            count_failure(conn, typed)
            return Answer(None, WRONG, 403)
        if is_one_time(stored) and accounts.password_age(conn, account.id, g.now) > ONE_TIME_LASTS:
            return Answer(None, EXPIRED, 403)
        if not account.second_factor:
            accounts.clear_failures(conn, typed)
    return Answer(account)


def await_code(account: Account, by_provider: str = "") -> None:
    """Remember for ten minutes, in the signed cookie, that the password was right or the provider vouched."""
    with reading(engine()) as conn:
        stored = accounts.password_hash_of(conn, account.id)
    until = (g.now + CODE_WITHIN).timestamp()
    session.clear()
    awaiting = {"account": account.id, "until": until, "of": digest_of(stored)}
    session["awaiting"] = {**awaiting, "by_provider": by_provider}
    # The form's token was already made from the old session in this request.
    g.pop("csrf_token", None)


def awaited() -> Account | None:
    """Whose code is awaited; None where nobody's, too late, or the password changed meanwhile."""
    kept: dict[str, Any] = session.get("awaiting") or {}
    if g.now.timestamp() > kept.get("until", 0):
        return None
    with reading(engine()) as conn:
        account = accounts.account_by_id(conn, kept["account"])
        if account is None or not account.lasts(day_of(g.now)) or not account.second_factor:
            return None
        same = digest_of(accounts.password_hash_of(conn, account.id)) == kept["of"]
    return account if same else None


def awaited_by_provider() -> str:
    """How often a provider proved who the awaited code is of; empty where the password did."""
    kept: dict[str, Any] = session.get("awaiting") or {}
    return str(kept.get("by_provider", ""))


def by_code(account: Account, typed: str) -> Answer:
    """The account, where the code is of this moment or a recovery code; each is good once."""
    with writing(engine()) as conn:
        waiting = reason_to_wait(conn, account.sign_in)
        if waiting is not None:
            return Answer(None, waiting, 429)
        if not code_is_right(conn, account, typed):
            count_failure(conn, account.sign_in)
            return Answer(None, WRONG_CODE, 403)
        accounts.clear_failures(conn, account.sign_in)
    return Answer(account)


def code_is_right(conn: Connection, account: Account, typed: str) -> bool:
    """Whether the code is good, which uses it up; the use of a recovery code is entered in the journal."""
    kept = second_factors.second_factor_of(conn, account.id)
    if kept is None:
        return False
    step = step_of(kept, typed)
    if step is not None:
        return second_factors.use_step(conn, account.id, step)
    if not second_factors.use_code(conn, account.id, digest_of_code(typed), g.now):
        return False
    journal.enter(conn, g.now, account.sign_in, "recovery code used", account.sign_in, {})
    return True


def step_of(kept: SecondFactor, typed: str) -> int | None:
    """The step of this code, where it is good and was not used."""
    return accepted_step(secret_of(kept.number, settings().secret_key), typed, g.now, kept.step)
