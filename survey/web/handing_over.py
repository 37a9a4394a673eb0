"""Page: an account handed over to a successor when an official changes post."""

from __future__ import annotations

import secrets
from unicodedata import normalize

from flask import Blueprint, abort, g, render_template, request

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Step
from survey.people.handing_over import hand_over
from survey.store import accounts
from survey.store.database import reading, writing
from survey.web.access import requires
from survey.web.state import engine

blueprint = Blueprint("handing_over", __name__, url_prefix="/admin/accounts")


@blueprint.get("/<int:account_id>/hand-over")
@requires(Step.ADMINISTER)
def form(account_id: int) -> str:
    """Ask who comes after, and why."""
    return page(account_asked(account_id), None)


@blueprint.post("/<int:account_id>/hand-over", endpoint="do")
@requires(Step.ADMINISTER)
def do(account_id: int) -> str | tuple[str, int]:
    """Close the account, open the successor's, and show its one-time password once."""
    found = account_asked(account_id)
    sign_in, name, reason = (
        normalize("NFC", request.form.get(field, "")).strip()[:600]
        for field in ("sign_in", "name", "reason")
    )
    typed = {"sign_in": sign_in, "name": name, "reason": reason}
    try:
        with writing(engine()) as conn:
            made, password = hand_over(
                conn, found, **typed, by=g.account.sign_in, at=g.now, below=secrets.randbelow
            )
    except Refused as refused:
        return page(found, refused.sentence), 400
    return render_template("administering/password.html", account=made, password=password)


def account_asked(account_id: int) -> Account:
    """The account with this id; 404 where there is none. Raises Refused where it is closed for good."""
    with reading(engine()) as conn:
        found = accounts.account_by_id(conn, account_id) or abort(404)
    if found.erased:
        raise Refused(accounts.ERASED)
    return found


def page(found: Account, refusal: Sentence | None) -> str:
    """The form, with what was typed."""
    return render_template(
        "administering/hand_over.html", found=found, typed=request.form, refusal=refusal
    )
