"""Evidence: the officer's page of one question's files, and the door by which anyone gets a file.

A file is only ever sent as a download, with the content type of its kind and a name of our making.
"""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from forms.attached_files import LARGEST, AttachedFile, read_file
from forms.questionnaire import Question
from forms.sentence import Refused, Sentence
from survey.accounts import Step
from survey.evidence_files.attaching import NO_SUCH_FILE, Place, attach, withdraw
from survey.evidence_files.attachments import MOST
from survey.store import attachments
from survey.store.database import reading
from survey.store.files import NotKept
from survey.web import evidence_words
from survey.web.access import requires
from survey.web.state import engine, files
from survey.web.upload_limits import takes_up_to
from survey.web.work import Work, current_work

blueprint = Blueprint("attaching", __name__)
Page = str | tuple[str, int] | Answer
LARGER_THAN_A_FILE = Sentence(
    "Tệp gửi lên lớn hơn 5 MB nên không được nhận; chưa có gì thay đổi. Hãy chụp hoặc quét lại ở độ phân giải thấp hơn, hoặc tách tệp.",
    "The file is over 5 MB and was not taken; nothing has changed. Take or scan it again at a lower resolution, or split it.",
)
NOTHING_CHOSEN = Sentence(
    "Chưa chọn tệp nào. Hãy chọn một tệp rồi gửi.", "No file was chosen. Choose one, then send it."
)
SANDBOX = "default-src 'none'; sandbox"


@blueprint.get("/survey/evidence/<question_id>")
@requires(Step.FILL)
def evidence(question_id: str) -> Page:
    """The files of one question, and a place to add one."""
    work = current_work()
    return evidence_page(work, question_or_404(work, question_id))


@blueprint.post("/survey/evidence/<question_id>")
@requires(Step.FILL)
@takes_up_to(LARGEST, LARGER_THAN_A_FILE)
def attach_file(question_id: str) -> Page:
    """Attach one file; what is refused is told on the page, and nothing has changed."""
    work = current_work()
    question = question_or_404(work, question_id)
    try:
        attach(engine(), files(), place(work, question), file_sent(), g.now)
    except NotKept as not_kept:
        return evidence_page(work, question, not_kept.sentence), 503
    except Refused as refused:
        return evidence_page(work, question, refused.sentence), 422
    return redirect(url_for(".evidence", question_id=question_id, done="attached"))


@blueprint.post("/survey/evidence/<question_id>/withdraw")
@requires(Step.FILL)
def withdraw_file(question_id: str) -> Page:
    """Take one file back; it counts no more, and nobody downloads it any more."""
    work = current_work()
    question = question_or_404(work, question_id)
    chosen = request.form.get("attachment", "")
    try:
        withdraw(engine(), place(work, question), number_of(chosen), g.now)
    except Refused as refused:
        return evidence_page(work, question, refused.sentence), 422
    return redirect(url_for(".evidence", question_id=question_id, done="withdrawn"))


@blueprint.get("/evidence/<commune>/<int:attachment_id>")
@requires(Step.READ_EVIDENCE)
def download(commune: str, attachment_id: int) -> Page:
    """One file of a commune's response, as a download."""
    with reading(engine()) as conn:
        found = attachments.attachment_by_id(conn, attachment_id)
    if found is None or not found.stands or found.commune_code != commune:
        abort(404)
    content = files().opened(found.sha256)
    name = f"{commune} {found.question_id} {found.name}"
    kind = found.kind.content_type
    answer = send_file(content, mimetype=kind, as_attachment=True, download_name=name)
    answer.content_length = found.size
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def evidence_page(work: Work, question: Question, refusal: Sentence | None = None) -> str:
    """The page of one question's files."""
    found = work.attached.get(question.id, ())
    return render_template(
        "filling/evidence.html",
        work=work,
        words=evidence_words,
        question=question,
        section=work.questionnaire.section(question.section),
        number=work.questionnaire.questions.index(question) + 1,
        attached=found,
        may_add=work.open and len(found) < MOST,
        may_change=work.open,
        most=MOST,
        refusal=refusal,
        done=request.args.get("done", ""),
    )


def question_or_404(work: Work, question_id: str) -> Question:
    """The question; 404 where the questionnaire has none of this id."""
    return work.questionnaire.by_id.get(question_id) or abort(404)


def place(work: Work, question: Question) -> Place:
    """The answer that this page's evidence belongs to."""
    return Place(work.round.id, work.commune.code, question.id, g.account)


def file_sent() -> AttachedFile:
    """The file of this post, judged by its content."""
    sent: FileStorage | None = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused(NOTHING_CHOSEN)
    return read_file(sent.filename, sent.read(LARGEST + 1))


def number_of(text: str) -> int:
    """The number of an attachment, as its button sends it."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(NO_SUCH_FILE)
    return int(text)
