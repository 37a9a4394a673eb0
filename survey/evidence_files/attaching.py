"""Attaching a file to an answer and withdrawing it: the file first, then its row and the journal together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.attached_files import AttachedFile
from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.evidence_files.attachments import Attachment, refuse_too_many
from survey.refused_steps import refuse_unless
from survey.saving import writable_round
from survey.store import attachments, journal, responses
from survey.store.database import reading, writing
from survey.store.file_places import KeptFiles
from survey.store.files import name_of

NO_SUCH_FILE = Sentence(
    "Tệp này không còn đính kèm ở câu này. Hãy tải lại trang.",
    "This file is not attached to this question any more. Reload the page.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """The answer that evidence belongs to, and who works on it."""

    round_id: int
    commune_code: str
    question_id: str
    account: Account

    @property
    def key(self) -> tuple[int, str, str]:
        """Round, commune, question."""
        return self.round_id, self.commune_code, self.question_id


def attach(
    engine: Engine,
    files: KeptFiles,
    place: Place,
    file: AttachedFile,
    at: datetime,
    *,
    key: str | None = None,
) -> Attachment:
    """Keep a file and attach it; the same file again changes nothing. Raises Refused.

    The content is kept before its row is written: no row is ever without its file, and who saves answers need
    not wait while it is written. ``key`` is a device's own of a file that it sends until it is answered.
    """
    with reading(engine) as connection:
        refuse_unless_open(connection, place, at)
    files.keep(file.content)
    with writing(engine) as connection:
        refuse_unless_open(connection, place, at)
        before = attachments.attached(connection, *place.key)
        for same in before:
            if arrived_as(same, key) or (same.stands and same.sha256 == name_of(file.content)):
                return same
        refuse_too_many(before)
        made = attachments.add(connection, place.key, file, by=place.account.name, at=at, key=key)
        enter(connection, place, made, "attach", at)
        # Whoever tidies takes their turn as a writer too: what they took away is back.
        files.keep_with(connection, file.content)
    return made


def arrived_as(attachment: Attachment, key: str | None) -> bool:
    """Whether an attachment arrived under this key of a device."""
    return key is not None and attachment.key == key


def withdraw(engine: Engine, place: Place, attachment_id: int, at: datetime) -> None:
    """Take a file back: it stays kept, but is no evidence any more. Raises Refused."""
    with writing(engine) as connection:
        refuse_unless_open(connection, place, at)
        found = attachments.attachment_by_id(connection, attachment_id)
        if found is None or not found.stands or not of_place(found, place):
            raise Refused(NO_SUCH_FILE)
        attachments.withdraw(connection, found, by=place.account.name, at=at)
        enter(connection, place, found, "withdraw", at)


def of_place(found: Attachment, place: Place) -> bool:
    """Whether an attachment belongs to this answer."""
    return (found.round_id, found.commune_code, found.question_id) == place.key


def refuse_unless_open(connection: Connection, place: Place, at: datetime) -> None:
    """Refuse where the commune may not write at this moment or the response can't be changed now."""
    writable_round(connection, place.round_id, place.commune_code, at)
    response = responses.response_of(connection, place.round_id, place.commune_code)
    refuse_unless("attach", place.commune_code, response.status)


def enter(
    connection: Connection, place: Place, attachment: Attachment, action: str, at: datetime
) -> None:
    """Enter the deed in the journal."""
    detail = {
        "round": place.round_id,
        "question": place.question_id,
        "attachment": attachment.id,
        "sha256": attachment.sha256,
    }
    journal.enter(connection, at, place.account.sign_in, action, place.commune_code, detail)
