"""Excel forms to try things on: written, changed as people and programs change them, read back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from forms.answers import Answer, Answers
from forms.questionnaire import Questionnaire
from forms.workbook import write_form
from forms.workbook_answers import Judged, judge
from forms.workbook_form import Asked, Form
from forms.workbook_identity import Identity
from forms.workbook_returned import read_form
from tests.builders import BA_DINH, the_questionnaire

SECRET = "s" * 64
COLUMNS = {"answer": 4, "state": 5, "reason": 6, "note": 7}


def an_identity(questionnaire: Questionnaire, *, commune: str = BA_DINH) -> Identity:
    """Of the first round, from the third revision."""
    asked = questionnaire
    return Identity(1, commune, asked.id, asked.version, asked.sha256, 3)


def a_form(
    answers: Answers | None = None,
    *,
    questionnaire: Questionnaire | None = None,
    language: str = "vi",
    simulated: bool = False,
    identity: Identity | None = None,
) -> Form:
    """The form of Ba Đình."""
    asked = questionnaire or the_questionnaire()
    place = Asked(
        "Phường Ba Đình", "Hà Nội", "Đợt 1", date(2026, 9, 1), date(2026, 10, 31), simulated
    )
    who = identity or an_identity(asked)
    return Form(asked, who, place, answers or {}, date(2026, 9, 7), language)


def written(answers: Answers | None = None, **how: object) -> bytes:
    """The form's bytes."""
    return write_form(a_form(answers, **how), SECRET)  # type: ignore[arg-type]


def read(content: bytes, questionnaire: Questionnaire | None = None) -> Judged:
    """What a returned form says."""
    rows = read_form("biểu.xlsx", content, SECRET).rows
    return judge(questionnaire or the_questionnaire(), rows)


def cell_of(book: Workbook, question_id: str, part: str = "answer") -> Cell:
    """A question's cell, wherever its sheet is."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value == question_id:
                found = row[COLUMNS[part]]
                assert isinstance(found, Cell)
                return found
    raise KeyError(question_id)


def sheet_of(book: Workbook, question_id: str) -> Worksheet:
    """The sheet that asks a question."""
    sheet = cell_of(book, question_id).parent
    assert isinstance(sheet, Worksheet)
    return sheet


def changed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """The form after someone worked on it with another program, which drops what it does not know."""
    book = load_workbook(BytesIO(content))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled(cells: Mapping[str, object], content: bytes | None = None) -> bytes:
    """The form with these cells typed in: ``question`` or ``question/state``, ``/reason``, ``/note``."""

    def fill(book: Workbook) -> None:
        for name, value in cells.items():
            question_id, _, part = name.partition("/")
            cell_of(book, question_id, part or "answer").value = value  # type: ignore[assignment]

    return changed(content or written(), fill)


def answer_to(question_id: str, typed: object, **parts: object) -> Answer | None:
    """The answer that a typed cell becomes; it must not be refused."""
    cells = {question_id: typed, **{f"{question_id}/{part}": v for part, v in parts.items()}}
    judged = read(filled(cells))
    assert judged.refusals == ()
    return judged.answers[question_id]


def refusal_of(cells: Mapping[str, object]) -> str:
    """The refusal that these cells of one row bring, in English with its place; the others wait for it."""
    refusal, *waiting = read(filled(cells)).refusals
    assert all("in the same row" in each.sentence.en for each in waiting)
    assert refusal.placed.vi != refusal.placed.en
    return refusal.placed.en


def with_parts(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The zip with parts added, replaced, or (None) taken out."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        stood: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**stood, **parts}.items():
            if part is not None:
                archive.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of the zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)
