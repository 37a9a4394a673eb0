"""Second factors, many accounts at once and erasure, on every database."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from survey.accounts import Account, Role
from survey.people.enrolling import Enrolment, EnrolmentsRefused, enrol
from survey.people.persons import ERASED_NAME, erase, record_of
from survey.responses import Via, save, start
from survey.rounds import Round
from survey.store import accounts, journal, responses, second_factors, sessions, sign_offs
from survey.store.database import reading, writing
from survey.store.sign_offs import SignOff
from tests.builders import BA_DINH, MONDAY, answered

DAY = timedelta(days=1)


@pytest.fixture
def lan(engine: Engine, first_round: Round) -> Account:
    with writing(engine) as conn:
        return accounts.add_account(
            conn,
            sign_in="lan",
            name="Nguyễn Thị Lan",
            role=Role.OFFICER,
            commune_code=BA_DINH,
            password_hash="hash",
            must_change_password=False,
            at=MONDAY,
        )


def test_a_code_and_a_recovery_code_are_used_once(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        second_factors.set_up(conn, lan.id, "ab", step=100, digests=["x", "y"], at=MONDAY)
        used = [second_factors.use_step(conn, lan.id, step) for step in (100, 99, 101, 101)]
        assert used == [False, False, True, False]
        recovery = [second_factors.use_code(conn, lan.id, code, MONDAY) for code in "xxyz"]
        assert recovery == [True, False, True, False]
        assert second_factors.codes_left(conn, lan.id) == 0
        kept = second_factors.second_factor_of(conn, lan.id)
        assert kept is not None
        assert (kept.number, kept.since, kept.step) == ("ab", MONDAY, 101)
        second_factors.take_away(conn, lan.id)
        assert second_factors.second_factor_of(conn, lan.id) is None
        assert not second_factors.use_step(conn, lan.id + 1, 200)


def test_many_accounts_are_added_in_one_go_or_none(engine: Engine, lan: Account) -> None:
    wanted = [
        Enrolment(
            f"xa.{n}", f"Cán bộ {n}", Role.OFFICER, BA_DINH, leader=n == 0, until=date(2026, 12, 31)
        )
        for n in range(700)
    ]
    with writing(engine) as conn:
        made = enrol(conn, wanted, by="an", at=MONDAY, below=secrets.randbelow)
        assert len({password for _, password in made}) == 700
        assert journal.verify(conn) is None
        first = accounts.account_by_sign_in(conn, "xa.0")
        assert first is not None
        assert (first.leader, first.until) == (True, date(2026, 12, 31))
    with pytest.raises(EnrolmentsRefused), writing(engine) as conn:
        enrol(
            conn,
            [Enrolment("b", "B", Role.ANALYST), wanted[3]],
            by="an",
            at=MONDAY,
            below=secrets.randbelow,
        )
    with reading(engine) as conn:
        assert len(accounts.all_accounts(conn)) == 701
        assert accounts.account_by_sign_in(conn, "b") is None


def test_a_person_is_erased_and_the_chain_holds(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        sessions.open_session(
            conn, lan.id, "a" * 64, MONDAY, MONDAY + DAY, device="Chrome", address="10.0.0.1"
        )
        made = save(
            start(1, BA_DINH),
            answered(infra_pc_working=40),
            None,
            by=lan.name,
            at=MONDAY,
            via=Via.PAGE,
            key="1",
        )
        responses.append(conn, made.response, made.revision)
        record = record_of(conn, lan, MONDAY)
        assert [each["step"] for each in record["steps"]] == ["save"]
        assert record["sessions"][0]["address"] == "10.0.0.1"
        erase(conn, lan, by="an", at=MONDAY)
    with reading(engine) as conn:
        gone = accounts.account_by_id(conn, lan.id)
        assert gone is not None
        assert (gone.name, gone.active) == (ERASED_NAME, False)
        assert journal.verify(conn) is None
        assert conn.execute(text("SELECT count(*) FROM sessions")).scalar_one() == 0


def test_a_deputys_session_ends_with_the_day_in_viet_nam(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        sessions.open_session(conn, lan.id, "a" * 64, MONDAY, MONDAY + 3 * DAY)
        conn.execute(text("UPDATE accounts SET until = '2026-09-07'"))
        evening = MONDAY.replace(hour=16, minute=59)
        assert sessions.open_account(conn, "a" * 64, evening) is not None
        midnight = evening + timedelta(minutes=1)
        assert sessions.open_account(conn, "a" * 64, midnight) is None


@pytest.mark.parametrize("change", ["UPDATE sign_offs SET by = 'x'", "DELETE FROM sign_offs"])
def test_a_sign_off_is_never_changed(engine: Engine, lan: Account, change: str) -> None:
    with writing(engine) as conn:
        made = save(
            start(1, BA_DINH),
            answered(infra_pc_working=40),
            None,
            by=lan.name,
            at=MONDAY,
            via=Via.PAGE,
            key="1",
        )
        responses.append(conn, made.response, made.revision)
        signed = SignOff(1, BA_DINH, 1, lan.name, MONDAY)
        sign_offs.add_sign_off(conn, signed)
        assert sign_offs.sign_off_of(conn, 1, BA_DINH, 1) == signed
        assert sign_offs.sign_off_of(conn, 1, BA_DINH, 2) is None
    with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
        conn.execute(text(change))
