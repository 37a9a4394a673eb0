"""A leader signs off before submission where the round asks for it; nobody else does, and only what is sent."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from survey.store import journal, rounds
from survey.store.database import engine_for, reading, writing
from tests.builders import BA_DINH
from tests.survey.founded import app_over, found_in
from tests.survey.web.offices import Offices

SIGN = f"/survey/sign-off/{BA_DINH}"


@lru_cache
def asking_once() -> Path:
    """The database that copies are made of, since answering everything takes longer than copying."""
    folder = Path(tempfile.mkdtemp(prefix="asking-"))
    engine = found_in(folder)
    offices = Offices(app_over(engine))
    with writing(engine) as conn:
        rounds.ask_sign_off(conn, 1, True)
    offices.add_leader("lanhdao")
    offices.answer_all()
    with engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    offices.app.config["ENGINE"].dispose()
    engine.dispose()
    return folder / "survey.db"


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Offices]:
    """A round that asks for a sign-off, with a complete response and a leader."""
    shutil.copy(asking_once(), tmp_path / "survey.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'survey.db'}")
    yield Offices(app_over(engine))
    engine.dispose()


def sign(offices: Offices, status: int = 200, base: int | None = None) -> str:
    number = offices.response.revision if base is None else base
    leader = offices.signed_in("lanhdao")
    return leader.post(SIGN, {"base": str(number)}, status).text


def test_an_officer_alone_cannot_submit_and_is_told_what_to_do(asking: Offices) -> None:
    page = asking.officer.open("/survey/check")
    assert "cần lãnh đạo xã duyệt" in page.text
    assert not page.all("form", action="/survey/submit")
    assert "bấm “Duyệt để gửi”" in asking.submit(409).text
    assert asking.response.status == "draft"


def test_after_the_leader_signed_the_officer_submits(asking: Offices) -> None:
    assert "Người lanhdao đã duyệt bản này" in sign(asking)
    page = asking.officer.open("/survey/check")
    assert page.all("form", action="/survey/submit")
    asking.submit()
    assert asking.response.status == "submitted"
    with reading(asking.app.config["ENGINE"]) as conn:
        assert "signed off" in [entry.action for entry in journal.entries(conn)]
        assert journal.verify(conn) is None


def test_a_change_after_signing_voids_it(asking: Offices) -> None:
    sign(asking)
    asking.save({"infra_pc_working": "39"})
    assert not asking.officer.open("/survey/check").all("form", action="/survey/submit")
    asking.submit(409)
    sign(asking)
    asking.submit()


def test_signing_what_one_did_not_look_at_is_refused(asking: Offices) -> None:
    looked_at = asking.response.revision
    asking.save({"infra_pc_working": "39"})
    sign(asking, 409, base=looked_at)
    asking.submit(409)


def test_signing_twice_enters_the_journal_once(asking: Offices) -> None:
    sign(asking)
    sign(asking)
    with reading(asking.app.config["ENGINE"]) as conn:
        actions = [entry.action for entry in journal.entries(conn)]
    assert actions.count("signed off") == 1


def test_nobody_else_signs_off(asking: Offices) -> None:
    sent = {"base": str(asking.response.revision)}
    for who in ("canbo", "tinh", "bo", "quantri"):
        asking.signed_in(who).post(SIGN, sent, 403)
    asking.submit(409)


def test_a_leader_signs_off_for_no_other_commune(asking: Offices) -> None:
    asking.signed_in("lanhdao").post("/survey/sign-off/00008", {"base": "1"}, 403)


def test_an_incomplete_response_is_not_signed_off(offices: Offices) -> None:
    with writing(offices.app.config["ENGINE"]) as conn:
        rounds.ask_sign_off(conn, 1, True)
    offices.add_leader("lanhdao")
    offices.save({"infra_pc_working": "40", "infra_pc_qualified": "30"})
    sign(offices, 409)


def test_a_round_that_asks_for_nothing_is_submitted_as_ever(offices: Offices) -> None:
    offices.answer_all()
    assert "lãnh đạo xã duyệt" not in offices.officer.open("/survey/check").text
    offices.submit()


def test_an_administrator_switches_it_for_a_round(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    administrator.open("/admin/rounds/1/ask-sign-off")
    administrator.post("/admin/rounds/1/ask-sign-off", {})
    with reading(offices.app.config["ENGINE"]) as conn:
        assert rounds.all_rounds(conn)[0].sign_off
    administrator.post("/admin/rounds/1/drop-sign-off", {})
    with reading(offices.app.config["ENGINE"]) as conn:
        assert not rounds.all_rounds(conn)[0].sign_off
    assert "yêu cầu lãnh đạo xã duyệt" in administrator.open("/admin/journal").text


def test_the_device_that_was_offline_is_told_as_well(asking: Offices) -> None:
    token = asking.officer.token()
    sent = {"key": "off", "base": asking.response.revision, "revision": asking.response.revision}
    answer = asking.officer.client.post(
        "/survey/sync/submit", json=sent, headers={"X-CSRFToken": token}
    )
    assert asking.response.status == "draft"
    assert answer.status_code in (400, 409)
