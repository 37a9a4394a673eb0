"""The page of one response: what to look at first, every answer, and what may be done about it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from unicodedata import normalize

from flask import abort, g, render_template, request, url_for

from forms.answers import Problem
from forms.progress import progress_of
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from survey.accounts import Step, may
from survey.comments import threads
from survey.communes import Commune
from survey.deadlines import hindrance, term_of
from survey.over_time.earlier import verified_before
from survey.refused_steps import ALLOWED
from survey.responses import Status
from survey.store import attachments, deadlines, remarks, responses
from survey.store.database import reading
from survey.store.measurements import measurements_made
from survey.web.finding_view import BASIS_WORDS, check_views, typed_findings
from survey.web.looking import concerns_of
from survey.web.response_view import STEP_WORDS, VIA_WORDS, differences, last_seen, parts
from survey.web.state import current_round, engine, questionnaire_of, register

LONGEST_COMMENT = 2000
ON_QUESTION = "comment--"
RECORDED = Sentence("Đã ghi kết quả kiểm chứng.", "The finding is recorded.")


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


def response_page(
    commune: Commune,
    refusal: Sentence | None = None,
    problems: Sequence[Problem] = (),
    recorded: bool = False,
) -> str:
    """One response with what to look at first; after a refusal, with what was typed.

    ``problems`` are of findings that were refused; ``recorded`` says that one was just recorded.
    """
    running = current_round()
    if running is None:
        abort(404)
    questionnaire = questionnaire_of(running)
    with reading(engine()) as conn:
        response = responses.response_of(conn, running.id, commune.code)
        history = responses.revisions_of(conn, running.id, commune.code)
        past = conn, running.id, register(), questionnaire, [commune.code]
        earlier = verified_before(*past).get(commune.code, {})
        line = measurements_made(conn, running.id, commune.code).get(commune.code, ())
        attached = attachments.standing(conn, running.id, commune.code)
        rulings = deadlines.rulings_of(conn, running.id, commune.code)
        talks = threads(response.comments, remarks.remarks_of(conn, running.id, commune.code))
        found = concerns_of(conn, running, [commune.code])[commune.code]
    seen = last_seen(history)
    changed = () if seen is None else differences(questionnaire, seen.answers, response.answers)
    words = words_typed() if request.method == "POST" else {}
    # What is recorded is typed no more: left in its form, it would stand in the way of a decision.
    found_so_far = typed_findings() if request.method == "POST" and not recorded else {}
    can_review = may(g.account, Step.REVIEW, commune)
    columns = register().columns(commune.code)
    return render_template(
        "reviewing/response.html",
        commune=commune,
        province=register().provinces[commune.province_code].name,
        response=response,
        none=None,
        progress=progress_of(questionnaire, response.answers, columns),
        refusal=refusal,
        can_review=can_review,
        can_discuss=may(g.account, Step.DISCUSS, commune),
        can_rule=may(g.account, Step.RULE_TIME, commune),
        term=term_of(running, rulings),
        late=hindrance(running, rulings, g.now) is not None,
        can_verify=may(g.account, Step.VERIFY, commune) and response.status in ALLOWED["verify"],
        recorded=RECORDED if recorded else None,
        refused=problems,
        checks=check_views(
            questionnaire,
            response,
            columns,
            earlier,
            problems,
            typed=found_so_far,
            measurements=line,
        ),
        bases=BASIS_WORDS.items(),
        # The heaviest first; those that weigh alike stay in the order of the form.
        concerns=sorted(found, key=lambda each: -each.weight),
        attached=attached if may(g.account, Step.READ_EVIDENCE, commune) else {},
        label_of=partial(label_of, questionnaire),
        differences=changed,
        compared=seen,
        parts=parts(
            questionnaire,
            response,
            changed,
            {q: w for q, w in words.items() if q},
            talks,
            register=columns,
        ),
        general_comments=[each for each in response.comments if not each.question_id],
        typed_general=words.get(None, "") or plain_words(request.form.get("reason", "")),
        may_decide=response.status is Status.SUBMITTED,
        may_reopen=response.status is Status.APPROVED,
        history=tuple(reversed(history)),
        step_words=STEP_WORDS,
        via_words=VIA_WORDS,
        key=secrets.token_urlsafe(16),
        back=url_for("reviewing.queue") if can_review else "/",
    )


def label_of(questionnaire: Questionnaire, question_id: str) -> str:
    """A question's label in the reader's language."""
    return questionnaire.by_id[question_id].label.in_language(g.language)
