"""Evidence that a device kept arrives once, piece by piece, whatever happens on the way."""

from __future__ import annotations

import hashlib
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forms.attached_files import LARGEST
from survey.evidence_files.arriving import Piece, arrive
from survey.evidence_files.attaching import Place
from survey.evidence_files.attachments import Attachment
from survey.store import accounts, attachments, journal, rounds
from survey.store.database import reading, writing
from survey.store.evidence_place import evidence_place
from survey.store.file_places import Kept
from survey.web.arriving_files import LARGEST_PIECE
from tests.builders import BA_DINH, MONDAY, the_questionnaire
from tests.forms import evidence_files as files
from tests.survey.evidence_places import PLACES, TriedPlace
from tests.survey.founded import found_in
from tests.survey.web.offices import Offices

QUESTION = "conn_villages_dead"
KEY = "k" * 32
PICTURE = files.picture("PNG", (300, 200))


def account_of(offices: Offices, who: str = "canbo") -> int:
    with reading(offices.app.config["ENGINE"]) as connection:
        found = accounts.account_by_sign_in(connection, who)
    assert found is not None
    return found.id


def send(
    offices: Offices,
    piece: bytes,
    at: int = 0,
    status: int = 200,
    whole: bytes = PICTURE,
    question: str = QUESTION,
    **other: object,
) -> Any:
    """One piece as the script sends it."""
    told = {
        "account": account_of(offices),
        "round": 1,
        "key": KEY,
        "name": "Ảnh trụ sở.png",
        "size": len(whole),
        "sha256": hashlib.sha256(whole).hexdigest(),
        "at": at,
        **other,
    }
    sent = {"file": json.dumps(told), "piece": FileStorage(io.BytesIO(piece), "blob", "piece")}
    boundary, body = encode_multipart(sent)
    answer = offices.officer.client.post(
        f"/survey/sync/evidence/{question}",
        data=body,
        content_type=f'multipart/form-data; boundary="{boundary}"',
        headers={"X-CSRFToken": offices.officer.token()},
    )
    assert answer.status_code == status, (answer.status, answer.text)
    return answer.get_json()


def attached(offices: Offices) -> tuple[Attachment, ...]:
    with reading(offices.app.config["ENGINE"]) as conn:
        return attachments.attached(conn, 1, BA_DINH)


def incoming(offices: Offices) -> list[Kept]:
    config = offices.app.config
    place = evidence_place(config["SETTINGS"], config["ENGINE"])
    with reading(config["ENGINE"]) as conn:
        return list(place.incoming.all_kept(conn))


def test_pieces_make_one_attachment_with_the_right_hash(either: Offices) -> None:
    half = len(PICTURE) // 2
    assert send(either, PICTURE[:half]) == {"have": half}
    said = send(either, PICTURE[half:], half)
    [one] = attached(either)
    assert (said["attached"], said["count"]) == (one.id, 1)
    assert (one.sha256, one.size) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))
    assert (one.name, one.key) == ("Ảnh trụ sở.png", KEY)
    assert incoming(either) == []
    with reading(either.app.config["ENGINE"]) as conn:
        assert [entry.action for entry in journal.entries(conn)].count("attach") == 1


def test_a_file_sent_again_answers_as_it_did_even_once_withdrawn(either: Offices) -> None:
    first = send(either, PICTURE)
    assert send(either, PICTURE) == first
    page = f"/survey/evidence/{QUESTION}/withdraw"
    either.officer.post(page, {"attachment": str(first["attached"])})
    assert send(either, PICTURE) == {**first, "count": 0}
    assert [each.stands for each in attached(either)] == [False]


def test_a_repetition_is_answered_after_the_response_was_submitted(offices: Offices) -> None:
    first = send(offices, PICTURE)
    offices.answer_all()
    offices.submit()
    assert send(offices, PICTURE) == first
    refused = send(offices, files.PDF, whole=files.PDF, key="n" * 32, status=422)
    assert "Không thể đính kèm" in refused["sentence"]


def test_after_a_cut_the_server_says_how_far_it_is(either: Offices) -> None:
    assert send(either, PICTURE[:100]) == {"have": 100}
    assert send(either, PICTURE[:60]) == {"have": 100}
    assert send(either, PICTURE[300:400], 300) == {"have": 100}
    assert send(either, PICTURE[60:200], 60) == {"have": 200}
    assert "attached" in send(either, PICTURE[200:], 200)


