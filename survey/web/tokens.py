"""The page of one's own tokens for the API: make one, see it once, revoke it."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.sentence import Refused, Sentence
from survey.accounts import Step
from survey.signing_in.api_tokens import LIFETIMES, PREFIX, SCOPE_WORDS, ApiToken, new_token
from survey.store import api_tokens, journal
from survey.store.database import reading, writing
from survey.viet_nam_time import day_of
from survey.web.access import requires
from survey.web.state import engine

blueprint = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@blueprint.get("")
@requires(Step.TAKE_AWAY)
def mine() -> str:
    """The account's tokens, and the form for a new one."""
    return page()


@blueprint.post("")
@requires(Step.TAKE_AWAY)
def make() -> str | tuple[str, int]:
    """Make a token and show it, this once."""
    text = PREFIX + secrets.token_urlsafe(32)
    try:
        made = stored(text)
    except Refused as refused:
        return page(refusal=refused.sentence), 422
    return page(made=made, text=text)


@blueprint.post("/<int(max=2147483647):token_id>/revoke")
@requires(Step.TAKE_AWAY)
def revoke(token_id: int) -> Response:
    """End a token of one's own; another's is not found."""
    with writing(engine()) as conn:
        if not api_tokens.revoke_token(conn, g.account.id, token_id, g.now):
            abort(404)
        journal.enter(
            conn, g.now, g.account.sign_in, "token revoked", g.account.sign_in, {"token": token_id}
        )
    return redirect(url_for(".mine"))


def stored(text: str) -> ApiToken:
    """The new token of what was posted, stored with its entry in the journal. Raises Refused."""
    with writing(engine()) as conn:
        alive = [each for each in api_tokens.tokens_of(conn, g.account.id) if each.in_force(g.now)]
        wanted = new_token(
            text,
            account_id=g.account.id,
            name=request.form.get("name", ""),
            scopes=request.form.getlist("scope"),
            days=request.form.get("days", ""),
            at=g.now,
            alive=len(alive),
        )
        made = api_tokens.add_token(conn, wanted)
        detail = {
            "token": made.id,
            "name": made.name,
            "scopes": " ".join(sorted(made.scopes)),
            "until": day_of(made.expires_at).isoformat(),
        }
        journal.enter(conn, g.now, g.account.sign_in, "token made", g.account.sign_in, detail)
    return made


def page(made: ApiToken | None = None, text: str = "", refusal: Sentence | None = None) -> str:
    """The page; a refused form keeps what was typed."""
    with reading(engine()) as conn:
        kept = api_tokens.tokens_of(conn, g.account.id)
    return render_template(
        "tokens/mine.html",
        tokens=kept,
        words=SCOPE_WORDS,
        lifetimes=LIFETIMES,
        made=made,
        text=text,
        refusal=refusal,
        typed=request.form if refusal else {},
        chosen=request.form.getlist("scope") if refusal else [],
    )
