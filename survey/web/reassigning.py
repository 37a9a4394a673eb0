"""Page: an account gets another role or place; its sessions and API tokens end at once."""

from __future__ import annotations

from unicodedata import normalize

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Step
from survey.people.posts import POST_WORDS, post_asked
from survey.people.reassigning import change_role
from survey.store.database import writing
from survey.web.access import requires
from survey.web.administering_forms import place_in_words, role_in_words
from survey.web.handing_over import account_asked
from survey.web.state import engine, register

blueprint = Blueprint("reassigning", __name__, url_prefix="/admin/accounts")


@blueprint.get("/<int:account_id>/role")
@requires(Step.ADMINISTER)
def form(account_id: int) -> str:
    """Ask for the new role and place, and why."""
    return page(account_asked(account_id), None)


@blueprint.post("/<int:account_id>/role", endpoint="do")
@requires(Step.ADMINISTER)
def do(account_id: int) -> Response | tuple[str, int]:
    """Change it, or say why not; nothing has changed then."""
    found = account_asked(account_id)
    role, place, reason = (
        normalize("NFC", request.form.get(name, "")).strip()[:600]
        for name in ("role", "place", "reason")
    )
    try:
        wanted = post_asked(role, place, register())
        with writing(engine()) as conn:
            change_role(conn, found, wanted, reason=reason, by=g.account.sign_in, at=g.now)
    except Refused as refused:
        return page(found, refused.sentence), 400
    return redirect(url_for("administering.account", account_id=account_id))


def page(found: Account, refusal: Sentence | None) -> str:
    """The form, with what was typed."""
    return render_template(
        "administering/role.html",
        found=found,
        role=role_in_words(found),
        place=place_in_words(found, register()),
        roles=POST_WORDS.items(),
        typed=request.form,
        refusal=refusal,
    )
