"""Approving many responses at once: only those in which there is nothing to look at, each for itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.accounts import Step, may
from survey.communes import Commune
from survey.responses import Response, Revision, approve
from survey.rounds import Round
from survey.similar import Similar
from survey.stepping import stepped
from survey.store.database import reading, writing
from survey.store.responses import Outdated
from survey.web.access import requires
from survey.web.looking import concerns_of
from survey.web.peers import similar_now
from survey.web.province_desk import desk_of
from survey.web.state import current_round, engine, questionnaire_of, register

blueprint = Blueprint("approving", __name__, url_prefix="/review")
TICK = "take-"
SOMETHING = Sentence(
    "Có {n} điểm cần xem nên chưa duyệt. Hãy mở phiếu, xem rồi quyết định riêng.",
    "There are {n} points to look at, so it was not approved. Open it, look, and decide on it alone.",
)
CHANGED = Sentence(
    "Phiếu đã thay đổi sau khi trang này mở nên chưa duyệt. Hãy xem lại.",
    "The response changed after this page was opened, so it was not approved. Look at it again.",
)


NONE_TICKED = Sentence(
    "Chưa chọn phiếu nào nên chưa duyệt. Hãy đánh dấu ít nhất một phiếu, hoặc bấm phê duyệt tất cả.",
    "No response was chosen, so none was approved. Tick at least one, or approve all.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one response that was ticked; ``why_not`` is None where it is approved."""

    commune: Commune
    why_not: Sentence | None


@blueprint.get("/approve")
@requires(Step.REVIEW)
def several() -> str:
    """The submitted responses in which there is nothing to look at, to tick."""
    return ticking(None)


def ticking(refusal: Sentence | None) -> str:
    """The page to tick on, with what was refused."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    rows = desk_of(running)
    clear = [row for row in rows if row.concerns == ()]
    others = sum(bool(row.concerns) for row in rows)
    key = secrets.token_urlsafe(16)
    return render_template(
        "reviewing/approve.html", rows=clear, others=others, key=key, refusal=refusal
    )


@blueprint.post("/approve", endpoint="approve_ticked")
@requires(Step.REVIEW)
def approve_ticked() -> str | tuple[str, int]:
    """Approve each response that was ticked (or all that were shown), and name those left out."""
    running = current_round() or abort(404)
    bases = posted_bases()
    every = "all" in request.form
    ticked = [code for code in bases if every or TICK + code in request.form]
    if not ticked:
        return ticking(NONE_TICKED), 400
    with reading(engine()) as conn:
        among = similar_now(conn, running, questionnaire_of(running), register())
    outcomes = [outcome(running, code, bases[code], among) for code in ticked]
    return render_template(
        "reviewing/approved.html",
        approved=[each for each in outcomes if each.why_not is None],
        left=[each for each in outcomes if each.why_not is not None],
    )


def posted_bases() -> dict[str, int]:
    """By commune code, the revision that the page showed. Other provinces' communes are refused."""
    bases: dict[str, int] = {}
    for name, text in request.form.items():
        code = name.removeprefix("base-")
        if code == name or code not in register().communes:
            continue
        if not may(g.account, Step.REVIEW, register().communes[code]):
            abort(403)
        bases[code] = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    return bases


def outcome(running: Round, code: str, base: int, among: Similar) -> Outcome:
    """Approve one response in a transaction of its own, or say why not."""
    commune = register().communes[code]

    def step(conn: Connection, response: Response, asked: Round) -> tuple[Response, Revision]:
        if response.revision != base:
            raise Outdated(code)
        found = concerns_of(conn, asked, [code], among)[code]
        if found:
            raise Refused(SOMETHING.filled(n=len(found)))
        return approve(response, by=g.account.name, at=g.now, key=key())

    try:
        with writing(engine()) as conn:
            stepped(conn, running.id, code, step, account=g.account, key=key())
    except Outdated:
        return Outcome(commune, CHANGED)
    except Refused as refused:
        return Outcome(commune, refused.sentence)
    return Outcome(commune, None)


def key() -> str:
    """The page's own key, which makes a repeated approval harmless."""
    return "several-" + request.form.get("key", "")[:60]
