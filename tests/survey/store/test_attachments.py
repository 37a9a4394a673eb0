"""Attachments as stored, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from forms.attached_files import AttachedFile, read_file
from survey.evidence_files.attachments import Attachment
from survey.rounds import Round
from survey.store import attachments
from survey.store.database import reading, writing
from survey.store.files import name_of
from tests.builders import BA_DINH, MONDAY, MUONG_HUM
from tests.forms.evidence_files import PDF

QUESTION = "conn_villages_dead"


def a_file(content: bytes = PDF) -> AttachedFile:
    return read_file("biên bản.pdf", content)


def added(engine: Engine, first_round: Round, code: str = BA_DINH) -> Attachment:
    with writing(engine) as conn:
        place = first_round.id, code, QUESTION
        return attachments.add(conn, place, a_file(), by="An", at=MONDAY)


def test_an_attachment_is_found_as_it_was_added(engine: Engine, first_round: Round) -> None:
    made = added(engine, first_round)
    assert (made.name, made.size, made.sha256) == ("biên bản.pdf", len(PDF), name_of(PDF))
    assert (made.by, made.at, made.stands) == ("An", MONDAY, True)
    with reading(engine) as conn:
        assert attachments.attachment_by_id(conn, made.id) == made
        assert attachments.standing(conn, first_round.id, BA_DINH) == {QUESTION: (made,)}
        assert attachments.attached(conn, first_round.id, MUONG_HUM) == ()
        assert attachments.attached(conn, first_round.id, BA_DINH, "other") == ()
        assert attachments.attachment_by_id(conn, 99) is None


def test_what_is_withdrawn_stays_and_stands_no_more(engine: Engine, first_round: Round) -> None:
    made = added(engine, first_round)
    with writing(engine) as conn:
        attachments.withdraw(conn, made, by="Mai", at=MONDAY)
    with reading(engine) as conn:
        [kept] = attachments.attached(conn, first_round.id, BA_DINH)
        assert attachments.standing(conn, first_round.id, BA_DINH) == {}
    assert (kept.stands, kept.withdrawn_by, kept.withdrawn_at) == (False, "Mai", MONDAY)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE attachments SET sha256 = 'x'",
        "DELETE FROM attachments",
        "UPDATE attachments_withdrawn SET by = 'x'",
        "DELETE FROM attachments_withdrawn",
    ],
)
def test_the_database_refuses_to_change_or_delete(
    engine: Engine, first_round: Round, change: str
) -> None:
    made = added(engine, first_round)
    with writing(engine) as conn:
        attachments.withdraw(conn, made, by="An", at=MONDAY)
    with pytest.raises(DBAPIError, match=r"never changed|foreign key"), writing(engine) as conn:
        conn.execute(text(change))


def test_a_devices_key_is_taken_once_and_files_without_one_are_many(
    engine: Engine, first_round: Round
) -> None:
    place = first_round.id, BA_DINH, QUESTION
    with writing(engine) as conn:
        for number in range(2):
            attachments.add(conn, place, a_file(PDF + b"\n" * number), by="An", at=MONDAY)
        made = attachments.add(conn, place, a_file(), by="An", at=MONDAY, key="k" * 16)
    assert made.key == "k" * 16
    with pytest.raises(DBAPIError, match=r"(?i)unique"), writing(engine) as conn:
        attachments.add(conn, place, a_file(), by="An", at=MONDAY, key="k" * 16)
    with reading(engine) as conn:
        assert len(attachments.attached(conn, *place)) == 3
        assert attachments.hashes(conn) == {name_of(PDF), name_of(PDF + b"\n")}
