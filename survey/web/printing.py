"""Pages made for paper: the blank form for colleagues, and a copy of all answers to sign and file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, g, render_template, request

from forms.condition_words import condition_in_words
from forms.questionnaire import Question, Section
from forms.sentence import Sentence
from survey.accounts import Step
from survey.answer_words import settled_in_words
from survey.receipts import hash_of, in_groups, receipt_typed
from survey.responses import Response, Revision
from survey.rounds import Round
from survey.store import responses, rounds
from survey.store.database import reading
from survey.web.access import commune_or_404, requires
from survey.web.state import current_round, engine, questionnaire_of, register
from survey.web.work import Work, current_work

blueprint = Blueprint("printing", __name__)


@dataclass(frozen=True, slots=True)
class Blank:
    """A question of the paper form, numbered through the whole questionnaire."""

    number: int
    question: Question
    condition: Sentence | None


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words; ``note`` is what the commune wrote beside it."""

    number: int
    question: Question
    answer: Sentence
    note: str


@blueprint.get("/survey/paper")
@requires(Step.FILL)
def form() -> str:
    """The blank form of one section (``?section=``), or of all."""
    work, wanted = current_work(), request.args.get("section")
    chosen = [each for each in work.pages if wanted in (None, each.id)]
    if not chosen:
        abort(404)
    return render_template(
        "printing/form.html",
        work=work,
        parts=[(section, blanks(work, section)) for section in chosen],
        whole=wanted is None,
        respondent=work.questionnaire.meta.get("respondent_vi", ""),
    )


def blanks(work: Work, section: Section) -> list[Blank]:
    """The questions of a section to be answered on paper."""
    numbered = enumerate(work.questionnaire.questions, 1)
    return [
        Blank(number, question, condition_in_words(work.questionnaire, question))
        for number, question in numbered
        if question.section == section.id
    ]


@blueprint.get("/copies/<commune>")
@requires(Step.READ_RESPONSE)
def copy(commune: str) -> str:
    """All answers of a submission (``?receipt=``), or as they stand now, in official layout."""
    asked = commune_or_404(commune)
    asked_in, revision, receipt = revision_of(asked.code, request.args.get("receipt"))
    questionnaire = questionnaire_of(asked_in)
    columns = register().columns(asked.code)
    words = settled_in_words(questionnaire, revision.answers, columns)
    lines = [
        Line(
            number,
            question,
            words[question.id],
            "; ".join(note_of(revision, question.id)),
        )
        for number, question in enumerate(questionnaire.questions, 1)
    ]
    place = asked_in.id, asked.code, revision.number, revision.answers
    return render_template(
        "printing/copy.html",
        commune=asked,
        province=register().provinces[asked.province_code].name,
        round=asked_in,
        revision=revision,
        receipt=receipt,
        hash=in_groups(hash_of(*place)) if receipt else "",
        parts=[
            (section, [line for line in lines if line.question.section == section.id])
            for section in questionnaire.sections
            if questionnaire.questions_in(section.id)
        ],
        today=g.now,
    )


def note_of(revision: Revision, question_id: str) -> list[str]:
    """What the commune wrote beside an answer."""
    answer = revision.answers.get(question_id)
    return [] if answer is None else [each for each in (answer.note, answer.reason) if each]


def revision_of(commune_code: str, receipt: str | None) -> tuple[Round, Revision, str | None]:
    """The submission of this receipt; without one the newest submission that still stands, else now.

    The receipt is None where what is printed was not submitted. 404 where there is nothing to print.
    """
    with reading(engine()) as conn:
        running = current_round()
        now = None if running is None else responses.response_of(conn, running.id, commune_code)
        code = receipt or (standing_receipt(now) if now else None)
        if code is not None:
            found = responses.submission_of(conn, receipt_typed(code))
            asked_in = rounds.round_by_id(conn, found[0]) if found else None
            if found is None or asked_in is None or found[1] != commune_code:
                abort(404)
            return asked_in, found[2], code.upper()
        if running is None or now is None or not now.revision:
            abort(404)
        last = responses.revision_of(conn, running.id, commune_code, now.revision)
    return running, last or abort(404), None


def standing_receipt(response: Response) -> str | None:
    """The receipt of the answers as they stand: none once they are open to change again."""
    return response.receipt if response.status in ("submitted", "approved") else None
