"""Who may open what. Every route declares it; a route that does not is closed to everyone."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import (
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from forms.sentence import Sentence
from survey.accounts import PROVEN_TWICE, Account, Role, Step, may
from survey.communes import Commune
from survey.store import sessions
from survey.store.database import looking, writing
from survey.store.failing import NOT_STORED
from survey.web.api.bearer import know_token
from survey.web.keeping import kept_from_post
from survey.web.language import say
from survey.web.problems import API, sign_in_needed
from survey.web.state import engine, register, settings

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
# How often an identity provider proved who somebody is.
ONCE, TWICE = "once", "twice"
# The address part that names a commune: whoever may not see that commune is refused before the view.
COMMUNE_ARGUMENTS = ("commune", "code")

# Left alone for longer, a session is over. What an officer was typing is kept over that (keeping.py).
LONGEST_IDLE = timedelta(hours=4)
IDLE = {Role.ANALYST: timedelta(hours=1), Role.ADMINISTRATOR: timedelta(hours=1)}

# Named by their content, and the same for everyone.
FILES = ("static", "scripts.script")
SIGN_IN = "/sign-in?next=/survey"
SIGNED_OUT = Sentence(
    "Phiên làm việc đã hết. Câu trả lời vẫn giữ trên máy này; đăng nhập lại là được gửi tiếp.",
    "Your session has ended. The answers are kept on this device and are sent once you sign in again.",
)


def public(view: View) -> View:
    """Anyone may open this page."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anyone with an account may open this page, even before changing a first password."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def requires(step: Step) -> Callable[[View], View]:
    """Only accounts that may take this step open this page; a commune in the address is checked."""

    def declare(view: View) -> View:
        view.access = step  # type: ignore[attr-defined]
        return view

    return declare


def access_of(endpoint: str) -> str | Step | None:
    """What a route declares; None is a mistake, and closed."""
    if endpoint == "static":
        return PUBLIC
    return getattr(current_app.view_functions[endpoint], "access", None)


def know_account() -> None:
    """Set ``g.account`` from the session's token; None where it is missing, revoked or too old.

    ``g.by_provider`` says how often an identity provider proved who it is (``ONCE``, ``TWICE``), where one did.
    """
    g.account, g.by_provider = None, ""
    if request.endpoint in FILES:
        # Not even asked for the session: an answer that varies with the cookie is not kept over a sign-in.
        return
    if request.blueprint == API:
        g.account = know_token()
        return
    token = session.get("token")
    if not isinstance(token, str):
        return
    with looking(engine()) as conn:
        found = sessions.open_account(conn, digest_of(token), g.now)
    if found is None:
        return
    account, seen = found
    if g.now - seen < IDLE.get(account.role, LONGEST_IDLE):
        g.account, g.by_provider = account, str(session.get("by_provider", ""))
        mark_seen(token, g.now - seen)


def mark_seen(token: str, ago: timedelta) -> None:
    """Say, once in five minutes, that the session is used; a page to read needs no disk to write on."""
    if ago >= sessions.SEEN_EVERY:
        with contextlib.suppress(*NOT_STORED), writing(engine()) as conn:
            sessions.touch(conn, digest_of(token), g.now)


def digest_of(token: str) -> str:
    """What the database knows of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_access() -> Response | tuple[str | Response, int] | None:
    """Refuse whoever may not open the page asked for; ask the unknown to sign in."""
    if request.endpoint is None:
        return None
    declared = access_of(request.endpoint)
    if declared == PUBLIC:
        return None
    account: Account | None = g.account
    if account is None:
        return ask_to_sign_in()
    if declared == SIGNED_IN:
        return None
    if must_choose_password() or must_set_up():
        return send_to_errand()
    if not isinstance(declared, Step) or not may(account, declared, commune_asked_for()):
        abort(403)
    return None


def send_to_errand() -> Response:
    """To what must be done before any work: choosing a password, setting up the second factor."""
    if request.blueprint in ("syncing", API):
        abort(403)
    chosen = "signing_in.password" if must_choose_password() else "second_factor.page"
    return redirect(url_for(chosen))


def must_choose_password() -> bool:
    """Whether the signed-in account may do nothing before it has a password of its own.

    Whom an identity provider vouched for has used no one-time password, so there is none to replace.
    """
    account = g.get("account")
    return account is not None and account.must_change_password and not g.by_provider


def must_set_up() -> bool:
    """Whether the signed-in account may do nothing before it has a second factor, here or at the provider."""
    account = g.get("account")
    if g.get("by_provider") == TWICE:
        return False
    required = account is not None and account.role in PROVEN_TWICE and settings().second_factor
    return required and not account.second_factor


def commune_asked_for() -> Commune | None:
    """The commune that the address names; 404 where the register has no such code."""
    for argument in COMMUNE_ARGUMENTS:
        if argument in (request.view_args or {}):
            return commune_or_404(request.view_args[argument])  # type: ignore[index]
    return None


def commune_or_404(code: str) -> Commune:
    """The commune with this code; 404 where there is none."""
    commune = register().communes.get(code)
    if commune is None:
        abort(404)
    return commune


def ask_to_sign_in() -> Response | tuple[str | Response, int]:
    """Lead to the sign-in page, and back afterwards; what was posted is kept on the way."""
    if request.blueprint == API:
        return sign_in_needed()
    if request.blueprint == "syncing":
        return jsonify(state="signed_out", sentence=say(SIGNED_OUT), sign_in=SIGN_IN), 401
    kept = kept_from_post()
    if kept is not None:
        return render_template("signing_in/sign_in.html", kept=kept, next=kept.path, typed=""), 401
    if request.method not in ("GET", "HEAD"):
        return redirect(url_for("signing_in.sign_in"))
    return redirect(url_for("signing_in.sign_in", next=request.full_path.rstrip("?")))
