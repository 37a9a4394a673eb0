"""Questionnaires of per cent questions in a few words, and frames of their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.answers import Answer, Answers
from forms.loading import load_text
from forms.questionnaire import Questionnaire
from reports.authoring.report import AuthoringReport, QuestionReport, authoring
from reports.frame import Frame, frame_of
from tests.reports.small_frames import the_method

Cell = float | Answer | None
HEAD = 'meta: {{id: asked, version: "1", title_vi: Hỏi, title_en: Asked}}\nsections:\n{}\nquestions:\n{}\n'


def asked(
    sections: Mapping[str, Mapping[str, float]], combine: str = "arithmetic"
) -> Questionnaire:
    """Section → question → weight; every section weighs 1, every question scores its own value."""
    tops = [
        f'- {{id: {each}, no: "", vi: {each} vi, en: {each} en, weight: 1, combine: {combine}}}'
        for each in sections
    ]
    questions = [
        f"- {{id: {name}, section: {section}, type: percent, vi: {name} vi, en: {name} en, scored: true, "
        f"weight: {weight}, score: {{expr: {name}, zero: 0, full: 100}}}}"
        for section, inside in sections.items()
        for name, weight in inside.items()
    ]
    return load_text(HEAD.format("\n".join(tops), "\n".join(questions)), "asked.yaml")


def frame(questionnaire: Questionnaire, columns: Mapping[str, Sequence[Cell]]) -> Frame:
    """Each question's answers, one a unit; None is unanswered."""
    size = max(map(len, columns.values()))
    units: dict[str, Answers] = {}
    for row in range(size):
        cells = {name: column[row] for name, column in columns.items()}
        units[f"u{row}"] = {
            name: cell if isinstance(cell, Answer) else Answer(value=cell)
            for name, cell in cells.items()
            if cell is not None
        }
    return frame_of(questionnaire, units, {})


def report(questionnaire: Questionnaire, columns: Mapping[str, Sequence[Cell]]) -> AuthoringReport:
    """The report on these answers."""
    return authoring(questionnaire, the_method(), frame(questionnaire, columns))


def by_id(found: AuthoringReport) -> dict[str, QuestionReport]:
    """Its questions by id."""
    return {each.figures.question.id: each for each in found.questions}
