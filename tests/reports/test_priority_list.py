"""The Excel annex: its figures are the table's, its look is official, and it is the same every time."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import textwrap
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from forms.answers import Answers
from reports.annex.common_sheets import TOPICS
from reports.annex.priority_list import middle_of, write_priority_list
from reports.annex.writing import LETTERS_TO_A_WIDTH
from reports.edition import Edition
from reports.method_file import load_method
from tests.reports.small_frames import edition_of, given, the_questionnaire

UNITS = (given(a=10, d="low"), given(b=20, region="hard"), given(b=None), given(a=None))
TABS = ["Danh sách ưu tiên", "Tổng hợp theo tỉnh", "Phương pháp", "Chưa xếp hạng", "Biểu đồ"]
FIRST = 10


def an_edition(*units: Answers) -> Edition:
    """An edition whose money columns are those of the annex."""
    edition = edition_of(*(units or UNITS))
    needs = edition.needs
    columns = {**needs.columns, "digitisation": needs.total * 0}
    return replace(edition, needs=replace(needs, columns=columns))


def places(edition: Edition, name: str = "Xã A") -> pd.DataFrame:
    codes = list(edition.table.index)
    province = ["Tỉnh Một" if number % 2 else "Tỉnh Hai" for number in range(len(codes))]
    return pd.DataFrame(
        {
            "name": [f"{name} {number}" for number in range(len(codes))],
            "kind": "xa",
            "province_code": ["01" if each == "Tỉnh Một" else "04" for each in province],
            "province_name": province,
        },
        index=pd.Index(codes, name="code"),
    )


def written(
    edition: Edition, *, language: str = "vi", simulated: bool = False, name: str = "Xã A"
) -> bytes:
    target = io.BytesIO()
    write_priority_list(
        target,
        edition,
        places(edition, name),
        round_name="Đợt 1",
        questionnaire=the_questionnaire(),
        method=load_method(),
        made_on=date(2026, 11, 24),
        simulated=simulated,
        language=language,
    )
    return target.getvalue()


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_there_is_a_sheet_for_each_topic() -> None:
    assert opened(written(an_edition())).sheetnames == TABS


def test_every_figure_of_the_list_is_the_tables_in_the_order_of_rank() -> None:
    edition = an_edition()
    sheet = opened(written(edition)).worksheets[0]
    ranked = edition.table[edition.table["rank"].notna()].sort_values("rank")
    rows = list(sheet.iter_rows(min_row=FIRST, max_row=FIRST + len(ranked) - 1, values_only=True))
    assert [cells[1] for cells in rows] == list(ranked.index)
    for cells, (_, row) in zip(rows, ranked.iterrows(), strict=True):
        names = ("remoteness", "readiness", "low", "high", "coverage", "priority", "rank")
        assert list(cells[5:12]) == pytest.approx([row[each] for each in names])
        needs = [
            row[f"need_{each}"] for each in ("infrastructure", "digitisation", "skills", "total")
        ]
        for cell, need in zip(cells[12:16], needs, strict=True):
            assert cell == ("chưa rõ" if pd.isna(need) else pytest.approx(need / 1e6))


def test_the_total_is_the_sum_and_equals_the_provinces() -> None:
    edition = an_edition()
    book = openpyxl.load_workbook(io.BytesIO(written(edition)), data_only=True)
    total = [cell.value for cell in book.worksheets[0][FIRST - 1]][12:16]
    ranked = edition.table[edition.table["rank"].notna()]
    assert total[3] == pytest.approx(ranked["need_total"].sum() / 1e6)
    provinces = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=9)]
    assert provinces[0][1] == "TỔNG SỐ"
    assert [row[0] for row in provinces[1:3]] == ["I", "II"]
    for column in range(6, 10):
        assert provinces[0][column] == pytest.approx(sum(row[column] for row in provinces[1:3]))
        assert provinces[0][column] == pytest.approx(total[column - 6])
    assert provinces[0][10] == pytest.approx(edition.table["need_total"].sum() / 1e6)
    assert provinces[0][10] > provinces[0][9]
    assert "kể cả xã chưa xếp hạng" in provinces[3][0]


def test_a_list_that_is_no_edition_says_so() -> None:
    for language, words in (
        ("vi", "không phải ấn bản đã công bố"),
        ("en", "not a published edition"),
    ):
        for sheet in opened(written(an_edition(), language=language)).worksheets:
            assert words in sheet.cell(4, 1).value


def test_those_not_ranked_are_listed_with_why() -> None:
    sheet = opened(written(an_edition())).worksheets[3]
    row = [cell.value for cell in sheet[9]]
    assert row[1] == "u4"
    assert "Chưa đủ số liệu" in row[5]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd", "-2"])
def test_a_name_is_never_a_formula(name: str) -> None:
    sheet = opened(written(an_edition(), name=name)).worksheets[0]
    cell = sheet.cell(FIRST, 4)
    assert cell.data_type == "s"
    assert str(cell.value).startswith(name)


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert written(an_edition()) == written(an_edition())


def test_an_edition_without_anyone_ranked_is_still_an_annex() -> None:
    assert opened(written(an_edition(given(a=None)))).sheetnames == TABS


def test_the_list_prints_on_a4_with_its_head_on_every_page() -> None:
    sheet = opened(written(an_edition())).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$7:$8"
    assert sheet.freeze_panes == "E10"
    assert sheet.auto_filter.ref == "A8:Q12"
    assert sheet["A10"].font.name == "Times New Roman"


def test_simulated_figures_say_so_on_every_sheet_and_every_printed_page() -> None:
    for sheet in opened(written(an_edition(), simulated=True)).worksheets:
        assert "MÔ PHỎNG" in str(sheet["A5"].value)
        assert "MÔ PHỎNG" in str(sheet.oddHeader.center.text)
    for sheet in opened(written(an_edition())).worksheets:
        assert "MÔ PHỎNG" not in str(sheet["A5"].value)


def test_every_row_is_tall_enough_for_its_longest_text() -> None:
    """LibreOffice prints a row as tall as the file says; a second line would be cut."""
    name = "Phường Văn Miếu - Quốc Tử Giám, tên dài"
    for sheet, topic in zip(
        opened(written(an_edition(), name=name)).worksheets, TOPICS, strict=True
    ):
        for row in sheet.iter_rows(min_row=9):
            for cell, width in zip(row, topic.widths, strict=False):
                if isinstance(cell.value, str) and cell.alignment.wrap_text and width > 13:
                    letters = int(LETTERS_TO_A_WIDTH * width)
                    lines = len(textwrap.wrap(cell.value, letters))
                    height = sheet.row_dimensions[cell.row].height or 15
                    merged = any(cell.coordinate in each for each in sheet.merged_cells.ranges)
                    assert merged or height >= 15 * lines, (sheet.title, cell.coordinate)


def test_the_agencys_name_and_the_motto_have_room_on_every_sheet() -> None:
    for topic in TOPICS:
        at = middle_of(topic.widths)
        assert min(sum(topic.widths[:at]), sum(topic.widths[at:])) >= 40, topic.title


def test_the_pictures_print_whole_on_one_page() -> None:
    sheet = opened(written(an_edition())).worksheets[4]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)


def test_the_method_speaks_the_readers_language() -> None:
    for language, money in (("vi", "Hạ tầng"), ("en", "Infrastructure")):
        sheet = opened(written(an_edition(), language=language)).worksheets[2]
        said = [str(cell.value) for row in sheet.iter_rows(min_row=9) for cell in row]
        assert any(each.startswith(money) for each in said)
        assert not any("infrastructure," in each for each in said)


def test_where_nothing_is_approved_no_section_is_blamed() -> None:
    sheet = opened(written(an_edition(given(a=10), {}))).worksheets[3]
    assert "Chưa có số liệu được duyệt" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_english_annex_has_english_headings() -> None:
    book = opened(written(an_edition(), language="en"))
    heads = [cell.value for cell in book.worksheets[0][7]]
    assert heads[:4] == ["No.", "Code", "Province", "Commune"]
    assert book.sheetnames[3] == "Not ranked"


@pytest.mark.libreoffice
def test_libreoffice_opens_and_prints_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: the gate must install it")
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "annex.xlsx").write_bytes(written(an_edition(), simulated=True))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "annex.xlsx")], check=True, capture_output=True, timeout=120
    )
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "annex.pdf"), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    assert "DANH SÁCH XÃ THEO THỨ TỰ ƯU TIÊN" in printed
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed
    assert "###" not in printed
