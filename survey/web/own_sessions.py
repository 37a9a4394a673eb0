"""Pages: the sessions that are open in one's own name, and the end of them."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from survey.store import sessions
from survey.store.database import reading, writing
from survey.web.access import digest_of, signed_in
from survey.web.state import engine

blueprint = Blueprint("own_sessions", __name__, url_prefix="/account/sessions")


@blueprint.get("")
@signed_in
def every() -> str:
    """Where one is signed in: device, address, when it was opened and last used."""
    with reading(engine()) as conn:
        found = sessions.sessions_of(conn, g.account.id, g.now)
    mine = digest_of(session["token"])
    return render_template("signing_in/sessions.html", sessions=found, mine=mine)


@blueprint.post("/end")
@signed_in
def end() -> Response:
    """End one session of one's own, or all but this one."""
    mine, chosen = digest_of(session["token"]), request.form.get("session", "")
    with writing(engine()) as conn:
        for each in sessions.sessions_of(conn, g.account.id, g.now):
            if each.token_sha256 != mine and chosen in ("others", each.short):
                sessions.revoke_session(conn, each.token_sha256, g.now)
    return redirect(url_for(".every"))
