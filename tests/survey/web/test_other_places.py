"""Another commune's, province's or round's code, number or file in what is sent: refused at every door, nothing changed.

An address that names another place is refused before anything is read (test_permission_matrix.py); here it stands in
the content, beside an address and a session that are in order.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from survey.accounts import Role
from survey.founding import add_first_round
from survey.store import rounds
from survey.store.copying import contents
from survey.store.database import reading, writing
from survey.store.rounds import current_round
from tests.builders import BA_DINH, MONDAY, MUONG_HUM
from tests.forms.evidence_files import PDF
from tests.forms.forms_at_hand import filled
from tests.survey.web.handing_in import OFFICERS, PROVINCES, a_zip, accept, downloaded, upload
from tests.survey.web.offices import SECTION, Offices
from tests.survey.web.test_measuring import Line
from tests.survey.web.test_province_workbooks import form_of
from tests.survey.web.test_syncing import A_SAVE, device_of
from tests.visitor import Visitor

NEIGHBOUR = "00008"
# What may change by a request that is refused: that a session was used, and how often one asks.
ANYWAY = {"sessions", "paces"}
OTHER_ROUNDS = (2, 99)


@pytest.fixture
def places(offices: Offices) -> Offices:
    """Ba Đình, its neighbour, and Mường Hum of another province, each with an officer; three reviewers' provinces."""
    offices.add("hangxom", Role.OFFICER, NEIGHBOUR, None)
    offices.add("muonghum", Role.OFFICER, MUONG_HUM, None)
    offices.add("laocai", Role.REVIEWER, None, "15")
    return offices


@contextmanager
def nothing_changes(offices: Offices) -> Iterator[None]:
    """No row of any table is added, changed or taken away, and no file is kept."""
    # Signing in is entered in the journal.
    assert offices.officer
    assert offices.reviewer
    before = whole(offices)
    yield
    assert whole(offices) == before


def whole(offices: Offices) -> tuple[Mapping[str, object], list[str]]:
    config = offices.app.config
    with reading(config["ENGINE"]) as conn:
        rows = {name: each for name, each in contents(conn).items() if name not in ANYWAY}
    folder = config["SETTINGS"].evidence_folder
    return rows, sorted(str(each) for each in folder.rglob("*") if each.is_file())


def another_round(offices: Offices) -> None:
    """A second round, closed: the first stays the current one."""
    with writing(offices.app.config["ENGINE"]) as conn:
        made = add_first_round(conn, MONDAY.date() - timedelta(days=400), simulated=False)
        rounds.close_round(conn, made.id, MONDAY)
        running = current_round(conn)
    assert made.id == 2
    assert running is not None
    assert running.id == 1


