"""A file of many communes' answers, as people really hand them over."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from forms.answers_table import read_table
from forms.sentence import Refused


def a_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "trả lời.csv"
    path.write_bytes(text.encode(encoding))
    return path


def a_workbook(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "trả lời.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet: Worksheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_csv_is_read_by_the_heads_own_delimiter_and_with_a_byte_order_mark(
    tmp_path: Path,
) -> None:
    for text in ("code,pc,lan\n00004,12,full\n", "\ufeffcode;pc;lan\r\n00004;12;full\r\n"):
        table = read_table(a_csv(tmp_path, text))
        assert table.columns == ("pc", "lan")
        assert table.rows[0].code == "00004"
        assert table.rows[0].cells == {"pc": "12", "lan": "full"}


def test_a_workbook_keeps_numbers_as_numbers_and_an_empty_cell_is_no_answer(tmp_path: Path) -> None:
    table = read_table(a_workbook(tmp_path, [["code", "pc", "lan"], ["00004", 12, None]]))
    assert table.rows[0].cells == {"pc": 12}
    assert table.rows[0].number == 2


def test_blank_rows_are_passed_over_but_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = read_table(a_csv(tmp_path, "code,pc\n\n00004,1\n,\n00008,2\n"))
    assert [(row.number, row.code) for row in table.rows] == [(3, "00004"), (5, "00008")]


def test_text_in_decomposed_unicode_is_composed_in_codes_and_head(tmp_path: Path) -> None:
    table = read_table(a_csv(tmp_path, unicodedata.normalize("NFD", "mã,số_máy\nxã,1\n")))
    assert table.columns == ("số_máy",)
    assert table.rows[0].code == "xã"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "first row must hold"),
        ("code\n00004\n", "first row must hold"),
        ("code,pc,pc\n00004,1,2\n", "column «pc» stands twice"),
        ("code,,pc\n00004,1,2\n,\n", "has no name|stands twice"),
        ("code,pc\n00004,1\n00004,2\n", "rows 2 and 3"),
        ("code,pc\n,1\n", "row 2 has no unit code"),
        ("code,pc\n00004,1,2\n", "more cells than the head"),
        ('code,pc\n00004,"1\n', "cannot be read"),
    ],
)
def test_a_broken_csv_is_refused_with_the_row_and_what_to_do(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read_table(a_csv(tmp_path, text))
    assert refused.value.sentence.vi.startswith("Tệp trả lời.csv")


def test_a_csv_in_an_old_encoding_is_refused_with_how_to_save_it(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="CSV UTF-8"):
        read_table(a_csv(tmp_path, "mã,số\n1,2\n", "utf-16"))


def test_a_formula_is_refused_by_its_cell(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cell B2 holds a formula"):
        read_table(a_workbook(tmp_path, [["code", "pc"], ["00004", "=1+1"]]))


def test_a_file_over_100_mb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "lớn.csv"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(Refused, match="over 100 MB"):
        read_table(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        read_table(tmp_path / "không có.csv")


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one more part, or with that part's content replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, old in {**parts, name: content}.items():
            archive.writestr(part, content if part == name else old)
    return path


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("xl/vbaProject.bin", b"macro", "holds macros"),
        ("xl/media/zeros.bin", bytes(50_000_000), "abnormal size"),
        ("xl/worksheets/sheet1.xml", b"<broken", "is damaged"),
        (
            "xl/worksheets/sheet1.xml",
            b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="http://schemas.openxmlformats.org/'
            b'spreadsheetml/2006/main"><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData>'
            b"</worksheet>",
            "is damaged",
        ),
    ],
)
def test_a_harmful_workbook_is_refused(
    tmp_path: Path, part: str, content: bytes, says: str
) -> None:
    path = with_part(a_workbook(tmp_path, [["code", "pc"], ["00004", 1]]), part, content)
    with pytest.raises(Refused, match=says):
        read_table(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not an Excel"),
        (b"PK\x03\x04 nonsense", "not an Excel"),
        (b"\xd0\xcf\x11\xe0", "password"),
    ],
)
def test_what_is_not_a_workbook_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=says):
        read_table(path)
