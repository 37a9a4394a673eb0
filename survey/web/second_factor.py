"""Pages of the second factor: the code at signing in, setting it up, new recovery codes."""

from __future__ import annotations

import secrets
from importlib import import_module

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from forms.sentence import Sentence
from survey.signing_in.second_factor import (
    accepted_step,
    address_of,
    digest_of_code,
    new_number,
    recovery_codes,
    secret_of,
)
from survey.store import journal, second_factors, sessions
from survey.store.database import reading, writing
from survey.web.access import public, signed_in
from survey.web.keeping import kept_in
from survey.web.new_password import READ
from survey.web.recognising import WRONG_CODE, awaited, awaited_by_provider, by_code, by_password
from survey.web.signing_in import begin_session, go_on
from survey.web.start import own_path
from survey.web.state import engine, settings

blueprint = Blueprint("second_factor", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/sign-in/code")
@public
def ask() -> Page:
    """Ask for the code of the second factor."""
    if awaited() is None:
        return redirect(url_for("signing_in.sign_in"))
    return code_page(None)


@blueprint.post("/sign-in/code", endpoint="try_code")
@public
def try_code() -> Page:
    """Open a session where the code is right."""
    account = awaited()
    if account is None:
        return redirect(url_for("signing_in.sign_in"))
    answer = by_code(account, request.form.get("code", "")[:100])
    if answer.account is None:
        return code_page(answer.refusal), answer.status
    by_provider = awaited_by_provider()
    first = "identity provider" if by_provider else "password"
    begin_session(account, by_provider, how=f"{first} and code")
    return go_on(account, own_path(request.form.get("next", "")), request.form.get("kept", ""))


def code_page(refusal: Sentence | None) -> str:
    """The page that asks for the code; what was typed before the session ended goes along."""
    wanted, kept = own_path(request.values.get("next", "")), kept_in(request.values.get("kept", ""))
    return render_template("signing_in/code.html", next=wanted, kept=kept, refusal=refusal)


@blueprint.get("/account/second-factor")
@signed_in
def page() -> Page:
    """Show the picture to set it up, or that it is set up."""
    return factor_page(None)


@blueprint.post("/account/second-factor", endpoint="set_up")
@signed_in
def set_up() -> Page:
    """Set it up, where password and first code are right; recovery codes are shown once.

    The password is asked for again: whoever found a session open must not lock its owner out.
    """
    number, account = session.get("factor", ""), g.account
    if account.second_factor or not number:
        return redirect(url_for(".page"))
    answer = by_password(account.sign_in, request.form.get("password", "")[:READ])
    if answer.account is None:
        return factor_page(answer.refusal), answer.status
    secret = secret_of(number, settings().secret_key)
    step = accepted_step(secret, request.form.get("code", "")[:100], g.now, None)
    if step is None:
        return factor_page(WRONG_CODE), 422
    codes = recovery_codes(secrets.randbelow)
    digests = [digest_of_code(code) for code in codes]
    with writing(engine()) as conn:
        second_factors.set_up(conn, account.id, number, step=step, digests=digests, at=g.now)
        sessions.revoke_all(conn, account.id, g.now)
        journal.enter(conn, g.now, account.sign_in, "second factor set up", account.sign_in, {})
    begin_session(account, g.by_provider)
    return render_template("signing_in/recovery_codes.html", codes=codes)


@blueprint.post("/account/recovery-codes", endpoint="new_codes")
@signed_in
def new_codes() -> Page:
    """Ten new recovery codes for a code of the telephone; the old ones are void."""
    answer = by_code(g.account, request.form.get("code", "")[:100])
    if answer.account is None:
        return factor_page(answer.refusal), answer.status
    codes = recovery_codes(secrets.randbelow)
    with writing(engine()) as conn:
        second_factors.replace_codes(conn, g.account.id, map(digest_of_code, codes))
        me = g.account.sign_in
        journal.enter(conn, g.now, me, "recovery codes made", me, {})
    return render_template("signing_in/recovery_codes.html", codes=codes)


def factor_page(refusal: Sentence | None) -> str:
    """How to set it up; where it is set up, since when, and how many recovery codes are left."""
    with reading(engine()) as conn:
        kept = second_factors.second_factor_of(conn, g.account.id)
        left = second_factors.codes_left(conn, g.account.id)
    if kept is not None:
        return render_template(
            "signing_in/second_factor.html", kept=kept, left=left, refusal=refusal
        )
    number = session.setdefault("factor", new_number())
    secret = secret_of(number, settings().secret_key)
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    picture = drawn(address_of(secret, g.account.sign_in))
    return render_template(
        "signing_in/second_factor.html", groups=groups, picture=picture, refusal=refusal
    )


def drawn(address: str) -> Markup:
    """The QR picture as lines within the page: nothing is fetched, and no style stands in it."""
    made = import_module("segno").make(address, error="m", micro=False)
    return Markup(made.svg_inline(scale=4, border=4, omitsize=False))  # noqa: S704 - drawn here, holds no text
