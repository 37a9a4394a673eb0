"""Files that are no form of ours, or would do harm: each refused unopened or unread, with what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook

from forms.sentence import Refused
from forms.workbook import write_form
from forms.workbook_identity import proved
from forms.workbook_returned import read_form, shown_name
from tests.builders import the_questionnaire
from tests.forms.forms_at_hand import (
    SECRET,
    a_form,
    an_identity,
    changed,
    part_of,
    sheet_of,
    with_parts,
    written,
)

FORM = written()
SHEET, TYPES = "xl/worksheets/sheet2.xml", "[Content_Types].xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'


def refused(content: bytes, name: str = "biểu.xlsx") -> str:
    """The English words of a refused file, which names the file in both languages."""
    with pytest.raises(Refused) as found:
        read_form(name, content, SECRET)
    said = found.value.sentence
    assert said.vi.startswith(f"Tệp {shown_name(name)}")
    assert said.en.startswith(f"File {shown_name(name)}")
    assert "Hãy" in said.vi
    return said.en


def zipped(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_plain_workbook() -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write(0, 0, "xin chào")
    return made.getvalue()


HARMFUL = {
    "nothing": (b"", "not an Excel workbook"),
    "text": (b"ma,so\n1,2\n", "not an Excel workbook"),
    "HTML named xlsx": (b"<html><table>", "not an Excel workbook"),
    "half a form": (FORM[: len(FORM) // 2], "not an Excel workbook"),
    "a password or an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "another zip": (zipped({"a.txt": b"a"}), "not an Excel workbook"),
    "OpenDocument": (zipped({"content.xml": b"<a/>"}), "not an Excel workbook"),
    "too large": (FORM + bytes(2_000_000), "over 2 MB"),
    "macros": (with_parts(FORM, {"xl/vbaProject.bin": b"x"}), "macros"),
    "the type of a workbook with macros": (
        with_parts(
            FORM, {TYPES: part_of(FORM, TYPES).replace(b"sheet.main", b"sheet.macroEnabled")}
        ),
        "macros",
    ),
    "a bomb by its ratio": (with_parts(FORM, {"xl/media/a.bin": bytes(19_000_000)}), "abnormal"),
    "a bomb by its total": (with_parts(FORM, {"xl/a.xml": bytes(21_000_000)}), "abnormal"),
    "a bomb of many parts": (
        with_parts(FORM, {f"xl/{number}.xml": b"<a/>" for number in range(500)}),
        "abnormal",
    ),
    "an entity": (with_parts(FORM, {SHEET: DTD + b"<worksheet/>"}), "XML declarations"),
    "an entity in UTF-16": (
        with_parts(FORM, {SHEET: DTD.decode().encode("utf-16")}),
        "XML declarations",
    ),
    "links to other files": (
        with_parts(FORM, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "links to other files",
    ),
    "a connection": (with_parts(FORM, {"xl/connections.xml": b"<a/>"}), "links to other files"),
    "an embedded object": (
        with_parts(FORM, {"xl/embeddings/oleObject1.bin": b"x"}),
        "embedded object",
    ),
    "broken XML": (with_parts(FORM, {SHEET: b"<worksheet"}), "damaged"),
    "a workbook that is no form": (a_plain_workbook(), "no hidden identity sheet"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_that_is_no_form_is_refused_with_its_reason(name: str) -> None:
    content, says = HARMFUL[name]
    assert says in refused(content)


def test_a_form_signed_with_another_secret_is_refused() -> None:
    assert "identity sheet that was changed" in refused(write_form(a_form(), "t" * 64))


@pytest.mark.parametrize("row", range(2, 9))
def test_a_change_of_any_line_of_the_identity_is_seen(row: int) -> None:
    def change(book: Workbook) -> None:
        cell = book["identity"].cell(row, 2)
        cell.value = str(cell.value)[:-1] + ("1" if str(cell.value)[-1] != "1" else "2")

    assert "identity sheet that was changed" in refused(changed(FORM, change))


def test_a_number_written_in_another_way_is_no_identity() -> None:
    lines = an_identity(the_questionnaire()).lines(SECRET)
    assert proved(lines, SECRET) == an_identity(the_questionnaire())
    for text in ("+3", " 3", "３", "3.0", "-3", "9" * 30, ""):
        assert proved({**lines, "revision": text}, SECRET) is None


def delete(name: str) -> Callable[[Workbook], None]:
    return lambda book: book.remove(book[name])


def test_a_form_without_its_identity_or_without_questions_is_refused() -> None:
    assert "no hidden identity" in refused(changed(FORM, delete("identity")))

    def without_questions(book: Workbook) -> None:
        for sheet in book.worksheets[1:7]:
            book.remove(sheet)

    assert "no sheet of questions" in refused(changed(FORM, without_questions))


def test_a_second_identity_is_refused() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["identity"])

    assert "two identity sheets" in refused(changed(FORM, copy))


def test_a_sheet_copied_from_another_form_is_refused_by_its_name() -> None:
    other = an_identity(the_questionnaire(), commune="00008")
    theirs = written(identity=replace(other, revision=1))

    def mix(book: Workbook) -> None:
        sheet = sheet_of(book, "infra_lan")
        marks = part_of(theirs, "xl/sharedStrings.xml").split(b"#question ")[1][:16]
        sheet.cell(1, 1).value = f"#question {marks.decode()}"

    said = refused(changed(FORM, mix))
    assert "“I. Hạ tầng và trang thiết bị” copied from another form" in said


def test_a_sheet_that_lost_a_column_is_refused_by_its_name() -> None:
    def cut(book: Workbook) -> None:
        sheet_of(book, "infra_lan").delete_cols(6)

    assert "lacks a column on sheet “I. Hạ tầng" in refused(changed(FORM, cut))


def test_too_many_sheets_and_too_many_rows_are_refused() -> None:
    def sheets(book: Workbook) -> None:
        for number in range(60):
            book.create_sheet(f"Nháp {number}")

    def rows(book: Workbook) -> None:
        sheet_of(book, "infra_lan").cell(5_000, 5).value = 1

    assert "more than 60 sheets" in refused(changed(FORM, sheets))
    assert "more than 2000 rows on sheet “I. Hạ tầng" in refused(changed(FORM, rows))


@pytest.mark.parametrize("ref", [b"A1", b"A1:XFD1048576"])
def test_what_a_sheet_says_of_its_own_size_is_not_believed(ref: bytes) -> None:
    sheet = part_of(FORM, SHEET)
    start = sheet.index(b'<dimension ref="') + 16
    end = sheet.index(b'"', start)
    lied = with_parts(FORM, {SHEET: sheet[:start] + ref + sheet[end:]})
    assert len(read_form("biểu.xlsx", lied, SECRET).rows) == 60


def test_a_row_said_to_be_far_below_is_refused_at_once() -> None:
    sheet = part_of(FORM, SHEET).replace(b'<row r="14"', b'<row r="99999999999"')
    assert "more than 2000 rows" in refused(with_parts(FORM, {SHEET: sheet}))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\biểu.xlsx", "biểu.xlsx"),
        ("a\x00\u202eb.xlsx", "ab.xlsx"),
        ("", "?"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_files_name_is_shown_but_never_a_path(name: str, shown: str) -> None:
    assert shown_name(name) == shown
