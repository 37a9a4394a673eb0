"""Measurements in the store, on both databases: a ticket is worth one, and nothing is ever changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from survey.accounts import Role
from survey.rounds import Round
from survey.store import accounts, measurements
from survey.store.database import reading, writing
from survey.store.schema import measurements as table
from survey.store.schema import speed_steps, speed_tickets
from tests.builders import BA_DINH, MONDAY, MUONG_HUM
from tests.survey.test_measuring import a_measurement


@pytest.fixture
def account(engine: Engine, first_round: Round) -> int:
    """An officer's account."""
    with writing(engine) as conn:
        made = accounts.add_account(
            conn,
            sign_in="canbo",
            name="An",
            role=Role.OFFICER,
            commune_code=BA_DINH,
            province_code=None,
            password_hash="x",
            must_change_password=False,
            at=MONDAY,
        )
    return made.id


def stored(engine: Engine, account: int, ticket: str, code: str, down: float, days: int) -> None:
    with writing(engine) as conn:
        measurements.add_ticket(conn, ticket, account, MONDAY + timedelta(days=days))
        made = a_measurement(down, days)
        measurements.add_measurement(conn, ticket, 1, code, made)


def test_measurements_read_back_as_they_were_made_by_commune(engine: Engine, account: int) -> None:
    stored(engine, account, "b", BA_DINH, 50.25, 1)
    stored(engine, account, "a", BA_DINH, 40, 0)
    stored(engine, account, "c", MUONG_HUM, 3, 0)
    with reading(engine) as conn:
        every = measurements.measurements_made(conn, 1)
        one = measurements.measurements_made(conn, 1, MUONG_HUM)
        assert measurements.measurements_made(conn, 2) == {}
    assert every[BA_DINH] == (a_measurement(40), a_measurement(50.25, 1))
    assert one == {MUONG_HUM: (a_measurement(3),)}


def test_tickets_are_counted_by_account_and_time(engine: Engine, account: int) -> None:
    stored(engine, account, "a", BA_DINH, 40, 0)
    stored(engine, account, "b", BA_DINH, 40, 1)
    with reading(engine) as conn:
        counts = [
            measurements.tickets_since(conn, who, MONDAY + timedelta(days=days))
            for who, days in ((account, 0), (account, 1), (account, 2), (account + 1, 0))
        ]
        assert measurements.is_used(conn, "a")
        assert not measurements.is_used(conn, "z")
    assert counts == [2, 1, 0, 0]


@pytest.mark.parametrize(
    "change",
    [
        update(table).values(download_mbps=1000.0),
        delete(table),
        update(speed_tickets).values(account_id=1, issued_at=MONDAY),
        delete(speed_tickets),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_a_measurement(
    engine: Engine, account: int, change: object
) -> None:
    stored(engine, account, "a", BA_DINH, 40, 0)
    with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
        conn.execute(change)  # type: ignore[call-overload]


def test_a_ticket_is_worth_one_measurement(engine: Engine, account: int) -> None:
    stored(engine, account, "a", BA_DINH, 40, 0)
    with pytest.raises(DBAPIError), writing(engine) as conn:
        measurements.add_measurement(conn, "a", 1, BA_DINH, a_measurement(90))
    with pytest.raises(DBAPIError), writing(engine) as conn:
        measurements.add_measurement(conn, "unknown", 1, BA_DINH, a_measurement(90))


def test_a_step_is_taken_once_in_its_turn_and_never_changed(engine: Engine, account: int) -> None:
    with writing(engine) as conn:
        measurements.add_ticket(conn, "t", account, MONDAY)
        assert not measurements.take_step(conn, "t", 1)
        assert measurements.take_step(conn, "t", 0)
        assert measurements.take_step(conn, "t", 1)
        assert not measurements.take_step(conn, "t", 0)
        assert measurements.steps_taken(conn, "t") == 2
    for change in (delete(speed_steps), update(speed_steps).values(number=9)):
        with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
            conn.execute(change)
