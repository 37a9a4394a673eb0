"""The door for what was kept on a device: saves and submissions as JSON, harmless to repeat.

``GET /survey/sync`` gives the response as it stands; a save names the revision that each batch of
changes started from and a key; a submission names the revision that the officer checked. What is
refused answers with one ``state`` word to go by and a sentence to show.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused, Sentence
from survey.accounts import Step
from survey.responses import Response, Via
from survey.rounds import Round
from survey.saving import NO_SUCH_ROUND, Save, save_answers
from survey.stepping import submit_response
from survey.web.access import commune_or_404, requires
from survey.web.failures import page
from survey.web.language import moment
from survey.web.offline_form import offline_form
from survey.web.sent import Sent, changes_in, sent
from survey.web.state import engine, questionnaire_of, register, round_of_device
from survey.web.synced import outcome, version_of, where_it_stands
from survey.web.work import Work, current_work

blueprint = Blueprint("syncing", __name__)
Page = Answer | tuple[Any, int]
OTHER_ACCOUNT = Sentence(
    "Câu trả lời giữ trên máy này là của tài khoản khác nên chưa gửi. Hãy đăng nhập đúng tài khoản đã nhập.",
    "The answers kept on this device belong to another account and were not sent. Sign in with that account.",
)
OTHER_COMMUNE = Sentence(
    "Câu trả lời giữ trên máy này là của xã khác nên chưa gửi; chưa có gì thay đổi. Hãy tải câu trả lời về máy rồi mở lại phiếu.",
    "The answers kept on this device are of another commune and were not sent; nothing has changed. Download them, then open the form again.",
)
OTHER_VERSION = Sentence(
    "Bộ câu hỏi đã thay đổi nên câu trả lời giữ trên máy này chưa gửi được. Hãy tải câu trả lời về máy rồi mở lại phiếu.",
    "The questionnaire has changed, so the answers kept on this device were not sent. Download them, then open the form again.",
)


@blueprint.get("/survey/sync")
@requires(Step.FILL)
def standing() -> Page:
    """The response as it stands, a fresh token, and the pages to keep for working with no line."""
    work = current_work()
    pages = [url_for("filling.section", section_id=each.id) for each in work.pages]
    return jsonify(
        **where_it_stands(work, 0),
        token=generate_csrf(),
        open=work.open,
        pages=[
            url_for("filling.contents"),
            *pages,
            url_for("filling.check"),
            url_for(".questions", version=version_of(work), to=g.language),
        ],
    )


@blueprint.get("/survey/questions")
@requires(Step.FILL)
def questions() -> Page:
    """Every question with its rules, for checking the whole response with no line."""
    return jsonify(offline_form(current_work()))


@blueprint.post("/survey/sync")
@requires(Step.FILL)
def save() -> Page:
    """Save what the gate takes; say of each other change why not, and what others changed meanwhile."""
    posted = sent()
    asked = round_sent(posted)
    if refused := refusal(posted, asked):
        return refused
    known = posted.number("known")
    changes = changes_in(questionnaire_of(asked), posted.of("changes", dict))
    saved = save_answers(
        engine(),
        Save(
            round_id=asked.id,
            commune_code=g.account.commune_code,
            changes=changes.taken,
            base=posted.number("base"),
            account=g.account,
            at=g.now,
            key=posted.key(),
            via=Via.SYNC,
        ),
    )
    return jsonify(**outcome(work_on(asked, saved.response), known, changes, saved))


@blueprint.post("/survey/sync/submit")
@requires(Step.SUBMIT)
def submit() -> Page:
    """Submit what was queued, unless the response is no longer as it was when it was checked."""
    posted = sent()
    if said := not_ours(posted):
        return page(403, said, "other_account")
    response = submit_response(
        engine(),
        round_id=round_sent(posted).id,
        commune_code=g.account.commune_code,
        columns=register().columns(g.account.commune_code),
        account=g.account,
        at=g.now,
        key=posted.key(),
        via=Via.SYNC,
        checked=posted.number("revision"),
    )
    return jsonify(
        revision=response.revision,
        status=response.status,
        receipt=response.receipt,
        at=str(moment(response.submitted_at or g.now)),
    )


def refusal(posted: Sent, asked: Round) -> Page | None:
    """Why the whole of what a device sent for this round is not taken, as it is answered; None where it may be."""
    if said := not_ours(posted):
        return page(403, said, "other_account")
    if posted.of("version", str) != questionnaire_of(asked).sha256[:12]:
        return page(409, OTHER_VERSION, "version")
    return None


def not_ours(posted: Sent) -> Sentence | None:
    """Why what a device sent is not this account's to send; None where it is.

    An account that moved to another commune keeps its number: what was kept for the old one is not for the new.
    A script of before it said its commune sends none.
    """
    if posted.number("account") != g.account.id:
        return OTHER_ACCOUNT
    commune = posted.fields.get("commune", g.account.commune_code)
    return None if commune == g.account.commune_code else OTHER_COMMUNE


def round_sent(posted: Sent) -> Round:
    """The round that the device filled; not the newest, where another has opened since."""
    found = round_of_device(posted.number("round"))
    if found is None:
        raise Refused(NO_SUCH_ROUND)
    return found


def work_on(asked: Round, response: Response) -> Work:
    """The response with all that judging it needs."""
    commune = commune_or_404(response.commune_code)
    columns = register().columns(commune.code)
    return Work(asked, questionnaire_of(asked), commune, response, columns)
