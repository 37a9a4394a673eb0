"""What must not even be parsed: no zip, a password, a bomb, macros, links to other files, XML entities.

A workbook is a zip of XML. Its directory says how large every part unpacks to, and Python's zipfile
never gives more than that, so a bomb is seen before anything is unpacked.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from openpyxl import DEFUSEDXML

from forms.sentence import Refused, Sentence

ENCRYPTED = b"\xd0\xcf\x11\xe0"
SMALLEST_COUNTED = 10_000
# What reading a damaged or forged zip may raise.
ZIP_FAULTS = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    OverflowError,
    LookupError,
    struct.error,
    zlib.error,
)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", ".exe", ".dll")
EMBEDDED = ("/activex/", "/embeddings/", "/ctrlprops/")
LINKED = ("/externallinks/", "/querytables/", "xl/connections.xml")
MACRO_TYPE = b"macroEnabled"
DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)

NOT_A_WORKBOOK = Sentence(
    "không phải sổ tính Excel (.xlsx) hoặc tệp đã hỏng. Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "is not an Excel workbook (.xlsx), or is damaged. Open it in Excel and save it as .xlsx again.",
)
OLD_OR_ENCRYPTED = Sentence(
    "có mật khẩu hoặc là Excel cũ (.xls). Hãy bỏ mật khẩu và lưu lại dạng .xlsx.",
    "has a password or is an old .xls. Remove the password and save it as .xlsx.",
)
MACROS = Sentence(
    "chứa macro. Hãy lưu lại dạng .xlsx không macro.",
    "holds macros. Save it as .xlsx without macros.",
)
OBJECTS = Sentence(
    "có đối tượng nhúng ({part}). Hãy xóa đối tượng đó rồi lưu lại dạng .xlsx.",
    "holds an embedded object ({part}). Delete it and save the file as .xlsx again.",
)
LINKS = Sentence(
    "có liên kết tới tệp khác ({part}). Hãy cắt liên kết (Dữ liệu → Sửa liên kết) rồi lưu lại.",
    "links to other files ({part}). Break the links (Data → Edit Links) and save it again.",
)
BOMB = Sentence(
    "khi giải nén lớn bất thường nên không được mở. Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "would unpack to an abnormal size and was not opened. Open it in Excel and save it as .xlsx again.",
)
ENTITIES = Sentence(
    "có khai báo XML không được phép ({part}). Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "has XML declarations that are not allowed ({part}). Open it in Excel and save it as .xlsx again.",
)
if not DEFUSEDXML:
    raise ImportError("openpyxl must run with defusedxml: workbooks come from outside")


@dataclass(frozen=True, slots=True)
class Limits:
    """``unpacked``: bytes of all parts together; ``ratio``: of them to the file; ``parts``: how many."""

    unpacked: int
    ratio: int = 200
    parts: int = 10_000


def refuse_harmful(name: str, file: BinaryIO, limits: Limits) -> None:
    """Refuse what must not be parsed; the file is left at its start. ``name`` is for the sentence."""
    parts = parts_of(name, file)
    paths = [f"/{part.filename.lower()}" for part in parts]
    if any(path.endswith(MACRO_PARTS) for path in paths):
        raise refused_file(name, MACROS)
    refuse_bomb(name, file, parts, limits)
    file.seek(0)


def parts_of(name: str, file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The zip's directory, refused where there is none or the file is encrypted."""
    file.seek(0)
    if file.read(4) == ENCRYPTED:
        raise refused_file(name, OLD_OR_ENCRYPTED)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except ZIP_FAULTS as error:
        raise refused_file(name, NOT_A_WORKBOOK) from error
    if any(part.flag_bits & 1 for part in parts):
        raise refused_file(name, OLD_OR_ENCRYPTED)
    return parts


def refuse_bomb(
    name: str, file: BinaryIO, parts: Iterable[zipfile.ZipInfo], limits: Limits
) -> None:
    """Refuse what would unpack to too much, to far more than its size, or to too many parts."""
    sizes = [part.file_size for part in parts]
    size = max(file.seek(0, 2), SMALLEST_COUNTED)
    if len(sizes) > limits.parts or sum(sizes) > min(limits.unpacked, limits.ratio * size):
        raise refused_file(name, BOMB)


def refuse_active(name: str, file: BinaryIO) -> None:
    """Refuse what a plain form never holds: embedded objects, links, macro types, DTDs, entities.

    To be called after :func:`refuse_harmful`: it unpacks every part of XML.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for part in archive.namelist():
                refuse_part(name, part, archive.read(part) if is_xml(part) else b"")
    except ZIP_FAULTS as error:
        raise refused_file(name, NOT_A_WORKBOOK) from error
    file.seek(0)


def refuse_part(name: str, part: str, content: bytes) -> None:
    """Refuse one part by its place in the zip and, where it is XML, by what it declares."""
    path, shown = f"/{part.lower()}", part[:60]
    if any(each in path for each in EMBEDDED):
        raise refused_file(name, OBJECTS.filled(part=shown))
    if any(each in path for each in LINKED):
        raise refused_file(name, LINKS.filled(part=shown))
    if path == "/[content_types].xml" and MACRO_TYPE in content:
        raise refused_file(name, MACROS)
    if any(each in content for each in DECLARATIONS):
        raise refused_file(name, ENTITIES.filled(part=shown))


def is_xml(part: str) -> bool:
    """Whether a part is parsed as XML, by its name."""
    return part.lower().endswith((".xml", ".rels", ".vml"))


def refused_file(name: str, sentence: Sentence) -> Refused:
    """A refusal of the whole file, by its name."""
    return Refused(Sentence(f"Tệp {name} {sentence.vi}", f"File {name} {sentence.en}"))
