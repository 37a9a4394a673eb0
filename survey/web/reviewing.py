"""Pages: the province reviewer's queue, one response, findings, and the three decisions about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms.sentence import Refused, Sentence
from survey.accounts import Step
from survey.communes import Commune
from survey.responses import Response, Revision, return_for_correction
from survey.responses import approve as approved
from survey.responses import reopen as reopened
from survey.rounds import Round
from survey.stepping import take_step
from survey.store.responses import Outdated
from survey.verification.verifying import FindingsRefused, verify_typed
from survey.viet_nam_time import day_of
from survey.web import queue_view
from survey.web.access import commune_or_404, requires
from survey.web.done import decided_row, done_words
from survey.web.finding_view import typed_findings
from survey.web.posted import repeatable_key
from survey.web.province_desk import desk_of
from survey.web.response_page import plain_words, response_page, words_typed
from survey.web.sent import whole_number
from survey.web.state import current_round, engine, questionnaire_of, register

blueprint = Blueprint("reviewing", __name__, url_prefix="/review")
Page = str | tuple[str, int] | Answered
Made = tuple[Response, Revision]
CHANGED_MEANWHILE = Sentence(
    "Phiếu đã thay đổi sau khi trang này mở. Hãy xem lại bản mới dưới đây rồi quyết định; "
    "ý kiến đã viết vẫn còn.",
    "The response changed after this page was opened. Read the new version below and decide again; "
    "what you typed is kept.",
)

UNRECORDED = Sentence(
    "Có kết quả kiểm chứng đã nhập mà chưa ghi. Hãy ghi kết quả hoặc xóa nội dung đó rồi quyết định.",
    "A finding was typed but not recorded. Record it or clear it, then decide.",
)


@blueprint.get("")
@requires(Step.REVIEW)
def queue() -> Page:
    """The communes of the reviewer's province: where each stands, what to look at first."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    asked = queue_query(request.args)
    rows = desk_of(running)
    return render_template(
        "reviewing/queue.html",
        done=done_words(request.args, rows),
        decided=decided_row(request.args, rows),
        rows=queue_view.shown(rows, **asked),
        everyone=rows,
        tabs=queue_view.tabs(rows),
        asked=asked,
        looks=queue_view.LOOKS,
        columns=queue_view.ORDERS,
        round=running,
        left=(running.closes - day_of(g.now)).days,
        unseen=sum(row.unseen for row in rows),
        clear=sum(row.concerns == () for row in rows),
        province=register().provinces[g.account.province_code].name,
    )


def queue_query(given: Mapping[str, str]) -> dict[str, Any]:
    """What the queue's address asks for; what there is none of counts as not given."""
    look, order = given.get("look", ""), given.get("order", "")
    return {
        "status": given.get("status", ""),
        "search": given.get("search", "").strip()[:100],
        "look": look if look in queue_view.LOOKS else "",
        "order": order if order in queue_view.ORDERS else "concern",
        "down": given.get("down") == "1",
    }


@blueprint.get("/<commune>")
@requires(Step.READ_RESPONSE)
def one(commune: str) -> Page:
    """One response, all of it; a reviewer of its province may decide here."""
    return response_page(commune_or_404(commune), recorded=request.args.get("recorded") == "1")


@blueprint.post("/<commune>/verify", endpoint="verify")
@requires(Step.VERIFY)
def verify_answers(commune: str) -> Page:
    """Record what was found about some answers; words typed for the commune stay on the page."""
    asked, typed = commune_or_404(commune), typed_findings()
    known = questionnaire_of(round_or_404())

    def step(response: Response) -> Made:
        columns, own = register().columns(asked.code), repeatable_key()
        return verify_typed(known, response, typed, columns, by=g.account.name, at=g.now, key=own)

    refused = taken(asked, step, repeatable_key())
    if refused is not None:
        return refused
    if any(words_typed().values()):
        return response_page(asked, recorded=True)
    first = next(iter(typed), "")
    return redirect(url_for(".one", commune=asked.code, recorded=1, _anchor=f"q-{first}"))


@blueprint.post("/<commune>/return", endpoint="return_")
@requires(Step.REVIEW)
def return_to_commune(commune: str) -> Page:
    """Return for correction with words on questions, or on the whole."""
    words = words_typed()

    def step(response: Response) -> Made:
        return return_for_correction(response, words, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step, "return")


@blueprint.post("/<commune>/approve", endpoint="approve")
@requires(Step.REVIEW)
def approve_response(commune: str) -> Page:
    """Approve: from now on the answers count."""

    def step(response: Response) -> Made:
        return approved(response, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step, "approve")


@blueprint.post("/<commune>/reopen", endpoint="reopen")
@requires(Step.REVIEW)
def reopen_response(commune: str) -> Page:
    """Give an approved response back, saying why."""
    reason = plain_words(request.form.get("reason", ""))

    def step(response: Response) -> Made:
        return reopened(response, reason, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step, "reopen")


def decided(commune: Commune, step: Callable[[Response], Made], deed: str) -> Page:
    """Take the step, which the queue then confirms; refused where findings were typed that it would lose."""
    if typed_findings():
        return response_page(commune, UNRECORDED), 422
    confirmed = url_for(".queue", done=deed, commune=commune.code)
    return taken(commune, step, key()) or redirect(confirmed)


def taken(commune: Commune, step: Callable[[Response], Made], own_key: str) -> Page | None:
    """Take the step on the revision that was read; where refused, the page again with what was typed."""
    base = whole_number(request.form.get("base", ""))
    try:
        take_step(
            engine(),
            round_id=round_or_404().id,
            commune_code=commune.code,
            base=-1 if base is None else base,
            step=step,
            account=g.account,
            key=own_key,
        )
    except Outdated:
        return response_page(commune, CHANGED_MEANWHILE), 409
    except FindingsRefused as refused:
        return response_page(commune, refused.sentence, refused.problems), 422
    except Refused as refused:
        return response_page(commune, refused.sentence), 422
    return None


def round_or_404() -> Round:
    """The current round; 404 before the first."""
    return current_round() or abort(404)


def key() -> str:
    """The page's own key, which makes a repeated decision harmless."""
    return "review-" + request.form.get("key", "")[:60]
