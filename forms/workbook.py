"""One commune's survey as an Excel form: to fill in anywhere, hand over, and upload.

A sheet for each section, today's answers filled in, and a hidden signed sheet that says whose form
it is. The same form gives the same bytes. Text never becomes a formula.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from forms.questionnaire import Kind
from forms.sentence import Sentence
from forms.workbook_cover import COVER, SIMULATED, write_cover
from forms.workbook_form import Form
from forms.workbook_formats import formats_of
from forms.workbook_marks import IDENTITY, question_mark, sheet_names
from forms.workbook_sheet import SectionSheet

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
LISTS_SHEET, IDENTITY_SHEET = "lists", "identity"
A4 = 9
FONT = '&"Times New Roman"'
PAGE = Sentence("Trang &P/&N", "Page &P of &N")
# Excel turns a typed 45% into a per cent only where it may change the cell's format.
ALLOWED = {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True}


def write_form(form: Form, secret: str) -> bytes:
    """The form as the bytes of an xlsx workbook, signed with ``secret``."""
    content = BytesIO()
    workbook = Workbook(content, OPTIONS)
    made = datetime(form.made_on.year, form.made_on.month, form.made_on.day)  # noqa: DTZ001
    workbook.set_properties({"title": form.say(form.questionnaire.title), "created": made})
    formats = formats_of(workbook)
    names = sheet_names([form.say(COVER), *map(form.heading_of, form.sections)])
    cover, *sheets = [workbook.add_worksheet(name) for name in names]
    write_cover(cover, form, formats)
    lists = write_lists(workbook.add_worksheet(LISTS_SHEET), form)
    mark = question_mark(form.identity.signature(secret))
    for section, cells in zip(form.sections, sheets, strict=True):
        SectionSheet(form, section, cells, formats, lists).write(mark)
    for cells in (cover, *sheets):
        frame(cells, form)
    write_identity(workbook.add_worksheet(IDENTITY_SHEET), form, secret)
    workbook.close()
    return content.getvalue()


def write_lists(cells: Worksheet, form: Form) -> dict[str, str]:
    """The options of every choice, hidden, a column each; question id → the range of its options."""
    ranges: dict[str, str] = {}
    choices = [each for each in form.questionnaire.questions if each.kind is Kind.CHOICE]
    for column, question in enumerate(choices):
        for row, option in enumerate(question.options):
            cells.write_string(row, column, form.say(option.label))
        ranges[question.id] = absolute(column, len(question.options))
    hide(cells)
    return ranges


def absolute(column: int, rows: int) -> str:
    """The first ``rows`` cells of a column of the lists, as a formula names them."""
    tens, ones = divmod(column, 26)
    letters = (chr(64 + tens) if tens else "") + chr(65 + ones)
    return f"={LISTS_SHEET}!${letters}$1:${letters}${rows}"


def write_identity(cells: Worksheet, form: Form, secret: str) -> None:
    """Whose form it is, hidden and signed."""
    cells.write_string(0, 0, IDENTITY)
    for row, (name, text) in enumerate(form.identity.lines(secret).items(), 1):
        cells.write_string(row, 0, name)
        cells.write_string(row, 1, text)
    hide(cells)


def hide(cells: Worksheet) -> None:
    """Out of sight and not to be changed by mistake; no secret is kept by it."""
    cells.very_hidden()
    cells.protect()


def frame(cells: Worksheet, form: Form) -> None:
    """How a sheet prints (A4, one page wide, numbered), and that only the white cells take text."""
    cells.set_paper(A4)
    cells.fit_to_pages(1, 0)
    cells.set_margins(left=0.5, right=0.4, top=0.7, bottom=0.6)
    cells.hide_gridlines(2)
    cells.set_footer(f"&C{FONT}{form.say(PAGE)}")
    if form.asked.simulated:
        cells.set_header(f"&C{FONT}&B{form.say(SIMULATED)}")
    cells.protect("", ALLOWED)
