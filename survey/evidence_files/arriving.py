"""A file that a device sends in pieces: put together, checked against its hash, judged, attached once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from forms.attached_files import LARGEST, TOO_LARGE, AttachedFile, plain_stem, read_file
from forms.sentence import Refused, Sentence
from survey.evidence_files.attaching import Place, arrived_as, attach, refuse_unless_open
from survey.evidence_files.attachments import Attachment
from survey.store import attachments
from survey.store.database import reading
from survey.store.file_places import IncomingFiles, KeptFiles
from survey.store.files import NotKept, name_of

CHANGED_ON_THE_WAY = Sentence(
    "Tệp {name} đến máy chủ không còn nguyên vẹn nên không được nhận. Hãy bấm “Gửi lại”, hoặc chọn lại tệp.",
    "File {name} did not arrive as it was and was not taken. Press “Send again”, or choose the file again.",
)
NOT_OF_THIS_FILE = Sentence(
    "Phần vừa gửi không thuộc tệp {name}; chưa có gì thay đổi. Hãy chọn lại tệp.",
    "What was sent is no part of file {name}; nothing has changed. Choose the file again.",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file behind its first ``at``; ``size`` and ``sha256`` are those of the whole."""

    key: str
    name: str
    size: int
    sha256: str
    at: int
    content: bytes


def arrive(
    engine: Engine,
    files: KeptFiles,
    incoming: IncomingFiles,
    place: Place,
    piece: Piece,
    *,
    now: datetime,
) -> Attachment | int:
    """Take a piece; how many bytes are there, or the attachment once all are. Raises Refused.

    A file that has arrived under this key answers as it did then, whatever became of it since.
    """
    with reading(engine) as connection:
        for before in attachments.attached(connection, *place.key):
            if arrived_as(before, piece.key):
                return before
        refuse_unless_open(connection, place, now)
    refuse_misfit(piece)
    account = place.account.id
    have = incoming.add(account, piece.key, piece.at, piece.content)
    if have < piece.size:
        return have
    try:
        file = judged(piece, incoming.whole(account, piece.key))
        made = attach(engine, files, place, file, now, key=piece.key)
    except NotKept:
        # What has come stays: the device need not send it all once more.
        raise
    except Refused:
        incoming.forget(account, piece.key)
        raise
    incoming.forget(account, piece.key)
    return made


def judged(piece: Piece, content: bytes) -> AttachedFile:
    """The file, where it is what the device had and of a kind that is taken. Raises Refused."""
    if name_of(content) != piece.sha256:
        raise Refused(CHANGED_ON_THE_WAY.filled(name=plain_stem(piece.name)))
    return read_file(piece.name, content)


def refuse_misfit(piece: Piece) -> None:
    """Refuse a file that is too large before it comes, and a piece beyond the file's own end."""
    if piece.size > LARGEST:
        raise Refused(TOO_LARGE.filled(name=plain_stem(piece.name)))
    if piece.at + len(piece.content) > piece.size:
        raise Refused(NOT_OF_THIS_FILE.filled(name=plain_stem(piece.name)))
