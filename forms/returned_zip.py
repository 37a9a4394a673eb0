"""A zip of returned forms, one file at a time; its names are shown and never used as paths."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from forms.sentence import Refused, Sentence
from forms.workbook_returned import LARGEST_FORM, TOO_LARGE, shown_name
from forms.workbook_safety import (
    NOT_A_WORKBOOK,
    ZIP_FAULTS,
    Limits,
    parts_of,
    refuse_bomb,
    refused_file,
)

LARGEST_ZIP = 40_000_000
LIMITS = Limits(unpacked=400_000_000, parts=1_000)
MOST_FORMS = 400
UTF8_NAME = 0x800
A_WORKBOOK = "[Content_Types].xml"
# What operating systems and Excel leave beside the files that people mean.
LEFT_BEHIND = ("__MACOSX/", "._", "~$", ".DS_Store", "Thumbs.db", "desktop.ini")

EMPTY = Sentence(
    "không có biểu nào. Hãy nén các tệp .xlsx mà các xã đã điền.",
    "holds no forms. Zip the .xlsx files that the communes filled in.",
)
TOO_MANY = Sentence(
    "có hơn {most} tệp. Hãy chia thành nhiều tệp zip.",
    "holds more than {most} files. Split it into several zips.",
)


@dataclass(frozen=True, slots=True)
class InZip:
    """One file of the zip: its name as shown, and its bytes or why it was not read."""

    name: str
    content: bytes = b""
    refusal: Sentence | None = None


def files_in(name: str, file: BinaryIO) -> Iterator[InZip]:
    """The files of a zip; a workbook uploaded by itself is the only one. Raises Refused."""
    name = shown_name(name)
    parts = parts_of(name, file)
    refuse_bomb(name, file, parts, LIMITS)
    if any(part.filename == A_WORKBOOK for part in parts):
        file.seek(0)
        yield InZip(name, file.read(LARGEST_FORM + 1))
        return
    meant = [part for part in parts if is_meant(part)]
    if not meant:
        raise refused_file(name, EMPTY)
    if len(meant) > MOST_FORMS:
        raise refused_file(name, TOO_MANY.filled(most=MOST_FORMS))
    with zipfile.ZipFile(file) as archive:
        for part in meant:
            yield unpacked(archive, part)


def is_meant(part: zipfile.ZipInfo) -> bool:
    """Whether a file of the zip is one that a person put there."""
    last = part.filename.rsplit("/", 1)[-1]
    return not part.is_dir() and not any(
        each.startswith(LEFT_BEHIND) for each in (part.filename, last)
    )


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> InZip:
    """One file's bytes, refused before unpacking where it is larger than a form may be."""
    name = shown_name(readable_name(part))
    try:
        if part.file_size > LARGEST_FORM:
            raise refused_file(name, TOO_LARGE.filled(most=LARGEST_FORM // 1_000_000))
        return InZip(name, archive.read(part))
    except Refused as refused:
        return InZip(name, refusal=refused.sentence)
    except ZIP_FAULTS:
        return InZip(name, refusal=refused_file(name, NOT_A_WORKBOOK).sentence)


def readable_name(part: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: many programs write UTF-8 without saying so."""
    if part.flag_bits & UTF8_NAME:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return part.filename
