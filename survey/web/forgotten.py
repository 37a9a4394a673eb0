"""A forgotten password: a letter to the official address, where the operator named a mail server.

Whoever asks gets the same answer, at once, whether or not there is such an account or address: the letter is
sent beside the answer. It opens nothing but the choice of a password; the second step stays as it is.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from threading import Thread

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from survey.accounts import Account
from survey.people.mailing import Letter, send
from survey.settings import Settings
from survey.signing_in.passwords import hash_password
from survey.store import accounts, emails, journal, paces, sessions
from survey.store.database import reading, writing
from survey.store.paces import Pace
from survey.viet_nam_time import day_of
from survey.web.access import digest_of, public
from survey.web.new_password import READ, FieldRefusal, new_refusals
from survey.web.state import engine, settings
from survey.web.throttling import FROM_ONE_ADDRESS, address_key, digest

blueprint = Blueprint("forgotten", __name__)
Page = str | tuple[str, int] | Response
GOOD_FOR = timedelta(minutes=30)
TO_ONE_PERSON = Pace(every=timedelta(minutes=20), at_once=3)
SUBJECT = "Đặt lại mật khẩu khảo sát cấp xã / New password"
TEXT = """Kính gửi anh/chị {name},

Có yêu cầu đặt lại mật khẩu cho tài khoản {sign_in}. Trong 30 phút, mở địa chỉ sau để đặt mật khẩu mới:

{address}

Nếu không phải anh/chị yêu cầu, hãy bỏ qua thư này: mật khẩu cũ vẫn dùng được.

---
A new password was asked for {sign_in}. Open the address above within 30 minutes to choose one.
If you did not ask, ignore this letter: the old password still works.
"""


@blueprint.get("/sign-in/forgotten")
@public
def ask() -> str:
    """Ask for the sign-in name; 404 where no letters are sent."""
    sends_or_404()
    return render_template("signing_in/forgotten.html", done=False)


@blueprint.post("/sign-in/forgotten", endpoint="write")
@public
def write() -> str:
    """Send a letter, if there is somebody to send it to; the same page for all."""
    known = sends_or_404()
    typed = request.form.get("sign_in", "").strip()[:200]
    token = secrets.token_urlsafe(32)
    with writing(engine()) as conn:
        letter = letter_for(conn, typed, token, known)
    if letter is not None:
        Thread(target=post, args=(known, letter), daemon=True).start()
    return render_template("signing_in/forgotten.html", done=True)


def letter_for(conn: Connection, typed: str, token: str, known: Settings) -> Letter | None:
    """The letter, with what it opens stored; None where there is nobody, no address, or too many were asked for."""
    keys = {
        digest(f"letter {accounts.folded(typed)}"): TO_ONE_PERSON,
        address_key(): FROM_ONE_ADDRESS,
    }
    busy = any(paces.wait(conn, key, pace, g.now) > paces.NOW for key, pace in keys.items())
    for key, pace in keys.items():
        paces.take(conn, key, pace, g.now)
    account = accounts.account_by_sign_in(conn, typed)
    email = None if account is None else emails.email_of(conn, account.id)
    if busy or account is None or email is None or not account.lasts(day_of(g.now)):
        return None
    emails.add_reset(conn, account.id, digest_of(token), g.now + GOOD_FOR)
    address = f"{known.site}/reset/{token}"
    words = {"name": account.name, "sign_in": account.sign_in, "address": address}
    return Letter(email, SUBJECT, TEXT.format(**words))


def post(known: Settings, letter: Letter) -> None:
    """Send it; a server that does not take it is told of in the log, without the person's address."""
    try:
        send(known.smtp, known.smtp_from, letter)
    except OSError as error:
        logging.getLogger(__name__).warning("A letter was not sent: %s", type(error).__name__)


@blueprint.get("/reset/<token>")
@public
def choose(token: str) -> Page:
    """Ask for the new password; 404 for a letter that is unknown, used or too old."""
    return chosen_page(account_or_404(token), ())


@blueprint.post("/reset/<token>", endpoint="change")
@public
def change(token: str) -> Page:
    """Store the new password; the letter is used up and every session ends."""
    account = account_or_404(token)
    new, again = (request.form.get(name, "")[: READ + 1] for name in ("new", "again"))
    problems = new_refusals(account, new, again)
    if problems:
        return chosen_page(account, problems), 422
    hashed, me = hash_password(new), account.sign_in
    with writing(engine()) as conn:
        if emails.account_of_reset(conn, digest_of(token), g.now) is None:
            abort(404)
        accounts.set_password(conn, account.id, hashed, False, g.now)
        emails.void_resets(conn, account.id)
        sessions.revoke_all(conn, account.id, g.now)
        journal.enter(conn, g.now, me, "password chosen by letter", me, {})
    return redirect(url_for("signing_in.sign_in"))


def chosen_page(account: Account, problems: tuple[FieldRefusal, ...]) -> str:
    """The page for a new password."""
    return render_template("signing_in/reset.html", account=account, problems=problems)


def account_or_404(token: str) -> Account:
    """The account that the letter was sent to; 404 where the letter opens nothing."""
    sends_or_404()
    with reading(engine()) as conn:
        account_id = emails.account_of_reset(conn, digest_of(token), g.now)
        found = None if account_id is None else accounts.account_by_id(conn, account_id)
    if found is None or not found.lasts(day_of(g.now)):
        abort(404)
    return found


def sends_or_404() -> Settings:
    """The settings, where letters are sent; else there is no such page."""
    known = settings()
    return known if known.smtp else abort(404)
