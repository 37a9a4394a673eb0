"""Pages: the province reviewer's queue, one response, and the three decisions about it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from unicodedata import normalize

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from survey.accounts import Step, may
from survey.communes import Commune
from survey.responses import Response, Revision, Status, return_for_correction
from survey.responses import approve as approved
from survey.responses import reopen as reopened
from survey.review import concerns
from survey.saving import take_step
from survey.store import responses
from survey.store.database import reading
from survey.store.responses import Outdated
from survey.web import queue_view
from survey.web.access import commune_or_404, requires
from survey.web.response_view import STEP_WORDS, VIA_WORDS, differences, last_seen, parts
from survey.web.state import current_round, engine, questionnaire_of, register

blueprint = Blueprint("reviewing", __name__, url_prefix="/review")
LONGEST_COMMENT = 2000
ON_QUESTION = "comment--"
Page = str | tuple[str, int] | Answered
Made = tuple[Response, Revision]
CHANGED_MEANWHILE = Sentence(
    "Phiếu đã thay đổi sau khi trang này mở. Hãy xem lại bản mới dưới đây rồi quyết định; "
    "ý kiến đã viết vẫn còn.",
    "The response changed after this page was opened. Read the new version below and decide again; "
    "what you typed is kept.",
)


@blueprint.get("")
@requires(Step.REVIEW)
def queue() -> Page:
    """The communes of the reviewer's province by what waits for a decision."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    status, search = request.args.get("status", ""), request.args.get("search", "").strip()[:100]
    with reading(engine()) as conn:
        rows = queue_view.waiting(
            responses.queue(conn, running.id, g.account.province_code), register()
        )
    return render_template(
        "reviewing/queue.html",
        rows=queue_view.shown(rows, status, search),
        tabs=queue_view.tabs(rows),
        status=status,
        search=search,
        questions=len(questionnaire_of(running).questions),
        province=register().provinces[g.account.province_code].name,
    )


@blueprint.get("/<commune>")
@requires(Step.READ_RESPONSE)
def one(commune: str) -> Page:
    """One response, all of it; a reviewer of its province may decide here."""
    return response_page(commune_or_404(commune))


@blueprint.post("/<commune>/return", endpoint="return_")
@requires(Step.REVIEW)
def return_to_commune(commune: str) -> Page:
    """Return for correction with words on questions, or on the whole."""
    words = words_typed()

    def step(response: Response) -> Made:
        return return_for_correction(response, words, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step)


@blueprint.post("/<commune>/approve", endpoint="approve")
@requires(Step.REVIEW)
def approve_response(commune: str) -> Page:
    """Approve: from now on the answers count."""

    def step(response: Response) -> Made:
        return approved(response, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step)


@blueprint.post("/<commune>/reopen", endpoint="reopen")
@requires(Step.REVIEW)
def reopen_response(commune: str) -> Page:
    """Give an approved response back, saying why."""
    reason = plain_words(request.form.get("reason", ""))

    def step(response: Response) -> Made:
        return reopened(response, reason, by=g.account.name, at=g.now, key=key())

    return decided(commune_or_404(commune), step)


def decided(commune: Commune, step: Callable[[Response], Made]) -> Page:
    """Take the step on the revision that was read; where refused, the page again with what was typed."""
    running = current_round()
    if running is None:
        abort(404)
    base = request.form.get("base", "")
    try:
        take_step(
            engine(),
            round_id=running.id,
            commune_code=commune.code,
            base=int(base) if base.isascii() and base.isdigit() else -1,
            step=step,
            account=g.account,
            key=key(),
        )
    except Outdated:
        return response_page(commune, CHANGED_MEANWHILE), 409
    except Refused as refused:
        return response_page(commune, refused.sentence), 422
    return redirect(url_for(".queue"))


def key() -> str:
    """The page's own key, which makes a repeated decision harmless."""
    return "review-" + request.form.get("key", "")[:60]


def words_typed() -> dict[str | None, str]:
    """The comments typed, by question id; None is the general one."""
    typed: dict[str | None, str] = {None: plain_words(request.form.get("comment", ""))}
    for name, text in request.form.items():
        if name.startswith(ON_QUESTION):
            typed[name.removeprefix(ON_QUESTION)] = plain_words(text)
    return typed


def plain_words(text: str) -> str:
    """A comment in NFC, at most 2,000 characters."""
    return normalize("NFC", text).strip()[:LONGEST_COMMENT]


def response_page(commune: Commune, refusal: Sentence | None = None) -> str:
    """One response with what to look at first; after a refusal, with what was typed."""
    running = current_round()
    if running is None:
        abort(404)
    questionnaire = questionnaire_of(running)
    with reading(engine()) as conn:
        response = responses.response_of(conn, running.id, commune.code)
        history = responses.revisions_of(conn, running.id, commune.code)
    seen = last_seen(history)
    changed = () if seen is None else differences(questionnaire, seen.answers, response.answers)
    words = words_typed() if request.method == "POST" else {}
    can_review = may(g.account, Step.REVIEW, commune)
    return render_template(
        "reviewing/response.html",
        commune=commune,
        province=register().provinces[commune.province_code].name,
        response=response,
        none=None,
        answered=len(response.answers),
        questions=len(questionnaire.questions),
        refusal=refusal,
        can_review=can_review,
        concerns=concerns(questionnaire, response, register().columns(commune.code)),
        label_of=partial(label_of, questionnaire),
        differences=changed,
        compared=seen,
        parts=parts(questionnaire, response, changed, {q: w for q, w in words.items() if q}),
        general_comments=[each for each in response.comments if not each.question_id],
        typed_general=words.get(None, "") or plain_words(request.form.get("reason", "")),
        may_decide=response.status is Status.SUBMITTED,
        may_reopen=response.status is Status.APPROVED,
        history=tuple(reversed(history)),
        step_words=STEP_WORDS,
        via_words=VIA_WORDS,
        key=secrets.token_urlsafe(16),
        back=url_for(".queue") if can_review else "/",
    )


def label_of(questionnaire: Questionnaire, question_id: str) -> str:
    """A question's label in the reader's language."""
    return questionnaire.by_id[question_id].label.in_language(g.language)
