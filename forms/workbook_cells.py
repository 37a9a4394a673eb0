"""The first sheet of an untrusted xlsx workbook as raw cells, opened only after it proved harmless.

A workbook is a zip of XML: it is refused before parsing where it holds macros, would unpack to far
more than its size, or is encrypted. XML entities are refused by defusedxml, which
openpyxl uses; it reports them as a damaged file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from forms.sentence import Refused, Sentence

MOST_UNPACKED = 1_000_000_000
HIGHEST_RATIO = 200
ENCRYPTED = b"\xd0\xcf\x11\xe0"

NOT_A_WORKBOOK = (
    "không phải sổ tính Excel (.xlsx) hoặc tệp đã hỏng. Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "is not an Excel workbook (.xlsx), or is damaged. Open it in Excel and save it as .xlsx again.",
)
OLD_OR_ENCRYPTED = (
    "có mật khẩu hoặc là Excel cũ (.xls). Hãy bỏ mật khẩu và lưu lại dạng .xlsx.",
    "has a password or is an old .xls. Remove the password and save it as .xlsx.",
)
MACROS = (
    "chứa macro. Hãy lưu lại dạng .xlsx không macro.",
    "holds macros. Save it as .xlsx without macros.",
)
BOMB = (
    "khi giải nén lớn bất thường nên không được mở.",
    "would unpack to an abnormal size and was not opened.",
)
if not DEFUSEDXML:
    raise ImportError("openpyxl must run with defusedxml: workbooks come from outside")


def workbook_rows(path: Path) -> Iterator[Sequence[object]]:
    """The cells of the first sheet, row by row; a formula or an Excel error is refused by its cell."""
    refuse_harmful(path)
    try:
        with path.open("rb") as file:
            yield from first_sheet(path, file)
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError, IndexError) as error:
        raise refused(path, *NOT_A_WORKBOOK) from error
    except SyntaxError as error:  # XML parsers raise ParseError, a SyntaxError
        raise refused(path, *NOT_A_WORKBOOK) from error


def first_sheet(path: Path, file: BinaryIO) -> Iterator[Sequence[object]]:
    """The first sheet's cells, of a workbook that is open already."""
    workbook = load_workbook(file, read_only=True, keep_links=False)
    for row in workbook.worksheets[0].iter_rows():
        for column, cell in enumerate(row, 1):
            if cell.data_type in (TYPE_FORMULA, TYPE_ERROR):
                raise refused(path, *of_formula(f"{get_column_letter(column)}{cell.row}"))
        yield [cell.value for cell in row]


def refuse_harmful(path: Path) -> None:
    """Refuse what must not even be parsed: not a zip, encrypted, macros, a zip bomb."""
    with path.open("rb") as file:
        if file.read(4) == ENCRYPTED:
            raise refused(path, *OLD_OR_ENCRYPTED)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise refused(path, *NOT_A_WORKBOOK) from error
    if any(part.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for part in parts):
        raise refused(path, *MACROS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * max(path.stat().st_size, 10_000):
        raise refused(path, *BOMB)


def of_formula(place: str) -> tuple[str, str]:
    """The two languages of a refused formula, naming its cell."""
    return (
        f"ô {place} chứa công thức hoặc lỗi Excel. Hãy thay bằng giá trị (Dán đặc biệt → Giá trị).",
        f"cell {place} holds a formula or an Excel error. Replace it by its value (Paste special → Values).",
    )


def refused(path: Path, vi: str, en: str) -> Refused:
    """A refusal that names the workbook."""
    return Refused(Sentence(f"Tệp {path.name} {vi}", f"File {path.name} {en}"))
