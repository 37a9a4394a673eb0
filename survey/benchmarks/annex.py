"""The annex of all communes against bare XlsxWriter writing the same cells; pictures are no cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from openpyxl import load_workbook
from xlsxwriter import Workbook

from forms.answers import read_answers
from forms.loading import load_questionnaire
from reports.annex.common_sheets import LIST_TITLE, TOPICS, write_charts
from reports.annex.priority_list import write_sheets
from reports.annex.writing import Annex
from reports.edition import calculate
from reports.frame import frame_of
from reports.method_file import load_method
from survey.benchmarks.measured import Measured, compared
from survey.communes import load_register
from survey.deciding.scoring import places_of
from survey.founding import SHIPPED_QUESTIONNAIRE
from survey.simulated.simulation import simulate

BOUND = 1.5
Cells = list[tuple[str, list[tuple[int, int, str | float]]]]


def measurements() -> Iterator[Measured]:
    """One: every commune of the register, with simulated answers."""
    annex = annex_of_all()
    cells = cells_of(written(annex))
    number = sum(len(each) for _, each in cells)
    yield compared(
        f"annex of {len(annex.places):,} communes",
        lambda: written(annex),
        "bare XlsxWriter",
        lambda: bare(cells),
        bound=BOUND,
        note=f"{number:,} cells, formats and print set-up ours",
    )


def annex_of_all() -> Annex:
    """Everything that the annex is written from."""
    register, asked = load_register(), load_questionnaire(SHIPPED_QUESTIONNAIRE)
    answers = {
        each.commune_code: read_answers(asked, each.raws)[0] for each in simulate(register, 2026)
    }
    columns = {code: register.columns(code) for code in answers}
    method, places = load_method(), places_of(register)
    edition = calculate(asked, method, frame_of(asked, answers, columns))
    return Annex(edition, places, asked, method, "Đợt 1", date(2026, 11, 1), True, "vi")


def written(annex: Annex) -> bytes:
    """Our workbook, without the sheet of pictures."""
    target = io.BytesIO()
    topics = [topic for topic in TOPICS if topic.write is not write_charts]
    write_sheets(target, annex, LIST_TITLE, topics)
    return target.getvalue()


def cells_of(content: bytes) -> Cells:
    """Every sheet's cells: row, column, value."""
    book = load_workbook(io.BytesIO(content), data_only=True)
    return [
        (
            sheet.title,
            [
                (cell.row - 1, cell.column - 1, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if isinstance(cell.value, str | int | float)
            ],
        )
        for sheet in book
    ]


def bare(cells: Cells) -> bytes:
    """The same cells by XlsxWriter's own calls, one format for all, nothing else."""
    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    form = workbook.add_format({"border": 1})
    for name, written_cells in cells:
        sheet = workbook.add_worksheet(name)
        for row, column, value in written_cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value, form)
            else:
                sheet.write_number(row, column, value, form)
    workbook.close()
    return target.getvalue()
