"""A form that came back, as cells: opened behind every check, its rows found by their hidden marks.

What is wrong with the file as a whole is a :class:`Refused`; what is wrong with one cell is a
:class:`CellRefusal`, which names sheet and cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils import get_column_letter

from forms.sentence import Refused, Sentence
from forms.workbook_identity import NO_IDENTITY, TAMPERED, TWO_IDENTITIES, Identity, proved
from forms.workbook_marks import COLUMNS, HEAD, IDENTITY, QUESTION, question_mark
from forms.workbook_safety import (
    NOT_A_WORKBOOK,
    Limits,
    refuse_active,
    refuse_harmful,
    refused_file,
)

LARGEST_FORM = 2_000_000
LIMITS = Limits(unpacked=20_000_000, parts=400)
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 60, 2_000, 60
LONGEST_NAME = 80

TOO_LARGE = Sentence(
    "lớn hơn {most} MB nên không được nhận. Hãy bỏ hình ảnh và trang thừa rồi lưu lại.",
    "is over {most} MB and was not taken. Remove pictures and extra sheets and save it again.",
)
TOO_MANY_SHEETS = Sentence(
    "có hơn {most} trang. Hãy xóa các trang thừa rồi lưu lại.",
    "has more than {most} sheets. Delete the extra sheets and save it again.",
)
TOO_MANY_ROWS = Sentence(
    "có hơn {most} dòng ở trang “{sheet}”. Hãy xóa các dòng thừa rồi lưu lại.",
    "has more than {most} rows on sheet “{sheet}”. Delete the extra rows and save it again.",
)
OTHER_FORMS_SHEET = Sentence(
    "có trang “{sheet}” chép từ một biểu khác. Hãy tải biểu mới và chép số liệu (không chép trang) sang.",
    "has a sheet “{sheet}” copied from another form. Download a new form and copy the figures, not the sheet.",
)
NO_COLUMN = Sentence(
    "thiếu cột ở trang “{sheet}”: dòng ẩn đầu trang đã bị sửa. Hãy tải biểu mới và chép số liệu sang.",
    "lacks a column on sheet “{sheet}”: its hidden first row was changed. Download a new form and copy the figures over.",
)
NO_SHEETS = Sentence(
    "không còn trang câu hỏi nào. Hãy tải biểu mới và chép số liệu sang.",
    "has no sheet of questions left. Download a new form and copy the figures over.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands and what is in it; ``is_percent`` where it is formatted with %."""

    sheet: str
    at: str
    value: object = None
    is_formula: bool = False
    is_percent: bool = False

    @property
    def text(self) -> str:
        """The value as trimmed text; empty where there is none."""
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """One cell refused: which, and what to do. ``question_id`` is empty where it belongs to none."""

    sheet: str
    at: str
    sentence: Sentence
    question_id: str = ""

    @property
    def placed(self) -> Sentence:
        """The sentence with the cell's place before it."""
        vi, en = self.sentence.vi, self.sentence.en
        return Sentence(
            f"Ô {self.at}, trang “{self.sheet}”: {vi}",
            f"Cell {self.at}, sheet “{self.sheet}”: {en}",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One question's row: the cell that names it and the four that people fill in."""

    question: Cell
    answer: Cell
    state: Cell
    reason: Cell
    note: Cell

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold anything, of those to fill in."""
        return tuple(
            each for each in (self.answer, self.state, self.reason, self.note) if each.text
        )


@dataclass(frozen=True, slots=True)
class Returned:
    """A form that is proved to be ours: whose it is, and its rows in the order of the file."""

    identity: Identity
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells; rows and columns as they stand in the file."""

    name: str
    rows: Sequence[Sequence[Cell]] = field(default_factory=tuple)

    def starting(self, mark: str) -> Cell | None:
        """The first cell whose text starts with the mark."""
        found = (cell for row in self.rows for cell in row if cell.text.startswith(mark))
        return next(found, None)


def shown_name(name: str) -> str:
    """A file's name as it may be shown: its last part, printable, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[:LONGEST_NAME] or "?"


def read_form(name: str, content: bytes, secret: str) -> Returned:
    """The rows of a form that we signed. Raises Refused where the file is anything else."""
    name = shown_name(name)
    sheets = sheets_in(name, content)
    identity = identity_in(name, sheets, secret)
    mark = question_mark(identity.signature(secret))
    rows = tuple(row for sheet in sheets for row in rows_in(name, sheet, mark))
    if not rows:
        raise refused_file(name, NO_SHEETS)
    return Returned(identity, rows)


def sheets_in(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Every sheet's cells, after all that can be refused unparsed was refused."""
    if len(content) > LARGEST_FORM:
        raise refused_file(name, TOO_LARGE.filled(most=LARGEST_FORM // 1_000_000))
    file = BytesIO(content)
    refuse_harmful(name, file, LIMITS)
    refuse_active(name, file)
    try:
        return tuple(parsed(name, file))
    except Refused:
        raise
    except Exception as error:  # whatever the parser stumbles over is a damaged file
        raise refused_file(name, NOT_A_WORKBOOK) from error


def parsed(name: str, file: BytesIO) -> Iterator[Sheet]:
    """The sheets as openpyxl reads them."""
    workbook = load_workbook(file, read_only=True, keep_links=False)
    if len(workbook.worksheets) > MOST_SHEETS:
        raise refused_file(name, TOO_MANY_SHEETS.filled(most=MOST_SHEETS))
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        title = shown_name(str(sheet.title))
        limited = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
        rows = [
            [cell_of(title, number, column, cell) for column, cell in enumerate(row, 1)]
            for number, row in enumerate(limited, 1)
        ]
        if len(rows) > MOST_ROWS:
            raise refused_file(name, TOO_MANY_ROWS.filled(most=MOST_ROWS, sheet=title))
        yield Sheet(title, rows)


def cell_of(sheet: str, number: int, column: int, cell: object) -> Cell:
    """One of openpyxl's cells as ours; a cell that is not there has no value."""
    at = f"{get_column_letter(column)}{number}"
    value = getattr(cell, "value", None)
    if value is None:
        return Cell(sheet, at)
    is_formula = getattr(cell, "data_type", "") in (TYPE_FORMULA, TYPE_ERROR)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_percent = is_number and "%" in str(getattr(cell, "number_format", ""))
    return Cell(sheet, at, value, is_formula, is_percent)


def identity_in(name: str, sheets: Sequence[Sheet], secret: str) -> Identity:
    """The identity of the one hidden sheet that holds it."""
    found = [sheet for sheet in sheets if sheet.starting(IDENTITY)]
    if not found:
        raise refused_file(name, NO_IDENTITY)
    if len(found) > 1:
        raise refused_file(name, TWO_IDENTITIES)
    named: dict[str, str] = {}
    for row in found[0].rows:
        filled = [cell.text for cell in row if cell.text and not cell.is_formula]
        if len(filled) == 2:
            named.setdefault(*filled)
    identity = proved(named, secret)
    if identity is None:
        raise refused_file(name, TAMPERED.filled(sheet=found[0].name))
    return identity


def rows_in(name: str, sheet: Sheet, mark: str) -> Iterator[Row]:
    """The sheet's rows below its marks that hold anything; none where it has no marks."""
    marked = sheet.starting(QUESTION)
    if marked is None:
        return
    if marked.text != mark:
        raise refused_file(name, OTHER_FORMS_SHEET.filled(sheet=sheet.name))
    top = next(at for at, row in enumerate(sheet.rows) if marked in row)
    places = {cell.text: at for at, cell in enumerate(sheet.rows[top])}
    if not all(column in places for column in COLUMNS):
        raise refused_file(name, NO_COLUMN.filled(sheet=sheet.name))
    columns = [places[mark], *(places[column] for column in COLUMNS)]
    for cells in (*sheet.rows[:top], *sheet.rows[top + 1 :]):
        row = Row(*(cells[column] for column in columns))
        if row.question.text != HEAD and (row.question.text or row.filled):
            yield row
