"""Pages: what changed since communes' previous approved responses: of one, and of a whole province."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import Connection

from forms.answers import Answers
from forms.questionnaire import Question, Questionnaire
from survey.accounts import Step
from survey.communes import Commune
from survey.over_time.changes import Move, Moved, changes, moved, tallies
from survey.over_time.earlier import previous
from survey.responses import Status
from survey.rounds import Round
from survey.store import responses
from survey.store.database import reading
from survey.store.reviewing import responses_of
from survey.web.access import commune_or_404, requires
from survey.web.state import current_round, engine, questionnaire_of, register

blueprint = Blueprint("changing", __name__, url_prefix="/review")
# What a commune is still typing is no change yet.
COMPARED = (Status.SUBMITTED, Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Row:
    """One commune's change in one question."""

    commune: Commune
    moved: Moved


@blueprint.get("/<commune>/changes")
@requires(Step.READ_RESPONSE)
def of_commune(commune: str) -> str:
    """Every question that this response answers otherwise than the previous approved one."""
    asked, running = commune_or_404(commune), round_or_404()
    questionnaire = questionnaire_of(running)
    with reading(engine()) as conn:
        response = responses.response_of(conn, running.id, asked.code)
        before = previous(conn, running.id, register(), questionnaire, [asked.code])
    known = before.get(asked.code)
    found = () if known is None else changes(questionnaire, known, response.answers)
    return render_template(
        "reviewing/changes.html",
        commune=asked,
        known=known is not None,
        rows=found,
        questions=len(questionnaire.questions),
        predecessors=predecessors(asked),
    )


@blueprint.get("/changes")
@requires(Step.REVIEW)
def of_province() -> str:
    """Every question over the province's communes; with ``question``, the communes that moved in it."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    questionnaire = questionnaire_of(running)
    with reading(engine()) as conn:
        before, now = both_of_province(conn, running, questionnaire)
    question = questionnaire.by_id.get(request.args.get("question", ""))
    return render_template(
        "reviewing/province_changes.html",
        province=register().provinces[g.account.province_code].name,
        compared=len(before.keys() & now.keys()),
        tallies=tallies(questionnaire, before, now),
        question=question,
        rows=() if question is None else rows_of(question, before, now),
        moves=Move,
    )


def both_of_province(
    conn: Connection, running: Round, questionnaire: Questionnaire
) -> tuple[dict[str, Answers], dict[str, Answers]]:
    """By code, the previous approved answers of the province's communes, and those submitted or approved now."""
    codes = [each.code for each in register().of_province(g.account.province_code)]
    before = previous(conn, running.id, register(), questionnaire, codes)
    found = responses_of(conn, running.id, codes)
    now = {code: each.answers for code, each in found.items() if each.status in COMPARED}
    return dict(before), now


def rows_of(
    question: Question, before: dict[str, Answers], now: dict[str, Answers]
) -> tuple[Row, ...]:
    """The communes that answer the question otherwise, the largest difference first."""
    known = register().communes
    found = [
        Row(known[code], moved(question, before[code].get(question.id), now[code].get(question.id)))
        for code in now
        if code in before
    ]
    changed = [row for row in found if row.moved.move is not Move.SAME]
    return tuple(sorted(changed, key=lambda row: -abs(row.moved.by or 0)))


def predecessors(commune: Commune) -> list[str]:
    """The codes that the commune was merged or re-coded from, where it was."""
    return [
        each.predecessor
        for each in register().successions
        if each.code == commune.code and each.predecessor != commune.code
    ]


def round_or_404() -> Round:
    """The current round; 404 before the first."""
    return current_round() or abort(404)
