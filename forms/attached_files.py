"""A file handed in as evidence: judged by its content alone, and named so that the name is harmless.

Nothing here renders or executes a file. A name's ending is not believed: the content says the kind,
and the kind gives the ending and the content type.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forms.sentence import Refused, Sentence
from forms.workbook_safety import Limits, parts_of, refuse_active, refuse_harmful

LARGEST = 5 * 1024 * 1024
MOST_UNPACKED = 100_000_000
LONGEST_NAME = 80
PNG = b"\x89PNG\r\n\x1a\n"
PDF_END_WITHIN = 2048
# Markers of JPEG that stand alone, and those that begin a frame.
ALONE = {0x01, *range(0xD0, 0xD8)}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}

EMPTY = Sentence(
    "Tệp {name} trống. Hãy chọn lại tệp có nội dung.",
    "File {name} is empty. Choose a file with content.",
)
TOO_LARGE = Sentence(
    "Tệp {name} lớn hơn 5 MB. Hãy chụp hoặc quét lại ở độ phân giải thấp hơn, hoặc tách tệp.",
    "File {name} is over 5 MB. Take or scan it again at a lower resolution, or split it.",
)
WRONG_TYPE = Sentence(
    "Tệp {name} có nội dung không phải PDF, ảnh JPEG, ảnh PNG hoặc Excel (.xlsx), dù tên là gì. Hãy lưu lại đúng dạng rồi gửi.",
    "What file {name} holds is no PDF, JPEG, PNG or Excel workbook (.xlsx), whatever its name. Save it as one of these and send it again.",
)
DAMAGED = Sentence(
    "Tệp {name} bị hỏng hoặc chưa tải hết. Hãy mở kiểm tra, lưu lại rồi gửi.",
    "File {name} is damaged or cut off. Open it, save it again and send it.",
)


class FileKind(StrEnum):
    """What a file may be."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    WORKBOOK = "xlsx"

    @property
    def content_type(self) -> str:
        """The one content type that files of this kind are sent with."""
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that may be kept: its content, its kind, and a name safe to show and to send."""

    content: bytes
    kind: FileKind
    name: str


def read_file(name: str, content: bytes) -> AttachedFile:
    """Judge a file by its content. Raises :class:`Refused` with what to do."""
    stem = plain_stem(name)
    if not content:
        raise Refused(EMPTY.filled(name=stem))
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE.filled(name=stem))
    kind = kind_of(stem, content)
    return AttachedFile(content, kind, f"{stem}.{kind.value}")


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of a content, whole and harmless to open; raises :class:`Refused` otherwise."""
    if content.startswith(b"%PDF-"):
        require(name, b"%%EOF" in content[-PDF_END_WITHIN:])
        return FileKind.PDF
    if content.startswith(PNG):
        require(name, is_whole_png(content))
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        require(name, is_whole_jpeg(content))
        return FileKind.JPEG
    if content.startswith(b"PK\x03\x04"):
        refuse_no_workbook(name, content)
        return FileKind.WORKBOOK
    raise Refused(WRONG_TYPE.filled(name=name))


def require(name: str, whole: bool) -> None:
    """Refuse what is not whole."""
    if not whole:
        raise Refused(DAMAGED.filled(name=name))


def refuse_no_workbook(name: str, content: bytes) -> None:
    """Refuse a zip that is no workbook or would be harmful to open: macros, bombs, entities, links."""
    file = io.BytesIO(content)
    parts = {part.filename for part in parts_of(name, file)}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= parts:
        raise Refused(WRONG_TYPE.filled(name=name))
    refuse_harmful(name, file, Limits(MOST_UNPACKED))
    refuse_active(name, file)


def is_whole_png(content: bytes) -> bool:
    """Whether every chunk is there with its checksum, from the head to the end and nothing after."""
    chunks = list(chunks_of(content))
    kinds = [kind for kind, _ in chunks]
    return (
        kinds[:1] == [b"IHDR"]
        and b"IDAT" in kinds
        and kinds[-1] == b"IEND"
        and kinds.count(b"IEND") == 1
        and chunks[-1][1] == len(content)
    )


def chunks_of(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The chunks of a PNG, each with where it ends, up to the first that is broken."""
    at = len(PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if end > len(content):
            return
        (checksum,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != checksum:
            return
        yield content[at + 4 : at + 8], end
        at = end


def is_whole_jpeg(content: bytes) -> bool:
    """Whether segments lead to a frame and a scan, and the scan to an end; cameras add more after it."""
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return framed and b"\xff\xd9" in content[at:]
        if marker in ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        framed = framed or marker in FRAMES
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + max(length, 2)
    return False


def plain_stem(name: str) -> str:
    """A name without its path and ending: letters, digits, spaces, ``-`` and ``_``; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    kept = "".join(each if each.isalnum() or each in " -_()" else " " for each in stem)
    return " ".join(kept.split())[:LONGEST_NAME].strip() or "minh chung"
