"""Rounds and the questionnaires that they freeze."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, NoResultFound

from survey.rounds import Round, RoundState
from survey.store import rounds
from survey.store.database import reading, writing
from tests.builders import MONDAY, a_round

VIETNAMESE = "id: khao-sat\ntitle: Mức độ sẵn sàng – đợt “một”\n"


def test_a_round_comes_back_as_it_was_stored_but_for_its_id(engine: Engine) -> None:
    new = Round(0, "Đợt 1", "vn", "2", date(2026, 6, 30), date(2026, 9, 1), date(2026, 10, 31))
    with writing(engine) as conn:
        made = rounds.add_round(conn, replace(new, simulated=True), VIETNAMESE)
    with reading(engine) as conn:
        stored = rounds.round_by_id(conn, made.id)
        assert rounds.questionnaire_text(conn, made) == VIETNAMESE
    assert made == stored == replace(new, id=made.id, simulated=True)


def test_rounds_come_in_the_order_in_which_they_were_made(engine: Engine) -> None:
    with writing(engine) as conn:
        made = [rounds.add_round(conn, a_round(name), "a") for name in ("B", "A", "C")]
        assert rounds.all_rounds(conn) == tuple(made)


def test_an_unknown_round_is_none_and_has_no_questionnaire(engine: Engine) -> None:
    with reading(engine) as conn:
        assert rounds.round_by_id(conn, 7) is None
        assert rounds.current_round(conn) is None
        with pytest.raises(NoResultFound):
            rounds.questionnaire_text(conn, replace(a_round(), id=7))


def test_the_current_round_is_the_newest_open_one_else_the_newest(engine: Engine) -> None:
    with writing(engine) as conn:
        first, second, third = (rounds.add_round(conn, a_round(n), "a") for n in "123")
        assert rounds.current_round(conn) == third
        rounds.close_round(conn, third.id, MONDAY)
        assert rounds.current_round(conn) == second
        rounds.close_round(conn, first.id, MONDAY)
        rounds.close_round(conn, second.id, MONDAY)
        assert rounds.current_round(conn) == replace(third, state=RoundState.CLOSED)


def test_a_closed_round_can_be_opened_again(engine: Engine) -> None:
    with writing(engine) as conn:
        made = rounds.add_round(conn, a_round(closed=True), "a")
        rounds.open_round(conn, made.id, MONDAY)
        assert rounds.round_by_id(conn, made.id) == replace(made, state=RoundState.OPEN)


def test_rounds_on_the_same_questionnaire_share_its_text(engine: Engine) -> None:
    with writing(engine) as conn:
        for _ in range(2):
            rounds.add_round(conn, a_round(), VIETNAMESE)
        count = text("SELECT count(*) FROM questionnaires")
        assert conn.execute(count).scalar_one() == 1


def test_a_state_that_is_none_is_refused_by_the_database(
    engine: Engine, first_round: Round
) -> None:
    with pytest.raises(DBAPIError, match="ck_rounds_state"), writing(engine) as conn:
        conn.execute(text("UPDATE rounds SET state = 'ajar'"))
