"""Pages: what each question does to the index, for whoever asks again next year."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from forms.xlsform import version_of, write_xlsform
from reports.authoring.associations import Pair
from reports.authoring.report import AuthoringReport, QuestionReport
from survey.accounts import Step
from survey.web.access import requires
from survey.web.language import language
from survey.web.questions_table import COLUMNS, in_order, read_order, written
from survey.web.scored import newest
from survey.web.sent_files import workbook_sent
from survey.web.state import current_round, questionnaire_of

blueprint = Blueprint("questions", __name__, url_prefix="/ministry/questions")
NEAREST = 5


@blueprint.get("")
@requires(Step.DECIDE)
def every() -> str:
    """Every question with its verdict and figures, sorted as the address says."""
    scored = newest()
    if scored is None:
        return render_template("deciding/no_round.html")
    report, order = scored.questions, read_order(request.args)
    return render_template(
        "questions/every.html",
        report=report,
        order=order,
        columns=COLUMNS,
        rows=[] if report is None else in_order(report, order),
        written=lambda column, row: written(column, row, language()),
        by_id={question.id: question for question in scored.questionnaire.questions},
        sections={section.id: section for section in scored.questionnaire.sections},
    )


@blueprint.get("/form.xlsx")
@requires(Step.DECIDE)
def xlsform() -> Response | str:
    """The questionnaire of the newest round as an XLSForm, for ODK and KoboToolbox."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    asked = questionnaire_of(running)
    return workbook_sent(write_xlsform(asked), f"{asked.id}-{version_of(asked)}-xlsform.xlsx")


@blueprint.get("/<question_id>")
@requires(Step.DECIDE)
def one(question_id: str) -> str:
    """One question: its verdict, every figure explained, its answers, what goes with it."""
    scored = newest()
    if scored is None:
        return render_template("deciding/no_round.html")
    if question_id not in scored.questionnaire.by_id:
        abort(404)
    report = scored.questions
    if report is None:
        return render_template("questions/every.html", report=None)
    row = next(each for each in report.questions if each.figures.question.id == question_id)
    return render_template(
        "questions/one.html",
        row=row,
        figures=row.figures,
        columns=COLUMNS,
        written=lambda column: written(column, row, language()),
        by_id=scored.questionnaire.by_id,
        section=scored.questionnaire.section(row.figures.question.section),
        neighbours=neighbours(report, row),
    )


def neighbours(report: AuthoringReport, row: QuestionReport) -> list[Pair]:
    """The questions that go with this one most closely, whichever way, the closest first."""
    name = row.figures.question.id
    around = [
        Pair(name, pair.second if pair.first == name else pair.first, pair.r)
        for pair in report.found.pairs()
        if name in (pair.first, pair.second)
    ]
    return sorted(around, key=lambda pair: -abs(pair.r))[:NEAREST]
