"""The page that extends the time of several communes of a province at once, for one reason: a flood, a cut line."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms.sentence import Refused, Sentence
from survey.accounts import Step, may
from survey.deadlines import extend
from survey.rounds import Round
from survey.ruling import rule
from survey.web.access import requires
from survey.web.administering_forms import read_day
from survey.web.deadlines import LONGEST_REASON
from survey.web.province_desk import desk_of
from survey.web.queue_view import WAITING_FOR_COMMUNE
from survey.web.state import current_round, engine, register

blueprint = Blueprint("extending", __name__, url_prefix="/review")
Page = str | tuple[str, int] | Answered
TICK = "take-"
NOBODY = Sentence("Chưa chọn xã nào.", "No commune was chosen.")


@blueprint.get("/extend")
@requires(Step.REVIEW)
def several() -> Page:
    """The communes that must still act, to tick; a day and a reason for all of them."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    return several_page(running)


@blueprint.post("/extend", endpoint="extend_ticked")
@requires(Step.REVIEW)
def extend_ticked() -> Page:
    """Extend all that were ticked, or none; each is a ruling of its own in the journal."""
    running = current_round() or abort(404)
    try:
        ticked = codes_ticked()
        reason = normalize("NFC", request.form.get("reason", "")).strip()[:LONGEST_REASON]
        until = read_day(request.form.get("until", ""))
        name, at = g.account.name, g.now
        made = lambda of, _: extend(of, until, reason, name, at)  # noqa: E731
        rule(engine(), g.account, running.id, ticked, made)
    except Refused as refused:
        return several_page(running, refused.sentence), 422
    return redirect(url_for("reviewing.queue", order="left", down=1, extended=len(ticked)))


def codes_ticked() -> Sequence[str]:
    """The communes that were ticked; those of other provinces are refused. Raises Refused: none."""
    names = (name.removeprefix(TICK) for name in request.form if name.startswith(TICK))
    codes = [code for code in names if code in register().communes]
    if not all(may(g.account, Step.RULE_TIME, register().communes[code]) for code in codes):
        abort(403)
    if not codes:
        raise Refused(NOBODY)
    return codes


def several_page(running: Round, refusal: Sentence | None = None) -> str:
    """The page; after a refusal, with what was typed and ticked."""
    rows = [row for row in desk_of(running, look=False) if row.status in WAITING_FOR_COMMUNE]
    typed = request.form if refusal else {}
    return render_template(
        "reviewing/extend.html", rows=rows, round=running, refusal=refusal, typed=typed
    )
