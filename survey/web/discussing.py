"""The page of the talk about one question: the officer's, and the province reviewer's of that commune."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from unicodedata import normalize

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms.questionnaire import Question
from forms.sentence import Refused, Sentence
from survey.accounts import Role, Step, may
from survey.answer_words import settled_in_words
from survey.comments import MOST, Remark, Thread, Voice, resolve, say
from survey.communes import Commune
from survey.discussing import Topic, discuss, thread_of
from survey.rounds import Round
from survey.store import responses
from survey.store.database import reading
from survey.web.access import commune_or_404, requires
from survey.web.posted import repeatable_key
from survey.web.state import current_round, engine, questionnaire_of, register

blueprint = Blueprint("discussing", __name__, url_prefix="/discuss")
Page = str | tuple[str, int] | Answered


@blueprint.get("/<commune>/<question_id>")
@requires(Step.DISCUSS)
def thread(commune: str, question_id: str) -> Page:
    """Everything said about one question, and a place to answer."""
    return thread_page(commune_or_404(commune), *asked_or_404(question_id))


@blueprint.post("/<commune>/<question_id>/say")
@requires(Step.DISCUSS)
def say_something(commune: str, question_id: str) -> Page:
    """Add one remark."""
    text = normalize("NFC", request.form.get("text", ""))
    voice = Voice.OFFICER if g.account.role is Role.OFFICER else Voice.REVIEWER
    return added(
        commune, question_id, lambda so_far: say(so_far, question_id, voice, text, *by_now())
    )


@blueprint.post("/<commune>/<question_id>/resolve")
@requires(Step.REVIEW)
def settle(commune: str, question_id: str) -> Page:
    """The reviewer settles the talk; whoever speaks again opens it again."""
    return added(commune, question_id, lambda so_far: resolve(so_far, *by_now()))


def added(commune: str, question_id: str, made: Callable[[Thread | None], Remark]) -> Page:
    """Store the remark and show the page again; where refused, with what was typed."""
    running, question = asked_or_404(question_id)
    asked = commune_or_404(commune)
    topic = Topic(running.id, asked.code, question.id)
    try:
        discuss(engine(), g.account, topic, made, repeatable_key())
    except Refused as refused:
        return thread_page(asked, running, question, refused.sentence), 422
    return redirect(url_for(".thread", commune=asked.code, question_id=question.id))


def thread_page(
    commune: Commune, running: Round, question: Question, refusal: Sentence | None = None
) -> str:
    """The page; after a refusal, with what was typed."""
    topic = Topic(running.id, commune.code, question.id)
    with reading(engine()) as conn:
        found = thread_of(conn, topic)
        answers = responses.response_of(conn, running.id, commune.code).answers
    given = questionnaire_of(running), answers, register().columns(commune.code)
    return render_template(
        "thread.html",
        commune=commune,
        province=register().provinces[commune.province_code].name,
        question=question,
        answer=settled_in_words(*given)[question.id],
        thread=found,
        may_resolve=may(g.account, Step.REVIEW, commune) and found is not None and found.open,
        may_say=running.state == "open" and (found is None or len(found.remarks) < MOST),
        refusal=refusal,
        typed=request.form.get("text", "") if refusal else "",
        key=secrets.token_urlsafe(16),
        back=back_to(commune, question),
    )


def back_to(commune: Commune, question: Question) -> str:
    """Where the question stands for whoever reads."""
    anchor = f"q-{question.id}"
    if g.account.role is Role.OFFICER:
        return url_for("filling.section", section_id=question.section, _anchor=anchor)
    return url_for("reviewing.one", commune=commune.code, _anchor=anchor)


def by_now() -> tuple[str, datetime]:
    """Who speaks, and when."""
    return g.account.name, g.now


def asked_or_404(question_id: str) -> tuple[Round, Question]:
    """The current round and its question; 404 where there is none."""
    running = current_round() or abort(404)
    return running, questionnaire_of(running).by_id.get(question_id) or abort(404)
