"""The first sheet of an untrusted xlsx workbook as raw cells, opened only after it proved harmless.

A workbook is a zip of XML: it is refused before parsing where it holds macros, would unpack to far
more than its size, or is encrypted. XML entities are refused by defusedxml, which
openpyxl uses; it reports them as a damaged file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from forms.sentence import Sentence
from forms.workbook_safety import NOT_A_WORKBOOK, Limits, refuse_harmful, refused_file

MOST_UNPACKED = 1_000_000_000


def workbook_rows(path: Path) -> Iterator[Sequence[object]]:
    """The cells of the first sheet, row by row; a formula or an Excel error is refused by its cell."""
    with path.open("rb") as file:
        refuse_harmful(path.name, file, Limits(MOST_UNPACKED))
        yield from refusing_damaged(path, file)


def refusing_damaged(path: Path, file: BinaryIO) -> Iterator[Sequence[object]]:
    """The first sheet's cells; whatever the parser stumbles over is a damaged file."""
    try:
        yield from first_sheet(path, file)
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError, IndexError) as error:
        raise refused_file(path.name, NOT_A_WORKBOOK) from error
    except SyntaxError as error:  # XML parsers raise ParseError, a SyntaxError
        raise refused_file(path.name, NOT_A_WORKBOOK) from error


def first_sheet(path: Path, file: BinaryIO) -> Iterator[Sequence[object]]:
    """The first sheet's cells, of a workbook that is open already."""
    workbook = load_workbook(file, read_only=True, keep_links=False)
    for row in workbook.worksheets[0].iter_rows():
        for column, cell in enumerate(row, 1):
            if cell.data_type in (TYPE_FORMULA, TYPE_ERROR):
                place = f"{get_column_letter(column)}{cell.row}"
                raise refused_file(path.name, of_formula(place))
        yield [cell.value for cell in row]


def of_formula(place: str) -> Sentence:
    """A refused formula, naming its cell."""
    return Sentence(
        f"ô {place} chứa công thức hoặc lỗi Excel. Hãy thay bằng giá trị (Dán đặc biệt → Giá trị).",
        f"cell {place} holds a formula or an Excel error. Replace it by its value (Paste special → Values).",
    )
