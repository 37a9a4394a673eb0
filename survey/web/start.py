"""What anyone may see: what this is, where to sign in, and the choice of language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from survey.web.access import public
from survey.web.language import COOKIE, LANGUAGES
from survey.web.state import current_round, settings

blueprint = Blueprint("start", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.get("/")
@public
def start() -> str:
    """Say what this is and where to go on."""
    return render_template("start.html", round=current_round())


@blueprint.get("/language")
@public
def language() -> Response:
    """Choose the language and stay on the page."""
    response = redirect(own_path(request.args.get("next", "")) or "/")
    wanted = request.args.get("to", "")
    if wanted in LANGUAGES:
        response.set_cookie(
            COOKIE, wanted, A_YEAR, httponly=True, samesite="Lax", secure=settings().https
        )
    return response


def own_path(address: str) -> str:
    """The address where it is a path of this site; else empty. Nobody is sent elsewhere."""
    parts = urlsplit(address)
    inside = not parts.scheme and not parts.netloc and address.startswith("/")
    if not inside or address.startswith(("//", "/\\")) or not address.isprintable():
        return ""
    return address