def test_what_did_not_arrive_as_it_was_is_refused_and_comes_again_from_the_start(
    either: Offices,
) -> None:
    send(either, PICTURE[:100])
    wrong = bytes(len(PICTURE) - 100)
    assert "không còn nguyên vẹn" in send(either, wrong, 100, 422)["sentence"]
    assert attached(either) == ()
    assert send(either, PICTURE[100:], 100) == {"have": 0}
    assert "attached" in send(either, PICTURE)


@pytest.mark.parametrize(
    ("content", "says"),
    [(files.EXE, "không phải PDF"), (b"", "trống"), (files.PDF[:-6], "bị hỏng")],
    ids=["renamed exe", "empty", "cut off"],
)
def test_a_file_is_judged_as_one_that_the_page_sends(
    offices: Offices, content: bytes, says: str
) -> None:
    refused = send(offices, content, whole=content, status=422)
    assert says in refused["sentence"]
    assert refused["state"] == "refused"
    assert attached(offices) == ()
    assert incoming(offices) == []


def test_a_file_that_is_too_large_is_refused_at_its_first_piece(offices: Offices) -> None:
    refused = send(offices, b"%PDF-", status=422, size=LARGEST + 1)
    assert "lớn hơn 5 MB" in refused["sentence"]
    assert incoming(offices) == []
    send(offices, bytes(2 * LARGEST_PIECE), status=413)
    assert "không thuộc tệp" in send(offices, PICTURE + b"x", status=422)["sentence"]


@pytest.mark.parametrize(
    ("other", "status", "state"),
    [
        ({"account": 999}, 403, "other_account"),
        ({"round": 999}, 400, "failed"),
        ({"key": "../../secret_key/"}, 422, "refused"),
        ({"at": -1}, 422, "refused"),
        ({"sha256": None}, 422, "refused"),
    ],
    ids=["another account", "no such round", "a path as key", "before the start", "no hash"],
)
def test_what_makes_no_sense_is_refused_in_words(
    offices: Offices, other: dict[str, object], status: int, state: str
) -> None:
    refused = send(offices, PICTURE, status=status, **other)
    assert refused["sentence"]
    if state != "failed":
        assert refused["state"] == state
    assert attached(offices) == ()


def test_an_unknown_question_and_a_closed_round_take_nothing(offices: Offices) -> None:
    send(offices, PICTURE, question="no_such_question", status=404)
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
    assert send(offices, PICTURE, status=422)["sentence"]
    assert attached(offices) == ()


def test_without_the_token_or_the_session_nothing_is_taken(offices: Offices) -> None:
    path = f"/survey/sync/evidence/{QUESTION}"
    assert offices.officer.client.post(path).get_json()["state"] == "stale_token"
    assert offices.app.test_client().post(path).status_code == 401
    answer = offices.signed_in("tinh").client.post(path)
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", PLACES)
def test_pieces_in_any_order_and_number_arrive_exactly_once(tmp_path: Path, kind: str) -> None:
    engine = found_in(tmp_path)
    kept = TriedPlace(kind, engine, tmp_path / "evidence").place
    stored = kept.files, kept.incoming
    with reading(engine) as connection:
        officer = accounts.account_by_sign_in(connection, "canbo")
    assert officer is not None
    questions = the_questionnaire().questions[: 12 if kind == "folder" else 6]
    for seed, question in enumerate(questions):
        dice = random.Random(seed)
        content = b"%PDF-1.4\n" + dice.randbytes(dice.randint(1, 9000)) + b"%%EOF"
        digest, key = hashlib.sha256(content).hexdigest(), f"{seed:016d}"
        have: Attachment | int = 0
        while isinstance(have, int):
            # Pieces that are behind, ahead or right, as two pages of one browser would send them.
            at = dice.choice((0, have, have, dice.randint(0, len(content))))
            upto = dice.randint(at, len(content))
            piece = Piece(key, "x.pdf", len(content), digest, at, content[at:upto])
            have = arrive(
                engine, *stored, Place(1, BA_DINH, question.id, officer), piece, now=MONDAY
            )
    with reading(engine) as connection:
        made = attachments.attached(connection, 1, BA_DINH)
    engine.dispose()
    assert [each.question_id for each in made] == [each.id for each in questions]
    assert all(stored[0].read(each.sha256) for each in made)
