"""The authoring report as a workbook of its own, for the author of any questionnaire."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.annex.priority_list import write_sheets
from reports.annex.topics import Topic
from reports.annex.writing import FIRST_ROW, Annex, Sheet
from reports.authoring import words
from reports.authoring.report import AuthoringReport, authoring
from reports.authoring.sheet import HEAD_HEIGHT, QUESTIONS, write_cell
from reports.edition import calculate
from reports.frame import Frame
from reports.method import Method

LABEL_WIDTH = 42
NAME = Sentence("Tương quan", "Correlations")
MATRIX_TITLE = Sentence(
    "TƯƠNG QUAN PEARSON GIỮA ĐIỂM CÁC CÂU", "PEARSON'S CORRELATIONS BETWEEN SCORES OF QUESTIONS"
)


def write_authoring(
    target: Path,
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    *,
    made_on: date,
    language: str = "vi",
) -> AuthoringReport:
    """Write what each question does, and the whole matrix of correlations; returns the report.

    Raises Refused where no unit answered anything.
    """
    edition = calculate(questionnaire, method, frame)
    report = authoring(questionnaire, method, frame, edition.readiness)
    title = questionnaire.title.in_language(language)
    annex = Annex(
        edition,
        pd.DataFrame(),
        questionnaire,
        method,
        title,
        made_on,
        simulated=False,
        language=language,
        questions=report,
    )
    widths = (LABEL_WIDTH, *(10,) * max(1, len(report.found.names)))
    matrix = Topic(NAME, MATRIX_TITLE, widths, write_matrix)
    write_sheets(target, annex, words.TITLE, (QUESTIONS, matrix), official=False)
    return report


def write_matrix(page: Sheet) -> None:
    """Every scored question against every other."""
    report = page.annex.questions
    assert report is not None
    found, by_id = report.found, report.questionnaire.by_id
    page.text(FIRST_ROW, 0, "", "head")
    page.cells.set_row(FIRST_ROW, HEAD_HEIGHT)
    for at, name in enumerate(found.names, 1):
        page.text(FIRST_ROW, at, name, "head")
        label = page.annex.say(by_id[name].alone)
        page.tall_enough(FIRST_ROW + at, (label, LABEL_WIDTH))
        page.text(FIRST_ROW + at, 0, label)
        for column, r in enumerate(found.correlation[at - 1], 1):
            write_cell(page, FIRST_ROW + at, column, float(r), "hundredths")
    page.cells.freeze_panes(FIRST_ROW + 1, 1)
