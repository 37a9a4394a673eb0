"""The officer's Excel form: take it away filled with today's answers, hand it in, see, accept."""

from __future__ import annotations

import io

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused, Sentence
from forms.workbook_returned import LARGEST_FORM, shown_name
from survey.accounts import Step
from survey.communes import in_sentence
from survey.issuing import Issue, file_name
from survey.taking import hand_in
from survey.viet_nam_time import day_of
from survey.web.access import requires
from survey.web.previews import accepted, left_open, preview_of, sealed_posted
from survey.web.state import register, settings
from survey.web.upload_limits import takes_up_to
from survey.web.work import Work, current_work

blueprint = Blueprint("workbooks", __name__, url_prefix="/survey")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Page = str | tuple[str, int] | Answer
# More than a form may be, so that a form that is too large is refused in its own words.
LARGEST_UPLOAD = 2 * LARGEST_FORM

NO_FILE = Sentence(
    "Chưa chọn tệp. Hãy chọn biểu Excel đã điền rồi bấm lại.",
    "No file was chosen. Choose the filled-in Excel form, then try again.",
)
OTHER_COMMUNE = Sentence(
    "Tệp {name} là biểu của xã khác ({code}). Hãy nộp biểu của {own}.",
    "File {name} is the form of another commune ({code}). Upload the form of {own}.",
)
CHANGED_MEANWHILE = Sentence(
    "Phiếu vừa được người khác thay đổi nên chưa lưu gì. Hãy xem lại các câu dưới đây rồi bấm lại.",
    "Someone else has just changed the response, so nothing was stored. Look at the questions below, then try again.",
)


@blueprint.get("/workbook")
@requires(Step.FILL)
def workbook() -> Page:
    """Where the form is taken away and handed in."""
    return upload_page(current_work(), saved=request.args.get("saved") == "1")


@blueprint.get("/workbook.xlsx")
@requires(Step.FILL)
def download() -> Page:
    """The commune's form with the answers as they stand."""
    work = current_work()
    return send_file(
        io.BytesIO(issue_of(work).form(work.response)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=file_name(work.commune),
    )


@blueprint.post("/workbook", endpoint="upload")
@requires(Step.FILL)
@takes_up_to(LARGEST_UPLOAD)
def upload() -> Page:
    """The dry run of a form: everything that accepting would do; nothing is stored."""
    work = current_work()
    file = request.files.get("workbook")
    if file is None or not file.filename:
        return upload_page(work, NO_FILE), 422
    try:
        return preview_page(work, file.filename, file.stream.read(LARGEST_FORM + 1))
    except Refused as refused:
        return upload_page(work, refused.sentence), 422


@blueprint.post("/workbook/accept", endpoint="accept")
@requires(Step.FILL)
@takes_up_to(LARGEST_UPLOAD)
def take() -> Page:
    """Store what was shown; where something came between, the dry run again."""
    sealed = sealed_posted(0)
    refuse_other_commune(current_work(), sealed.file, sealed.handed.commune_code)
    if left_open(0, sealed):
        preview = preview_of(0, sealed.file, sealed.handed)
        return render_template("workbooks/preview.html", preview=preview, missing=True), 422
    if accepted(0, sealed).conflicts:
        preview = preview_of(0, sealed.file, sealed.handed)
        said = {"preview": preview, "refusal": CHANGED_MEANWHILE}
        return render_template("workbooks/preview.html", **said), 409
    return redirect(url_for(".workbook", saved=1))


def upload_page(work: Work, refusal: Sentence | None = None, saved: bool = False) -> str:
    """The page with both ways; after a refusal, with what to do."""
    return render_template("workbooks/workbook.html", work=work, refusal=refusal, saved=saved)


def preview_page(work: Work, name: str, content: bytes) -> str:
    """The dry run of a file's bytes. Raises Refused."""
    handed = hand_in(name, content, work.round, work.questionnaire, settings().secret_key)
    refuse_other_commune(work, shown_name(name), handed.commune_code)
    preview = preview_of(0, shown_name(name), handed)
    return render_template("workbooks/preview.html", preview=preview)


def refuse_other_commune(work: Work, name: str, code: str) -> None:
    """Refuse a form that is not of the officer's own commune."""
    if code != work.commune.code:
        raise Refused(
            OTHER_COMMUNE.filled(name=name, code=code, own=in_sentence(work.commune.name))
        )


def issue_of(work: Work) -> Issue:
    """What the commune's form is made from, today by Viet Nam's day."""
    today = day_of(g.now)
    secret = settings().secret_key
    asked = work.round, work.questionnaire, register(), secret, today, g.language
    return Issue(*asked, {work.commune.code: work.term.last_day})
