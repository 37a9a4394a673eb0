"""What every page gets: its headers, its stylesheet's address, the way to each work area."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, g, request, url_for

from forms.sentence import Sentence
from survey.accounts import Step, may
from survey.communes import bare_name, in_sentence
from survey.web.access import FILES, must_set_up
from survey.web.cards import cards
from survey.web.desks import desks
from survey.web.here import here
from survey.web.language import language, say
from survey.web.problems import API
from survey.web.scripts import address
from survey.web.signing_off import signed_off
from survey.web.state import current_round, register, settings

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STATIC = Path(__file__).parent / "static"


def prepare(app: Flask) -> None:
    """Register the template functions of ``base.html`` and the headers of every answer."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, simulated=simulated, own_place=own_place, here=here, desks=desks
    )
    app.jinja_env.globals.update(officer=officer, script=script, may_take_away=may_take_away)
    app.jinja_env.globals.update(types=types)
    app.jinja_env.globals.update(must_set_up=must_set_up, signed_off=signed_off, letters=letters)
    app.jinja_env.filters["cards"] = cards
    app.jinja_env.filters["in_sentence"] = lambda name: say(in_sentence(name))
    app.jinja_env.filters["bare_name"] = bare_name
    app.jinja_env.globals.update(provider_name=provider_name)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Strict headers on whatever can be a page. One of someone signed in is kept nowhere."""
    if request.endpoint in FILES and response.status_code in (200, 304) and "v" in request.args:
        return keep_for_ever(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.blueprint == API:
        # A program may keep what it read, and asks by ETag whether it is still so.
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Authorization")
        return response
    response.headers["Cache-Control"] = "no-cache" if request.endpoint in FILES else "no-store"
    if request.blueprint == "filling" and officer():
        # Whose page it is, for the browser's worker to keep it by.
        response.headers["X-Account"] = str(g.account.id)
    return response


def keep_for_ever(response: Response) -> Response:
    """A file named by its content never changes, and is no page: what only pages need weighs too much."""
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def close_file(response: Response) -> Response:
    """Close a static file with its answer, also where its compressed content took its place."""
    file = response.response
    if response.direct_passthrough and hasattr(file, "close"):
        response.call_on_close(file.close)
    return response


def letters() -> bool:
    """Whether letters can be sent to whoever forgot a password."""
    return bool(settings().smtp)


def provider_name() -> Sentence | None:
    """What the identity provider is called that people may sign in by; None where there is none."""
    known = settings().provider
    return None if known is None else known.name


def officer() -> bool:
    """Whether the page is an officer's, whose answers may be kept on the device."""
    account = g.get("account")
    return account is not None and may(account, Step.FILL) and not g.get("failing")


def types() -> bool:
    """Whether the signed-in account types about responses, which its tab then keeps until it is sent."""
    account = g.get("account")
    return account is not None and not g.get("failing") and may(account, Step.VERIFY)


def may_take_away() -> bool:
    """Whether the signed-in account may have tokens for programs of its own."""
    account = g.get("account")
    return account is not None and not g.get("failing") and may(account, Step.TAKE_AWAY)


def script() -> str:
    """The address of the officer's script in the reader's language."""
    return address("form", language())


def asset(name: str) -> str:
    """The address of a static file, which changes with its content."""
    return url_for("static", filename=name, v=content_hash(name))


@lru_cache
def content_hash(name: str) -> str:
    """The first characters of a static file's SHA-256; read once a process."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def simulated() -> bool:
    """Whether the current round's answers are simulated, which every page must say."""
    if g.get("failing"):
        return False
    running = current_round()
    return running is not None and running.simulated


def own_place() -> str:
    """The name of the signed-in account's commune or province; empty for the ministry."""
    if g.get("failing"):
        return ""
    known = register()
    if g.account.commune_code in known.communes:
        return known.communes[g.account.commune_code].name
    if g.account.province_code in known.provinces:
        return known.provinces[g.account.province_code].name
    return ""
