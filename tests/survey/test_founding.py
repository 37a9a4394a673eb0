"""An empty database on its first start."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from survey.accounts import Role
from survey.founding import ADMINISTRATOR, SHIPPED_QUESTIONNAIRE, found
from survey.rounds import RoundState
from survey.signing_in.passwords import verify_password
from survey.store import accounts, communes, journal, rounds
from survey.store.database import engine_for, reading
from tests.builders import MONDAY


def test_an_empty_database_gets_all_that_work_needs(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'a.db'}")
    assert found(engine, password="mot-lan", at=MONDAY)
    with reading(engine) as conn:
        register = communes.load_register(conn)
        (first,) = rounds.all_rounds(conn)
        (administrator,) = accounts.all_accounts(conn)
        text = rounds.questionnaire_text(conn, first)
        assert verify_password(accounts.password_hash_of(conn, administrator.id), "mot-lan")
        assert journal.verify(conn) is None
    assert (len(register.communes), len(register.provinces)) == (3321, 34)
    assert (first.state, first.simulated) == (RoundState.OPEN, False)
    assert text == SHIPPED_QUESTIONNAIRE.read_text("utf-8")
    assert (administrator.sign_in, administrator.role) == (ADMINISTRATOR, Role.ADMINISTRATOR)
    assert administrator.must_change_password
    engine.dispose()


def test_a_founded_database_is_left_as_it_is(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'a.db'}")
    found(engine, password="mot-lan", at=MONDAY)
    assert not found(engine, password="mot-lan-nua", at=MONDAY)
    with reading(engine) as conn:
        (administrator,) = accounts.all_accounts(conn)
        assert verify_password(accounts.password_hash_of(conn, administrator.id), "mot-lan")
        assert len(rounds.all_rounds(conn)) == 1
    engine.dispose()


def test_two_first_starts_at_once_make_one_administrator(tmp_path: Path) -> None:
    engines = [engine_for(f"sqlite:///{tmp_path / 'a.db'}") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda engine: found(engine, password="mot-lan", at=MONDAY), engines))
    assert sorted(made) == [False, True]
    with reading(engines[0]) as conn:
        assert len(accounts.all_accounts(conn)) == 1
        assert len(rounds.all_rounds(conn)) == 1
    for engine in engines:
        engine.dispose()
