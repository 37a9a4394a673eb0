"""Signing in and out, and the change of a password."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from forms.sentence import Sentence
from survey.accounts import Account
from survey.passwords import hash_password, nobodys_hash, verify_password
from survey.store import accounts, sessions
from survey.store.database import reading, writing
from survey.web.access import digest_of, public, signed_in
from survey.web.keeping import kept_in, offer_again
from survey.web.new_password import READ, FieldRefusal, refusals
from survey.web.start import own_path
from survey.web.state import engine

blueprint = Blueprint("signing_in", __name__)
Page = str | tuple[str, int] | Response
# A working day and a half: an officer who stops in the evening goes on in the morning.
SESSION_LENGTH = timedelta(hours=18)
WRONG = Sentence(
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.",
    "The sign-in name or the password is not right. Check Caps Lock and the keyboard's language, then try again.",
)
TOO_MANY = Sentence(
    "Tài khoản này tạm khóa vì nhập sai nhiều lần. Hãy thử lại sau {minutes} phút.",
    "This account is locked for a while after too many wrong passwords. Try again in {minutes} minutes.",
)


@blueprint.get("/sign-in")
@public
def sign_in() -> Page:
    """Ask for name and password."""
    wanted = own_path(request.args.get("next", ""))
    if g.account is not None:
        return redirect(wanted or "/")
    return render_template("signing_in/sign_in.html", next=wanted, typed="")


@blueprint.post("/sign-in", endpoint="try_sign_in")
@public
def try_sign_in() -> Page:
    """Open a session where name and password are right; else one sentence, the same for all."""
    typed = request.form.get("sign_in", "").strip()[:200]
    account, refusal, code = recognised(typed, request.form.get("password", "")[:READ])
    kept = kept_in(request.form.get("kept", ""))
    wanted = own_path(request.form.get("next", ""))
    if account is None:
        page = render_template(
            "signing_in/sign_in.html", next=wanted, typed=typed, kept=kept, refusal=refusal
        )
        return page, code
    begin_session(account)
    if kept is not None and own_path(kept.path) and not account.must_change_password:
        return offer_again(kept)
    if account.must_change_password:
        return redirect(url_for(".password", next=wanted or None))
    return redirect(wanted or "/")


def recognised(typed: str, password: str) -> tuple[Account | None, Sentence | None, int]:
    """The account, or why not and with which status. Wrong passwords are counted by account.

    The hash is verified between transactions: it takes long, and the one writer must not wait for it.
    """
    with reading(engine()) as conn:
        account = accounts.account_by_sign_in(conn, typed)
        locked = accounts.locked_until(conn, typed, g.now)
        # Of nobody's, so that the answer takes as long as a wrong password's.
        known = nobodys_hash() if account is None else accounts.password_hash_of(conn, account.id)
    if locked is not None:
        minutes = max(1, -(-int((locked - g.now).total_seconds()) // 60))
        return None, TOO_MANY.filled(minutes=minutes), 429
    right = verify_password(known, password)
    with writing(engine()) as conn:
        if account is None or not right or not account.active:
            accounts.record_sign_in_failure(conn, typed, g.now)
            return None, WRONG, 403
        accounts.clear_failures(conn, typed)
    return account, None, 200


def begin_session(account: Account) -> None:
    """A fresh token in the cookie, only its digest in the database; the form's secret is new too."""
    token = secrets.token_urlsafe(32)
    with writing(engine()) as conn:
        sessions.open_session(conn, account.id, digest_of(token), g.now, g.now + SESSION_LENGTH)
    session.clear()
    session["token"] = token
    g.account = account
    # The form's token was already made from the old session in this request.
    g.pop("csrf_token", None)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Page:
    """Revoke the session on the server, not only in the browser."""
    with writing(engine()) as conn:
        sessions.revoke_session(conn, digest_of(session["token"]), g.now)
    session.clear()
    return redirect("/")


@blueprint.get("/account/password")
@signed_in
def password() -> Page:
    """Ask for a new password."""
    wanted = own_path(request.args.get("next", ""))
    return render_template("signing_in/password.html", next=wanted, problems=())


@blueprint.post("/account/password", endpoint="change_password")
@signed_in
def change_password() -> Page:
    """Change the password; every other session of the account ends."""
    wanted = own_path(request.form.get("next", ""))
    old, new, again = (request.form.get(name, "")[: READ + 1] for name in ("old", "new", "again"))
    problems = change(g.account, old, new, again)
    if problems:
        return render_template("signing_in/password.html", next=wanted, problems=problems), 422
    begin_session(g.account)
    return redirect(wanted or "/")


def change(account: Account, old: str, new: str, again: str) -> tuple[FieldRefusal, ...]:
    """Store the new password and revoke all sessions, or say what is wrong."""
    with reading(engine()) as conn:
        known = accounts.password_hash_of(conn, account.id)
    problems = refusals(account, old, new, again, old_is_right=verify_password(known, old))
    if not problems:
        hashed = hash_password(new)
        with writing(engine()) as conn:
            accounts.set_password(conn, account.id, hashed, False, g.now)
            sessions.revoke_all(conn, account.id, g.now)
    return problems
