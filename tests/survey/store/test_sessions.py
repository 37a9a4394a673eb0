"""Sessions: found by a token's digest, over when they should be."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from survey.accounts import Account, Role
from survey.store import accounts, sessions
from survey.store.database import writing
from tests.builders import MONDAY

HOUR = timedelta(hours=1)
TOKEN, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def lan(engine: Engine) -> Account:
    with writing(engine) as conn:
        made = accounts.add_account(
            conn,
            sign_in="lan",
            name="Lan",
            role=Role.ANALYST,
            password_hash="hash",
            must_change_password=False,
            at=MONDAY,
        )
        for token in (TOKEN, OTHER):
            sessions.open_session(conn, made.id, token, MONDAY, MONDAY + 18 * HOUR)
    return made


def whose(conn: Connection, token: str, at: datetime) -> Account | None:
    """Whose open session this is."""
    found = sessions.open_account(conn, token, at)
    return None if found is None else found[0]


def test_a_session_is_its_accounts_until_it_expires(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        almost = MONDAY + 18 * HOUR - timedelta(microseconds=1)
        assert whose(conn, TOKEN, almost) == lan
        assert whose(conn, TOKEN, MONDAY + 18 * HOUR) is None


def test_a_token_that_nobody_was_given_opens_nothing(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        assert whose(conn, "c" * 64, MONDAY) is None
        assert whose(conn, TOKEN.upper(), MONDAY) is None


def test_a_revoked_session_is_over_and_the_others_are_not(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        sessions.revoke_session(conn, TOKEN, MONDAY)
        assert whose(conn, TOKEN, MONDAY) is None
        assert whose(conn, OTHER, MONDAY) == lan


def test_all_sessions_of_an_account_end_at_once(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        sessions.revoke_all(conn, lan.id, MONDAY)
        assert whose(conn, OTHER, MONDAY) is None
        assert sessions.sessions_of(conn, lan.id) == ()


def test_an_account_that_is_kept_out_has_no_session(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        accounts.set_active(conn, lan.id, False, MONDAY)
        assert whose(conn, TOKEN, MONDAY) is None


def test_a_session_is_marked_as_seen_once_in_five_minutes(engine: Engine, lan: Account) -> None:
    soon, late = MONDAY + timedelta(minutes=4), MONDAY + timedelta(minutes=5)
    with writing(engine) as conn:
        for moment, marked in ((soon, MONDAY), (late, late), (late + timedelta(minutes=4), late)):
            sessions.touch(conn, TOKEN, moment)
            assert sessions.open_account(conn, TOKEN, moment) == (lan, marked)
        sessions.touch(conn, "c" * 64, late)
        seen = {each.token_sha256: each.seen_at for each in sessions.sessions_of(conn, lan.id)}
    assert seen == {TOKEN: late, OTHER: MONDAY}


def test_sessions_that_are_over_are_cleared_away_by_the_next_sign_in(
    engine: Engine, lan: Account
) -> None:
    tomorrow = MONDAY + 24 * HOUR
    with writing(engine) as conn:
        assert len(sessions.sessions_of(conn, lan.id)) == 2
        assert sessions.sessions_of(conn, lan.id, tomorrow) == ()
        sessions.open_session(conn, lan.id, "d" * 64, tomorrow, tomorrow + HOUR)
        assert conn.execute(text("SELECT count(*) FROM sessions")).scalar_one() == 1
