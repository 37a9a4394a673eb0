"""Saved scenarios and ordered editions in the store, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.deciding.orders import SILENCE, Order, OrderState
from survey.deciding.scenarios import (
    SavedScenario,
    off_the_list,
    on_the_list,
    renamed,
    scenario_name,
)
from survey.rounds import Round
from survey.store import journal, orders, scenarios
from survey.store.database import reading, writing
from tests.builders import MONDAY

MAKER = Account(1, "bo", "Chuyên viên Bộ", Role.ANALYST)


def a_scenario(of: Round, name: str = "Một nửa") -> SavedScenario:
    return SavedScenario(0, of.id, name, "from=1&budget=1.000", MONDAY, "bo")


def an_order(of: Round) -> Order:
    return Order(0, of.id, "Lần 3", "from=1", "bo", MONDAY, 0, 2000, MONDAY)


def test_scenarios_read_back_as_saved_the_newest_first(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        one = scenarios.add_scenario(conn, a_scenario(first_round))
        other = scenarios.add_scenario(conn, a_scenario(first_round, "Gấp đôi"))
    with reading(engine) as conn:
        assert scenarios.scenarios_of(conn, first_round.id) == (other, one)
        assert scenarios.scenarios_of(conn, 99) == ()


def test_a_scenario_off_the_list_is_kept_with_its_name_and_address(
    engine: Engine, first_round: Round
) -> None:
    with writing(engine) as conn:
        one = scenarios.add_scenario(conn, a_scenario(first_round))
        gone = off_the_list(one, MAKER, MONDAY + timedelta(days=1))
        scenarios.keep_scenario(conn, gone)
    with reading(engine) as conn:
        assert scenarios.scenarios_of(conn, first_round.id) == ()
        assert scenarios.every_scenario(conn) == (gone,)
        assert scenarios.scenario_by_id(conn, one.id) == gone
        assert scenarios.scenario_by_id(conn, 99) is None
    with pytest.raises(Refused, match="already"), writing(engine) as conn:
        scenarios.add_scenario(conn, a_scenario(first_round))
    with writing(engine) as conn:
        scenarios.keep_scenario(conn, on_the_list(gone, MAKER))
    with reading(engine) as conn:
        assert scenarios.scenarios_of(conn, first_round.id) == (one,)


def test_a_scenario_takes_a_new_name_unless_another_has_it(
    engine: Engine, first_round: Round
) -> None:
    with writing(engine) as conn:
        one = scenarios.add_scenario(conn, a_scenario(first_round))
        scenarios.add_scenario(conn, a_scenario(first_round, "Gấp đôi"))
        scenarios.keep_scenario(conn, renamed(one, "  Một nửa ngân sách ", MAKER))
    with reading(engine) as conn:
        found = scenarios.scenario_by_id(conn, one.id)
    assert found == replace(one, name="Một nửa ngân sách")
    with pytest.raises(Refused, match="already"), writing(engine) as conn:
        scenarios.keep_scenario(conn, renamed(one, "Gấp đôi", MAKER))


def test_only_whoever_saved_it_and_administrators_change_a_scenario(first_round: Round) -> None:
    one, other = a_scenario(first_round), Account(2, "bo2", "Người khác", Role.ANALYST)
    for account in (MAKER, Account(3, "quantri", "Quản trị", Role.ADMINISTRATOR)):
        assert off_the_list(one, account, MONDAY).removed_by == account.sign_in
    for change in (
        lambda: renamed(one, "Khác", other),
        lambda: off_the_list(one, other, MONDAY),
        lambda: on_the_list(one, other),
    ):
        with pytest.raises(Refused, match="saved by bo"):
            change()


def test_a_name_is_used_once_a_round_and_is_no_blank(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        scenarios.add_scenario(conn, a_scenario(first_round))
    with pytest.raises(Refused, match="already"), writing(engine) as conn:
        scenarios.add_scenario(conn, a_scenario(first_round))
    for name in ("", "  ", "x" * 121):
        with pytest.raises(Refused, match="name"):
            scenario_name(name)
    assert scenario_name(" Một nửa ") == "Một nửa"


def test_an_order_is_told_on_until_it_is_made_or_refused(
    engine: Engine, first_round: Round
) -> None:
    later = MONDAY + timedelta(seconds=30)
    with writing(engine) as conn:
        order = orders.add_order(conn, an_order(first_round))
        orders.tell(conn, order.id, later, done=64)
    with reading(engine) as conn:
        found = orders.order_by_id(conn, order.id)
        assert orders.order_by_id(conn, 99) is None
    assert found is not None
    assert (found.done, found.seen, found.refusal) == (64, later, None)
    assert found.state(later) is OrderState.WORKING
    assert found.state(later + SILENCE) is OrderState.STOPPED
    with writing(engine) as conn:
        orders.refuse(conn, order.id, later, Sentence("Không được.", "No."))
    with reading(engine) as conn:
        ended = orders.order_by_id(conn, order.id)
    assert ended is not None
    assert ended.refusal == Sentence("Không được.", "No.")
    assert ended.state(later + SILENCE) is OrderState.REFUSED


def test_one_edition_of_a_round_is_made_at_a_time(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        first = orders.add_order(conn, an_order(first_round))
    with pytest.raises(Refused, match="being made"), writing(engine) as conn:
        orders.add_order(conn, an_order(first_round))
    with writing(engine) as conn:
        orders.refuse(conn, first.id, MONDAY, Sentence("Không.", "No."))
        orders.add_order(conn, an_order(first_round))


def test_the_journal_tells_about_one_subject_in_order(engine: Engine) -> None:
    with writing(engine) as conn:
        for action, subject in (
            ("made", "edition 1"),
            ("made", "edition 12"),
            ("done", "edition 1"),
        ):
            journal.enter(conn, MONDAY, "bo", action, subject, {"reason": action})
    with reading(engine) as conn:
        found = journal.entries_about(conn, "edition 1")
        assert [each.action for each in found] == ["made", "done"]
        assert [each.hash for each in found] == [
            each.hash for each in reversed(journal.entries(conn)) if each.subject == "edition 1"
        ]
