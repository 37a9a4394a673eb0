"""Signing in and out, and the change of a password."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from survey.accounts import PROVEN_TWICE, Account
from survey.signing_in.passwords import hash_password, verify_password
from survey.store import accounts, journal, sessions
from survey.store.database import reading, writing
from survey.web.access import digest_of, must_choose_password, public, signed_in
from survey.web.desks import own_desk
from survey.web.devices import device_words
from survey.web.keeping import kept_in, offer_again
from survey.web.new_password import READ, FieldRefusal, refusals
from survey.web.recognising import await_code, by_password
from survey.web.start import own_path
from survey.web.state import engine, settings

blueprint = Blueprint("signing_in", __name__)
Page = str | tuple[str, int] | Response
# A working day and a half: an officer who stops in the evening goes on in the morning. Those who see the
# whole country, or let people in, sign in each day.
SESSION_LENGTH = timedelta(hours=18)
SHORTER_LENGTH = timedelta(hours=12)


@blueprint.get("/sign-in")
@public
def sign_in() -> Page:
    """Ask for name and password."""
    wanted = own_path(request.args.get("next", ""))
    if g.account is not None:
        return redirect(wanted or own_desk())
    return render_template("signing_in/sign_in.html", next=wanted, typed="")


@blueprint.post("/sign-in", endpoint="try_sign_in")
@public
def try_sign_in() -> Page:
    """Open a session where name and password are right; else one sentence, the same for all."""
    typed = request.form.get("sign_in", "").strip()[:200]
    answer = by_password(typed, request.form.get("password", "")[:READ])
    kept = request.form.get("kept", "")
    wanted = own_path(request.form.get("next", ""))
    if answer.account is None:
        page = render_template(
            "signing_in/sign_in.html",
            next=wanted,
            typed=typed,
            kept=kept_in(kept),
            refusal=answer.refusal,
        )
        return page, answer.status
    if answer.account.second_factor:
        await_code(answer.account)
        return render_template("signing_in/code.html", next=wanted, kept=kept_in(kept))
    begin_session(answer.account, how="password")
    return go_on(answer.account, wanted, kept)


def go_on(account: Account, wanted: str, kept_text: str) -> Page:
    """Where to after signing in: to a password of one's own, what was typed, or the page wanted."""
    if must_choose_password():
        return redirect(url_for("signing_in.password", next=wanted or None))
    kept = kept_in(kept_text)
    if kept is not None and own_path(kept.path):
        return offer_again(kept)
    return redirect(wanted or own_desk())


def begin_session(account: Account, by_provider: str = "", how: str = "") -> None:
    """A fresh token in the cookie, only its digest in the database; the form's secret is new too.

    ``by_provider`` is how often an identity provider proved who this is (``ONCE``, ``TWICE``), where one did;
    ``how`` is by what they have just signed in, as the journal names it: empty for who was signed in before.
    """
    token = secrets.token_urlsafe(32)
    with writing(engine()) as conn:
        sessions.open_session(
            conn,
            account.id,
            digest_of(token),
            g.now,
            g.now + (SHORTER_LENGTH if account.role in PROVEN_TWICE else SESSION_LENGTH),
            device=device_words(request.user_agent.string[:500]),
            address=request.remote_addr or "",
        )
        if how:
            me = account.sign_in
            journal.enter(conn, g.now, me, "signed in", me, {"how": how})
    session.clear()
    session["token"] = token
    if by_provider:
        session["by_provider"] = by_provider
    g.account, g.by_provider = account, by_provider
    # The form's token was already made from the old session in this request.
    g.pop("csrf_token", None)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Page:
    """Revoke the session on the server, not only in the browser."""
    with writing(engine()) as conn:
        sessions.revoke_session(conn, digest_of(session["token"]), g.now)
    session.clear()
    elsewhere = g.by_provider and settings().provider
    return redirect(url_for("provider.left") if elsewhere else "/")


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
    begin_session(replace(g.account, must_change_password=False), g.by_provider)
    return redirect(wanted or own_desk())


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
            journal.enter(conn, g.now, account.sign_in, "password changed", account.sign_in, {})
    return problems
