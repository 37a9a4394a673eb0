"""An official changes post: the account closes, the successor goes on where the draft stands; deputies end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from survey.accounts import Role
from survey.store import accounts, journal
from survey.store.database import reading, writing
from survey.viet_nam_time import day_of
from tests.survey.founded import PASSWORD
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

HAND_OVER = "/admin/accounts/1/hand-over"
SUCCESSOR = {"sign_in": "xa.moi", "name": "Trần Văn Mới", "reason": "Điều động theo Quyết định 12"}
ONE_TIME = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")
NEW = "xe đạp tím nhai bánh"


def test_the_successor_goes_on_where_the_draft_stands(offices: Offices) -> None:
    offices.save({"infra_pc_working": "40"})
    administrator = offices.signed_in("quantri")
    assert "Người canbo" in administrator.open(HAND_OVER).text
    password = ONE_TIME.findall(administrator.post(HAND_OVER, SUCCESSOR).text)[0]
    assert "/sign-in" in offices.officer.refused("/survey", 302).location
    successor = Visitor(offices.app)
    successor.sign_in("xa.moi", password)
    successor.post("/account/password", {"old": password, "new": NEW, "again": NEW})
    page = successor.open("/survey/section/infra")
    assert page.by_id("infra_pc_working").get("value") == "40"


def test_who_handed_over_why_and_to_whom_stands_in_the_journal(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    administrator.post(HAND_OVER, SUCCESSOR)
    with reading(offices.app.config["ENGINE"]) as conn:
        entry = journal.entries(conn)[0]
        old = accounts.account_by_id(conn, 1)
        new = accounts.account_by_sign_in(conn, "xa.moi")
        assert journal.verify(conn) is None
    assert (entry.by, entry.action, entry.subject) == ("quantri", "account handed over", "canbo")
    assert entry.detail == {"successor": "xa.moi", "reason": SUCCESSOR["reason"]}
    assert old is not None
    assert new is not None
    assert not old.active
    assert (new.role, new.commune_code) == (old.role, old.commune_code)
    shown = administrator.open("/admin/journal").text
    assert "bàn giao tài khoản" in shown
    assert SUCCESSOR["reason"] in shown


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": ""}, "lý do"),
        ({"reason": "x" * 501}, "lý do"),
        ({"name": ""}, "họ tên"),
        ({"sign_in": "a b"}, "khoảng trắng"),
        ({"sign_in": "TINH"}, "đã có người dùng"),
    ],
)
def test_a_hand_over_that_says_too_little_changes_nothing(
    offices: Offices, change: dict[str, str], says: str
) -> None:
    administrator = offices.signed_in("quantri")
    assert says in administrator.post(HAND_OVER, {**SUCCESSOR, **change}, 400).text
    offices.officer.open("/survey")
    with reading(offices.app.config["ENGINE"]) as conn:
        assert accounts.account_by_sign_in(conn, "xa.moi") is None


def test_a_closed_account_is_not_handed_over(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    administrator.post("/admin/accounts/1/deactivate", {})
    assert "đã khóa" in administrator.post(HAND_OVER, SUCCESSOR, 400).text


def test_a_leaders_successor_leads(offices: Offices) -> None:
    offices.add_leader("lanhdao")
    with reading(offices.app.config["ENGINE"]) as conn:
        leader = accounts.account_by_sign_in(conn, "lanhdao")
    assert leader is not None
    administrator = offices.signed_in("quantri")
    administrator.post(f"/admin/accounts/{leader.id}/hand-over", SUCCESSOR)
    with reading(offices.app.config["ENGINE"]) as conn:
        new = accounts.account_by_sign_in(conn, "xa.moi")
    assert new is not None
    assert new.leader


def deputy_until(offices: Offices, days: int) -> Visitor:
    offices.add("thaythe", Role.OFFICER, "00004", None)
    day = day_of(datetime.now(UTC)) + timedelta(days=days)
    with writing(offices.app.config["ENGINE"]) as conn:
        until = text("UPDATE accounts SET until = :day WHERE sign_in = 'thaythe'")
        conn.execute(until, {"day": day.isoformat()})
    return Visitor(offices.app)


def test_a_deputy_works_to_the_end_of_the_last_day(offices: Offices) -> None:
    deputy = deputy_until(offices, 0)
    deputy.sign_in("thaythe", PASSWORD)
    deputy.open("/survey")


def test_a_deputys_account_stops_by_itself(offices: Offices) -> None:
    deputy = deputy_until(offices, -1)
    deputy.post("/sign-in", {"sign_in": "thaythe", "password": PASSWORD}, 403)


def test_a_deputys_open_session_ends_with_the_account(offices: Offices) -> None:
    deputy = deputy_until(offices, 0)
    deputy.sign_in("thaythe", PASSWORD)
    with writing(offices.app.config["ENGINE"]) as conn:
        conn.execute(text("UPDATE accounts SET until = '2026-01-01' WHERE sign_in = 'thaythe'"))
    assert "/sign-in" in deputy.refused("/survey", 302).location


def test_a_deputy_and_a_leader_are_added_on_the_page(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    wanted = {"sign_in": "thay.the", "name": "Lan", "place": "00004", "until": "31/12/2099"}
    administrator.post("/admin/accounts/new", {**wanted, "role": "officer"})
    leader = {"sign_in": "chu.tich", "name": "Minh", "role": "leader", "place": "00004"}
    administrator.post("/admin/accounts/new", leader)
    with reading(offices.app.config["ENGINE"]) as conn:
        deputy = accounts.account_by_sign_in(conn, "thay.the")
        chair = accounts.account_by_sign_in(conn, "chu.tich")
    assert deputy is not None
    assert chair is not None
    assert str(deputy.until) == "2099-12-31"
    assert chair.leader
    assert "Lãnh đạo xã" in administrator.open(f"/admin/accounts/{chair.id}").text
    assert "31/12/2099" in administrator.open(f"/admin/accounts/{deputy.id}").text
