"""Pages: one's own account, what is kept of oneself and why, and a copy of it."""

from __future__ import annotations

import json

from flask import Blueprint, Response, g, render_template

from survey.people.persons import record_of
from survey.people.posts import ROLE_WORDS
from survey.store.database import reading
from survey.web.access import public, signed_in
from survey.web.administering_forms import place_in_words
from survey.web.state import engine, register

blueprint = Blueprint("own_account", __name__)


@blueprint.get("/account")
@signed_in
def page() -> str:
    """What is known of the person who is signed in."""
    place = place_in_words(g.account, register())
    return render_template(
        "signing_in/own_account.html", role=ROLE_WORDS[g.account.role], place=place
    )


@blueprint.get("/personal-data")
@public
def notice() -> str:
    """What is kept of an official, what for, how long, and what they can ask for."""
    return render_template("signing_in/personal_data.html")


@blueprint.get("/account/personal-data.json")
@signed_in
def copy() -> Response:
    """Everything kept of the person who is signed in."""
    with reading(engine()) as conn:
        record = record_of(conn, g.account, g.now)
    text = json.dumps(record, ensure_ascii=False, indent=1, default=str)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=personal-data.json"
    return answer
