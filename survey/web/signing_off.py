"""A commune's leader signs off what will be submitted, in a round that asks for it."""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from survey.accounts import Step
from survey.signing_off import sign_off
from survey.store import sign_offs
from survey.store.database import reading
from survey.store.sign_offs import SignOff
from survey.web.access import requires
from survey.web.state import engine
from survey.web.work import Work, current_work

blueprint = Blueprint("signing_off", __name__)


@blueprint.post("/survey/sign-off/<commune>", endpoint="sign")
@requires(Step.SIGN_OFF)
def sign(commune: str) -> Response:
    """Sign off the revision that the leader looked at."""
    work, base = current_work(), request.form.get("base", "")
    sign_off(
        engine(),
        round_id=work.round.id,
        commune_code=commune,
        columns=work.columns,
        revision=int(base) if base.isascii() and base.isdigit() and len(base) < 10 else -1,
        account=g.account,
        at=g.now,
    )
    return redirect(url_for("filling.check"))


def signed_off(work: Work) -> SignOff | None:
    """Who signed off what would be submitted now; None where nobody did."""
    place = work.round.id, work.commune.code, work.response.revision
    with reading(engine()) as conn:
        return sign_offs.sign_off_of(conn, *place)
