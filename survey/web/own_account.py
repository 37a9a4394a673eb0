"""Page: one's own account, and the way to its password, second factor and sessions."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from survey.web.access import signed_in
from survey.web.administering_forms import ROLE_WORDS, place_in_words
from survey.web.state import register

blueprint = Blueprint("own_account", __name__)


@blueprint.get("/account")
@signed_in
def page() -> str:
    """What is known of the person who is signed in."""
    place = place_in_words(g.account, register())
    return render_template(
        "signing_in/own_account.html", role=ROLE_WORDS[g.account.role], place=place
    )
