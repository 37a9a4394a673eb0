"""The officer's pages: contents, one section a page, the check, submitting, receipts."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms.questionnaire import Section
from survey.accounts import Step
from survey.responses import Saved, Status
from survey.saving import Save, save_answers
from survey.stepping import submit_response
from survey.web.access import requires
from survey.web.conflict_row import Row
from survey.web.hints import used
from survey.web.posted import Posted, posted_section, refuse_elsewhere, repeatable_key
from survey.web.receipt_page import looked_up, receipt_page
from survey.web.section_page import question_views, rest_of_form
from survey.web.state import engine
from survey.web.time_left import MINUTES_A_QUESTION
from survey.web.work import Work, current_work

blueprint = Blueprint("filling", __name__)
Page = str | tuple[str, int] | Answer


@blueprint.get("/survey")
@requires(Step.FILL)
def contents() -> Page:
    """The sections with their progress, and what the reviewer wrote."""
    work = current_work()
    return render_template(
        "filling/contents.html", work=work, status=Status, minutes=MINUTES_A_QUESTION
    )


@blueprint.get("/survey/section/<section_id>")
@requires(Step.FILL)
def section(section_id: str) -> Page:
    """One section to answer; what is stored, with every problem beside its question."""
    work = current_work()
    asked = section_or_404(work, section_id)
    return section_page(work, asked, Posted.nothing(), saved=request.args.get("saved") == "1")


@blueprint.post("/survey/section/<section_id>", endpoint="save_section")
@requires(Step.FILL)
def save_section(section_id: str) -> Page:
    """Save what is valid; what is refused stays on the page as it was typed."""
    work = current_work()
    asked = section_or_404(work, section_id)
    posted = posted_section(work, asked)
    saved = save_answers(
        engine(),
        Save(
            round_id=work.round.id,
            commune_code=work.commune.code,
            changes=posted.changes,
            base=posted.base,
            account=g.account,
            at=g.now,
            key=repeatable_key(),
        ),
    )
    if saved.conflicts:
        return conflict_page(current_work(), asked, saved), 409
    if posted.problems:
        return section_page(current_work(), asked, posted), 422
    return redirect(after_saving(current_work(), asked))


def conflict_page(work: Work, asked: Section, saved: Saved) -> str:
    """What both wrote, question by question, to choose from; nothing of either is lost."""
    rows = tuple(Row(work.questionnaire.by_id[each.question_id], each) for each in saved.conflicts)
    return render_template(
        "filling/conflict.html", work=work, section=asked, rows=rows, key=secrets.token_urlsafe(16)
    )


def section_page(work: Work, asked: Section, posted: Posted, saved: bool = False) -> str:
    """A section's page: to fill where the response is open, else to read."""
    views = question_views(work, asked, posted)
    return render_template(
        "filling/section.html",
        work=work,
        section=asked,
        questions=views,
        hinted=any(view.usable(work) for view in views),
        saved=saved,
        after=section_after(work, asked),
        rest=rest_of_form(work, asked),
        key=secrets.token_urlsafe(16),
    )


def section_or_404(work: Work, section_id: str) -> Section:
    """The page's section; 404 where the questionnaire has none of this id with questions."""
    for candidate in work.pages:
        if candidate.id == section_id:
            return candidate
    abort(404)


def section_after(work: Work, asked: Section) -> Section | None:
    """The section after this one; None after the last."""
    place = work.pages.index(asked) + 1
    return work.pages[place] if place < len(work.pages) else None


def after_saving(work: Work, asked: Section) -> str:
    """The next page; this one again while its answers contradict each other or need a reason."""
    if question := used(request.form):
        return url_for(".section", section_id=asked.id, saved=1) + f"#q-{question}"
    if request.form.get("then") == "stay" or work.progress(asked).problems:
        return url_for(".section", section_id=asked.id, saved=1) + "#content"
    after = section_after(work, asked)
    return url_for(".section", section_id=after.id) if after else url_for(".check")


@blueprint.get("/survey/check")
@requires(Step.FILL)
def check() -> Page:
    """Everything that stands in the way of submitting, each with a link to its field."""
    work = current_work()
    return render_template("filling/check.html", work=work, key=secrets.token_urlsafe(16))


@blueprint.post("/survey/submit")
@requires(Step.SUBMIT)
def submit() -> Page:
    """Submit; refused with the check page while anything stands in the way."""
    work = current_work()
    refuse_elsewhere(work)
    if work.open and work.in_the_way:
        return render_template("filling/check.html", work=work, key=secrets.token_urlsafe(16)), 422
    submit_response(
        engine(),
        round_id=work.round.id,
        commune_code=work.commune.code,
        columns=work.columns,
        account=g.account,
        at=g.now,
        key=repeatable_key(),
    )
    return redirect(url_for(".receipt"))


@blueprint.get("/survey/receipt")
@requires(Step.FILL)
def receipt() -> Page:
    """The receipt of the response as submitted; the contents page where it is not."""
    work = current_work()
    if not work.response.receipt:
        return redirect(url_for(".contents"))
    return receipt_page(work.response.receipt)


@blueprint.get("/receipts")
@requires(Step.READ_RESPONSE)
def receipts() -> Page:
    """Look up a receipt by its code, or check a whole hash from paper against what is stored."""
    return looked_up(request.args.get("code", "").strip()[:200])
