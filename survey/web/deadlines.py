"""Pages: a commune's time in the round, its extension, and the lock of its response."""

from __future__ import annotations

from unicodedata import normalize

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms.sentence import Refused, Sentence
from survey.accounts import Step, may
from survey.communes import Commune
from survey.deadlines import Ruling, RulingKind, Term, extend, lock, term_of, unlock
from survey.rounds import Round
from survey.ruling import rule
from survey.store import deadlines
from survey.store.database import reading
from survey.viet_nam_time import day_of
from survey.web.access import commune_or_404, requires
from survey.web.administering_forms import read_day
from survey.web.state import current_round, engine, register

blueprint = Blueprint("deadlines", __name__, url_prefix="/review")
Page = str | tuple[str, int] | Answered
LONGEST_REASON = 500
KIND_WORDS = {
    RulingKind.EXTEND: Sentence("gia hạn", "extended"),
    RulingKind.LOCK: Sentence("khóa", "locked"),
    RulingKind.UNLOCK: Sentence("mở khóa", "unlocked"),
}


@blueprint.get("/<commune>/deadline")
@requires(Step.RULE_TIME)
def deadline(commune: str) -> Page:
    """Until when the commune may write, and everything that was ruled about it."""
    return deadline_page(commune_or_404(commune))


@blueprint.post("/<commune>/deadline/<kind>")
@requires(Step.RULE_TIME)
def rule_on(commune: str, kind: str) -> Page:
    """Extend, lock or unlock, with a reason."""
    asked, running = commune_or_404(commune), round_or_404()
    if kind not in set(RulingKind):
        abort(404)
    try:
        rule(engine(), g.account, running.id, [asked.code], lambda of, term: made(kind, of, term))
    except Refused as refused:
        return deadline_page(asked, refused.sentence, kind), 422
    return redirect(url_for(".deadline", commune=asked.code, done=1))


def made(kind: str, asked: Round, term: Term) -> Ruling:
    """The ruling that the form asks for. Raises Refused."""
    reason = normalize("NFC", request.form.get("reason", "")).strip()[:LONGEST_REASON]
    if kind == RulingKind.EXTEND:
        until = read_day(request.form.get("until", ""))
        return extend(asked, until, reason, g.account.name, g.now)
    step = lock if kind == RulingKind.LOCK else unlock
    return step(term, reason, g.account.name, g.now)


def deadline_page(commune: Commune, refusal: Sentence | None = None, tried: str = "") -> str:
    """The page; after a refusal, with what was typed in the form of the kind ``tried``."""
    running = round_or_404()
    with reading(engine()) as conn:
        rulings = deadlines.rulings_of(conn, running.id, commune.code)
    term = term_of(running, rulings)
    return render_template(
        "reviewing/deadline.html",
        commune=commune,
        province=register().provinces[commune.province_code].name,
        round=running,
        term=term,
        left=term.days_left(day_of(g.now)),
        rulings=tuple(reversed(rulings)),
        kinds=KIND_WORDS,
        refusal=refusal,
        typed=dict(request.form) if refusal else {},
        tried=tried,
        done=request.args.get("done") == "1",
        back=url_for("reviewing.one", commune=commune.code)
        if may(g.account, Step.READ_RESPONSE, commune)
        else "/",
    )


def round_or_404() -> Round:
    """The current round; 404 before the first."""
    return current_round() or abort(404)