def piece(visitor: Visitor, content: bytes = PDF, **other: object) -> TestResponse:
    """A whole file or some of it, sent as a device does."""
    said = {"account": 1, "round": 1, "key": "e" * 16, "name": "x.pdf", "at": 0}
    said |= {"size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest(), **other}
    sent = {"file": json.dumps(said), "piece": FileStorage(io.BytesIO(content), "blob", "piece")}
    boundary, body = encode_multipart(sent)
    return visitor.client.post(
        "/survey/sync/evidence/infra_lan",
        data=body,
        content_type=f'multipart/form-data; boundary="{boundary}"',
        headers={"X-CSRFToken": visitor.token()},
    )


ACCOUNT_OF_ANOTHER = {"account": 2}
COMMUNE_OF_ANOTHER = [{"commune": NEIGHBOUR}, {"commune": MUONG_HUM}, {"commune": 4}]


@pytest.mark.parametrize("foreign", [ACCOUNT_OF_ANOTHER, *COMMUNE_OF_ANOTHER])
def test_a_device_sends_only_what_is_of_its_own_account_and_commune(
    places: Offices, foreign: dict[str, object]
) -> None:
    device = device_of(places)
    with nothing_changes(places):
        saved = device.save(A_SAVE["changes"], 403, **foreign)
        submitted = device.submit(0, 403, **foreign)
        sent = piece(device.visitor, **foreign)
    assert sent.status_code == 403
    for said in (saved, submitted, sent.get_json()):
        assert said["state"] == "other_account"
        assert "Hãy" in said["sentence"]
    # Its own is taken.
    device.save(A_SAVE["changes"], commune=BA_DINH)
    assert piece(device.visitor, commune=BA_DINH).status_code == 200


@pytest.mark.parametrize("number", OTHER_ROUNDS)
def test_a_device_sends_nothing_into_a_round_that_is_closed_or_is_not_there(
    places: Offices, number: int
) -> None:
    another_round(places)
    device = device_of(places)
    with nothing_changes(places):
        saved = device.post(
            "/survey/sync", {**A_SAVE, **of(device), "round": number}, status(number)
        )
        submitted = device.submit(0, status(number), round=number)
        sent = piece(device.visitor, round=number)
    assert "state" in saved
    assert "state" in submitted
    assert sent.status_code in (400, 409, 422)


def of(device: object) -> dict[str, object]:
    return {"account": device.account, "version": device.version}  # type: ignore[attr-defined]


def status(number: int) -> int:
    """Closed; or not there."""
    return 409 if number == 2 else 400


@pytest.mark.parametrize("at", [f"1.{NEIGHBOUR}", f"2.{BA_DINH}", "", "1", f"1.{BA_DINH}.1"])
def test_a_page_of_another_commune_or_round_is_not_taken_for_this_one(
    answered: Offices, at: str
) -> None:
    base = str(answered.response.revision)
    sent = {"base": base, "key": "k", "then": "stay", "infra_pc_working": "33", "at": at}
    with nothing_changes(answered):
        page = answered.officer.post(SECTION, sent, 400)
        assert "của xã khác hoặc đợt khảo sát khác" in page.text
        answered.officer.post("/survey/submit", {"key": "s", "base": base, "at": at}, 400)
    assert answered.officer.open(SECTION).fields(SECTION)["at"] == f"1.{BA_DINH}"
    answered.officer.post(SECTION, {**sent, "at": f"1.{BA_DINH}"})
    assert answered.response.answers["infra_pc_working"].value == 33


def test_a_file_of_another_commune_is_neither_withdrawn_nor_downloaded(places: Offices) -> None:
    other = places.signed_in("hangxom")
    attach(other)
    page, stranger = "/survey/evidence/infra_lan", places.signed_in("laocai")
    with nothing_changes(places):
        assert (
            "không còn đính kèm"
            in places.officer.post(f"{page}/withdraw", {"attachment": "1"}, 422).text
        )
        for path in (f"/evidence/{BA_DINH}/1", f"/evidence/{NEIGHBOUR}/1"):
            assert places.officer.client.get(path).status_code in (403, 404)
        assert stranger.client.get(f"/evidence/{NEIGHBOUR}/1").status_code == 403
        assert stranger.client.get(f"/evidence/{MUONG_HUM}/1").status_code == 404
    # Nor by the question of another answer of the same commune.
    with nothing_changes(places):
        other.post("/survey/evidence/infra_vc/withdraw", {"attachment": "1"}, 422)
    other.post(f"{page}/withdraw", {"attachment": "1"})


def attach(visitor: Visitor) -> None:
    """Hand a file in by the page."""
    sent = {"csrf_token": visitor.token(), "file": FileStorage(io.BytesIO(PDF), "biên bản.pdf")}
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = visitor.client.post("/survey/evidence/infra_lan", data=body, content_type=kind)
    assert answer.status_code == 302


def test_pieces_of_another_account_under_the_same_key_never_meet(places: Offices) -> None:
    half, other = len(PDF) // 2, device_of(places, "hangxom")
    theirs = {"account": other.account}
    began = piece(other.visitor, PDF[:half], **theirs)
    assert began.get_json() == {"have": half}
    # The rest, sent by somebody else, finds nothing before it.
    assert piece(places.officer, PDF[half:], at=half).get_json() == {"have": 0}
    assert piece(other.visitor, PDF[half:], at=half, **theirs).get_json()["count"] == 1


@pytest.mark.parametrize("code", [NEIGHBOUR, MUONG_HUM])
def test_an_officer_hands_in_no_form_of_another_commune_by_any_step(
    places: Offices, code: str
) -> None:
    theirs = filled({"infra_scanners": 2}, form_of(places, code))
    who = "hangxom" if code == NEIGHBOUR else "muonghum"
    preview = upload(places.signed_in(who), theirs)
    with nothing_changes(places):
        assert f"biểu của xã khác ({code})" in upload(places.officer, theirs, 422).text
        # The signed dry run of the other officer, in one's own page.
        accept(places.officer, preview, 400)


def test_a_reviewer_takes_no_form_of_another_province_by_any_step(places: Offices) -> None:
    theirs = filled({"infra_scanners": 2}, form_of(places, MUONG_HUM))
    preview = upload(places.signed_in("laocai"), theirs, path=PROVINCES)
    mixed = a_zip({"a.xlsx": theirs, "b.xlsx": form_of(places, BA_DINH)})
    with nothing_changes(places):
        page = upload(places.reviewer, mixed, name="x.zip", path=PROVINCES)
        assert f"Biểu của xã {MUONG_HUM} không thuộc tỉnh" in page.text
        accept(places.reviewer, preview, 400)
        # An officer's door takes no province's dry run either.
        sealed = preview.fields(f"{PROVINCES}/accept")["form-0"]
        places.officer.post(f"{OFFICERS}/accept", {"form-0": sealed}, 400)


def test_a_form_of_another_round_is_refused_at_both_doors(places: Offices) -> None:
    content = filled({"infra_scanners": 2}, downloaded(places.officer))
    with writing(places.app.config["ENGINE"]) as conn:
        rounds.close_round(conn, 1, MONDAY)
        add_first_round(conn, MONDAY.date(), simulated=False, days=36_500)
    with nothing_changes(places):
        assert "đợt khảo sát khác" in upload(places.officer, content, 422).text
        assert "đợt khảo sát khác" in upload(places.reviewer, content, path=PROVINCES).text


def test_a_measurement_begun_for_one_commune_ends_for_no_other(places: Offices) -> None:
    line = Line(places)
    line.start()
    line.step()
    ticket = line.ticket
    for who in ("hangxom", "muonghum"):
        other = Line(places, who)
        other.ticket, other.times = ticket, [20]
        with nothing_changes(places):
            other.step(status=409)
            other.finish(409)


def test_a_ticket_says_its_commune_and_round_and_cannot_be_rewritten(places: Offices) -> None:
    line = Line(places)
    line.start()
    text, _, signature = line.ticket.rpartition(".")
    for forged in (f"{text[:-4]}AAAA.{signature}", f"{text}.{'0' * len(signature)}"):
        line.ticket, line.times = forged, [20]
        with nothing_changes(places):
            line.step(status=409)
            line.finish(409)


@pytest.mark.parametrize("code", [NEIGHBOUR, MUONG_HUM, "99999"])
def test_an_officer_talks_only_at_the_own_communes_address(places: Offices, code: str) -> None:
    said = {"text": "Xin chào", "key": "k", "commune": BA_DINH, "round": "1"}
    with nothing_changes(places):
        for end in ("say", "resolve"):
            refused = 404 if code == "99999" else 403
            places.officer.post(f"/discuss/{code}/infra_lan/{end}", said, refused)


def test_fields_that_name_another_place_change_nothing_of_where_a_remark_goes(
    places: Offices,
) -> None:
    """The address says whose talk it is; what a post says beside it is not even read."""
    said = {
        "text": "Xin chào",
        "key": "k",
        "commune": NEIGHBOUR,
        "round": "99",
        "voice": "reviewer",
    }
    places.officer.post(f"/discuss/{BA_DINH}/infra_lan/say", said)
    text = places.reviewer.open(f"/discuss/{BA_DINH}/infra_lan").text
    assert "Xin chào" in text
    assert "Xin chào" not in places.reviewer.open(f"/discuss/{NEIGHBOUR}/infra_lan").text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/review/approve", {f"base-{MUONG_HUM}": "1", f"take-{MUONG_HUM}": "on", "key": "k"}),
        ("/review/approve", {f"base-{MUONG_HUM}": "1", "all": "1", "key": "k"}),
        (
            "/review/extend",
            {f"take-{MUONG_HUM}": "on", "until": "01/12/2126", "reason": "Mưa lũ kéo dài"},
        ),
    ],
)
def test_a_province_does_nothing_at_once_to_communes_of_another(
    places: Offices, path: str, fields: dict[str, str]
) -> None:
    own = {f"base-{BA_DINH}": "1", f"take-{BA_DINH}": "on"}
    with nothing_changes(places):
        places.reviewer.post(path, fields, 403)
        # Not even to its own, where another's stands among them.
        places.reviewer.post(path, {**own, **fields}, 403)
