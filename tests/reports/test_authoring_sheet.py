"""The sheet that says what each question does: real numbers, the annex's language, every question."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.annex.priority_list import write_priority_list
from reports.authoring.report import AuthoringReport, authoring
from reports.authoring.tables import tables
from reports.authoring.workbook import write_authoring
from reports.edition import calculate
from reports.method_file import load_method
from tests.reports.asked import asked, frame
from tests.reports.test_authoring import A, B, C

QUESTIONNAIRE = asked({"one": {"a": 2, "copy": 1}, "two": {"c": 3, "few": 1}})
COLUMNS = {"a": A, "copy": A, "c": C, "few": [*B[:5], *[None] * 35]}
FRAME = frame(QUESTIONNAIRE, COLUMNS)
TABLE_HEADS = 3


def the_report() -> AuthoringReport:
    return authoring(QUESTIONNAIRE, load_method(), FRAME)


def written(folder: Path, language: str = "vi") -> openpyxl.Workbook:
    out = folder / "questions.xlsx"
    write_authoring(
        out, QUESTIONNAIRE, load_method(), FRAME, made_on=date(2026, 11, 24), language=language
    )
    return openpyxl.load_workbook(out)


def table_under(sheet: Worksheet, title: str) -> list[tuple[object, ...]]:
    """The rows under a table's title, headings and row of numbers, up to the next empty row."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[0] == title) + TABLE_HEADS
    end = next((n for n in range(at, len(rows)) if not any(rows[n])), len(rows))
    return rows[at:end]


def test_every_scored_question_stands_there_with_its_figures_as_numbers(tmp_path: Path) -> None:
    sheet = written(tmp_path).worksheets[0]
    rows = table_under(sheet, "Mỗi câu làm gì với chỉ số")
    expected = [each.figures for each in the_report().questions]
    assert [row[2] for row in rows] == [f"{name} vi" for name in COLUMNS]
    for row, figures in zip(rows[:3], expected, strict=False):
        assert row[3:7] == pytest.approx(
            (
                figures.counts.answered,
                figures.effect.nominal,
                figures.effect.effective,
                figures.effect.levelled.mean,
            )
        )
        assert "Trùng lặp" in str(row[13]) or row[2] == "c vi"


def test_what_is_not_known_is_said_in_words_and_is_never_0(tmp_path: Path) -> None:
    sheet = written(tmp_path, "en").worksheets[0]
    few = table_under(sheet, "What each question does to the index")[-1]
    assert few[3] == 5
    assert few[10] == few[11] == "too few answers"
    assert str(few[13]).startswith("Too few answers. Only 5 units answered")


def test_every_table_of_the_report_is_on_the_sheet(tmp_path: Path) -> None:
    sheet = written(tmp_path).worksheets[0]
    for table in tables(the_report()):
        assert len(table_under(sheet, table.title.vi)) == len(table.rows)
    doubles = table_under(sheet, "Các cặp câu gần như trùng nhau")
    assert (doubles[0][2], doubles[0][3], doubles[0][4]) == ("a vi", 1, "copy vi")


def test_the_matrix_holds_every_correlation(tmp_path: Path) -> None:
    sheet = written(tmp_path, "en").worksheets[1]
    rows = list(sheet.iter_rows(min_row=7, max_col=5, values_only=True))
    assert rows[0][1:] == tuple(COLUMNS)
    assert rows[1][1:] == pytest.approx((1, 1, rows[1][3], "too few answers"))
    assert rows[1][3] == pytest.approx(the_report().found.correlation[0, 2])


def test_the_annex_gets_the_sheet_in_its_own_layout() -> None:
    edition = calculate(QUESTIONNAIRE, load_method(), FRAME)
    columns = dict.fromkeys(("infrastructure", "digitisation", "skills"), edition.needs.total)
    object.__setattr__(edition.needs, "columns", columns)
    place = {"name": "Xã", "kind": "xa", "province_code": "01", "province_name": "Tỉnh"}
    places = pd.DataFrame([place] * len(FRAME), index=pd.Index(FRAME.codes, name="code"))
    content = io.BytesIO()
    write_priority_list(
        content,
        edition,
        places,
        round_name="Đợt 1",
        questionnaire=QUESTIONNAIRE,
        method=load_method(),
        made_on=date(2026, 11, 24),
        simulated=True,
        questions=the_report(),
    )
    sheet = openpyxl.load_workbook(content)["Câu hỏi"]
    cells = [str(row[0]) for row in sheet.iter_rows(max_row=9, values_only=True)]
    assert cells[1].startswith("PHỤ LỤC")
    assert cells[2] == "ĐÁNH GIÁ CÂU HỎI"
    assert "MÔ PHỎNG" in cells[4]
    assert cells[8] == "(1)"
    assert sheet["A8"].font.name == "Times New Roman"
    assert sheet.freeze_panes == "D10"
