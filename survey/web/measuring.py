"""The page that measures the line between the officer's machine and the server, and its steps.

The steps take and give bytes that no compression makes fewer and no cache keeps. What a script is told
when it is refused is a sentence to show.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, render_template, request
from werkzeug.wrappers import Response as Answer

from forms.answers import Answer as Given
from forms.questionnaire import Question
from forms.section_form import written
from forms.sentence import Refused
from survey.accounts import Step
from survey.verification.measuring import DAYS, measured
from survey.verification.recording import MOST_A_DAY, TooMany, begin, record
from survey.verification.recording import step as taken
from survey.verification.speed_tickets import read_ticket
from survey.web.access import requires
from survey.web.language import say
from survey.web.sent import UNREADABLE, sent, whole_number
from survey.web.state import engine, settings
from survey.web.work import Work, current_work

blueprint = Blueprint("measuring", __name__, url_prefix="/survey/measure")
LARGEST_PIECE = 2 * 1024 * 1024
MOST_TIMES = 64
Page = str | Answer | tuple[Answer, int]


def told(view: Callable[[], Page]) -> Callable[[], Page]:
    """A step of the script: where refused, the sentence as JSON."""

    @wraps(view)
    def answered() -> Page:
        try:
            return view()
        except Refused as refused:
            code = 429 if isinstance(refused, TooMany) else 409
            return jsonify(sentence=say(refused.sentence)), code

    return answered


@blueprint.get("/<question_id>")
@requires(Step.FILL)
def question(question_id: str) -> Page:
    """What has been measured, a button that measures, and the mean to take over."""
    work = current_work()
    asked = measured_or_404(work, question_id)
    found = measured(asked, work.measurements)
    return render_template(
        "filling/measure.html",
        work=work,
        question=asked,
        measurements=tuple(reversed(work.measurements)),
        found=found,
        taken=found is not None and found.equals(work.response.answers.get(asked.id)),
        fields=fields_of(work, asked, found.value) if found else (),
        days=DAYS,
        most=MOST_A_DAY,
        done=request.args.get("done") == "1",
        key=secrets.token_urlsafe(16),
    )


def measured_or_404(work: Work, question_id: str) -> Question:
    """A question that says that it can be measured; 404 else."""
    asked = work.questionnaire.by_id.get(question_id)
    return asked if asked is not None and asked.measure is not None else abort(404)


def fields_of(work: Work, asked: Question, value: float) -> tuple[tuple[str, str], ...]:
    """The measured answer as the section's page would post it, note and reason kept."""
    before = work.response.answers.get(asked.id, Given())
    answer = Given(value=value, note=before.note, reason=before.reason)
    return tuple(written(asked, answer).items())


@blueprint.post("/start")
@requires(Step.FILL)
@told
def start() -> Page:
    """A ticket for one measurement."""
    work = current_work()
    new = secrets.token_hex(16)
    ticket = begin(engine(), g.account, work.round.id, work.commune.code, new=new, at=g.now)
    return jsonify(ticket=ticket.written(g.now, secret()))


@blueprint.post("/step")
@requires(Step.FILL)
@told
def step() -> Page:
    """Take the bytes sent, give those asked for and, behind them, the next ticket.

    ``X-Spent`` has the milliseconds that the server took: they are none of the line's.
    """
    wanted = whole_number(request.headers.get("X-Want", ""))
    if wanted is None or wanted > LARGEST_PIECE:
        raise Refused(UNREADABLE)
    clock = current_app.config["CLOCK"]
    before = read_ticket(request.headers.get("X-Ticket", ""), secret())
    came, arrived = len(request.get_data(cache=False)), clock()
    ticket = taken(engine(), g.account, before, came, wanted, at=arrived)
    piece, issued = os.urandom(wanted), clock()
    answer = Response(piece + ticket.written(issued, secret()).encode())
    answer.mimetype = "application/octet-stream"
    answer.headers["X-Spent"] = f"{1000 * (issued - arrived).total_seconds():.3f}"
    return answer


@blueprint.post("/finish")
@requires(Step.FILL)
@told
def finish() -> Page:
    """Store what the browser measured, where the server saw the same."""
    posted = sent()
    ticket = read_ticket(posted.of("ticket", str), secret())
    record(engine(), g.account, ticket, times_in(posted.fields.get("times")), g.now)
    return jsonify(done=True)


def times_in(posted: Any) -> list[float]:
    """The milliseconds of each step. Raises Refused where they are something else."""
    if not isinstance(posted, list) or len(posted) > MOST_TIMES:
        raise Refused(UNREADABLE)
    if not all(isinstance(each, int | float) for each in posted):
        raise Refused(UNREADABLE)
    try:
        return [float(each) for each in posted]
    except OverflowError as fault:
        raise Refused(UNREADABLE) from fault


def secret() -> str:
    """What tickets are signed with."""
    return settings().secret_key
