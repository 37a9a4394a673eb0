"""A file of many units' answers, CSV or workbook, read as raw cells; the gate judges them later.

The first column is the unit's code, the others are question ids. What is wrong with the file as a
file is refused here, with the row and the column: nothing is guessed and nothing is dropped.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from forms.sentence import Refused, Sentence
from forms.workbook_cells import workbook_rows

LARGEST_FILE = 100_000_000
POINTED = re.compile(r"[+-]?(\d{0,30}\.\d{1,30}|\d{1,30}(\.\d{0,30})?[eE][+-]?\d{1,3})")
MOST_ROWS = 100_000
FIRST_ROW = Sentence(
    "dòng đầu phải là mã đơn vị rồi đến mã các câu hỏi.",
    "the first row must hold the unit code, then the question ids.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's raw cells by column; ``number`` is the row in the file, 1 being the head."""

    number: int
    code: str
    cells: dict[str, object]


@dataclass(frozen=True, slots=True)
class AnswersTable:
    """The question ids of the head, in file order, and a row for each unit."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's cells with the numbers of their rows; ``pointed``: a point in it can only be decimal."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[object]], ...]
    pointed: bool = False


def read_table(path: Path) -> AnswersTable:
    """Read a CSV (UTF-8, ``,`` or ``;``) or an xlsx workbook's first sheet.

    Raises :class:`Refused` where the file cannot be a table of answers: missing, over 100 MB, not
    UTF-8, no head, a column or a unit twice, a row without a code, a formula, more than 100,000 rows.
    """
    return table_of(path, read_sheet(path))


def read_sheet(path: Path, first_row: Sentence = FIRST_ROW) -> Sheet:
    """The cells as they stand, blank rows left out. Raises :class:`Refused`, as :func:`read_table`.

    ``first_row`` is said where there is no head: what it must hold.
    """
    refuse_unreadable(path)
    if path.suffix.lower() == ".csv":
        text = text_in(path)
        delimiter = delimiter_of(text)
        raw, pointed = csv_rows(path, text, delimiter), delimiter == ","
    else:
        raw, pointed = workbook_rows(path), False
    numbered = (
        (number, cells) for number, cells in enumerate(raw, 1) if any(map(is_filled, cells))
    )
    _, head = next(numbered, (1, ()))
    columns = head_of(path, [text_of(cell) for cell in head], first_row)
    return Sheet(columns, tuple(limited(path, numbered)), pointed)


def table_of(path: Path, sheet: Sheet) -> AnswersTable:
    """A sheet whose first column is the unit's code, the others question ids."""
    rows = tuple(
        row_of(
            path, number, sheet.head, [exact(cell) for cell in cells] if sheet.pointed else cells
        )
        for number, cells in sheet.rows
    )
    refuse_repeated(path, rows)
    return AnswersTable(sheet.head[1:], rows)


def refuse_unreadable(path: Path) -> None:
    """Refuse a file that is not there or too large, before opening it."""
    if not path.is_file():
        raise refusal(
            path, "không có tệp này. Hãy kiểm tra đường dẫn.", "no such file. Check the path."
        )
    if path.stat().st_size > LARGEST_FILE:
        raise refusal(
            path,
            "tệp lớn hơn 100 MB. Hãy tách thành nhiều tệp nhỏ hơn.",
            "the file is over 100 MB. Split it into smaller files.",
        )


def text_in(path: Path) -> str:
    """The text of a CSV; refused where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(
            path,
            "tệp không phải UTF-8. Trong Excel, hãy chọn Lưu thành «CSV UTF-8».",
            "the file is not UTF-8. In Excel, choose Save as «CSV UTF-8».",
        ) from error


def delimiter_of(text: str) -> str:
    """The one that the head uses more.

    Between commas a point can only be the decimal point: 74.580 is not 74 thousand. Between
    semicolons numbers are written as people here write them.
    """
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def csv_rows(path: Path, text: str, delimiter: str) -> Iterator[Sequence[object]]:
    """The cells of a CSV as text; a quoted cell may hold several lines."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise refusal(
            path,
            f"không đọc được CSV: {error}. Hãy xuất lại tệp từ Excel.",
            f"the CSV cannot be read: {error}. Export the file again.",
        ) from error


def exact(cell: object) -> object:
    """A number with a decimal point or an exponent as what it is; any other cell as it stands."""
    if not isinstance(cell, str) or not POINTED.fullmatch(cell.strip()):
        return cell
    return Decimal(cell.strip())


def head_of(path: Path, head: list[str], first_row: Sentence = FIRST_ROW) -> tuple[str, ...]:
    """The head's columns; refused where there is none or one stands twice."""
    while head and not head[-1]:
        head.pop()
    if len(head) < 2:
        raise refusal(path, first_row.vi, first_row.en)
    repeated = [name for name, times in Counter(head).items() if times > 1 or not name]
    if repeated:
        raise refusal(
            path,
            f"cột «{repeated[0][:40]}» có mặt hai lần hoặc để trống. Mỗi cột chỉ được có một lần.",
            f"column «{repeated[0][:40]}» stands twice or has no name. Each column may stand once.",
        )
    return tuple(head)


def row_of(path: Path, number: int, columns: tuple[str, ...], cells: Sequence[object]) -> Row:
    """One row; refused where it has no code or more cells than the head has columns."""
    code = text_of(cells[0])
    if not code:
        raise refusal(path, f"dòng {number} thiếu mã đơn vị.", f"row {number} has no unit code.")
    if any(map(is_filled, cells[len(columns) :])):
        raise refusal(
            path,
            f"dòng {number} (mã {code[:20]}) có nhiều ô hơn dòng đầu. Hãy kiểm tra dấu phẩy trong ô.",
            f"row {number} (code {code[:20]}) has more cells than the head. Check commas within cells.",
        )
    named = zip(columns[1:], cells[1:], strict=False)
    return Row(number, code, {name: cell for name, cell in named if is_filled(cell)})


def refuse_repeated(path: Path, rows: Iterable[Row]) -> None:
    """Refuse a unit that has two rows: which one counts is not ours to guess."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.code in seen:
            raise refusal(
                path,
                f"mã {row.code[:20]} có ở cả dòng {seen[row.code]} và dòng {row.number}. Mỗi đơn vị chỉ một dòng.",
                f"code {row.code[:20]} stands in rows {seen[row.code]} and {row.number}. One row a unit.",
            )
        seen[row.code] = row.number


def limited(
    path: Path, numbered: Iterable[tuple[int, Sequence[object]]]
) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows, refused past the most that one file may hold."""
    for count, row in enumerate(numbered, 1):
        if count > MOST_ROWS:
            raise refusal(
                path,
                "tệp có hơn 100.000 dòng. Hãy tách thành nhiều tệp.",
                "the file has more than 100,000 rows. Split it.",
            )
        yield row


def is_filled(cell: object) -> bool:
    """Whether a cell holds anything but space."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def text_of(cell: object) -> str:
    """A cell as trimmed NFC text; a whole number without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFC", "" if cell is None else str(cell)).strip()


def refusal(path: Path, vi: str, en: str) -> Refused:
    """A refusal that names the file."""
    return Refused(Sentence(f"Tệp {path.name}: {vi}", f"File {path.name}: {en}"))
