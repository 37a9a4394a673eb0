"""Saves that come at once are stored together, each as if it had come alone: on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from forms.answers import Answer
from forms.sentence import Refused
from survey.accounts import Role
from survey.communes import Register, load_register
from survey.deadlines import Ruling, RulingKind
from survey.responses import Revision, Saved, submit
from survey.rounds import Round
from survey.saving import Save, save_all, save_answers
from survey.store import deadlines, journal, responses
from survey.store.communes import store_register
from survey.store.database import reading, writing
from survey.store.rounds import add_round
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, a_round, an_account
from tests.databases import database_url, empty_engine, engine

__all__ = ["database_url", "empty_engine", "engine"]
HANOI = "00008"
COMMUNES = (BA_DINH, MUONG_HUM, HANOI)
QUESTIONS = ("infra_pc_working", "infra_scanners")


@pytest.fixture
def communes(engine: Engine) -> Register:
    """Three communes and their provinces, stored."""
    register = load_register()
    chosen = {code: register.communes[code] for code in COMMUNES}
    provinces = {each.province_code for each in chosen.values()}
    found = Register(chosen, {code: register.provinces[code] for code in sorted(provinces)})
    with writing(engine) as conn:
        store_register(conn, found)
    return found


def a_new_round(engine: Engine) -> Round:
    with writing(engine) as conn:
        return add_round(conn, a_round(), "id: a\n")


def a_save(round_id: int, commune: str, base: int, key: str, **values: float | None) -> Save:
    """A save of the commune's officer; None clears."""
    changes = {name: None if each is None else Answer(value=each) for name, each in values.items()}
    who = replace(an_account(Role.OFFICER, commune), name=f"Cán bộ {commune}")
    return Save(round_id, commune, changes, base, who, MONDAY + timedelta(hours=base), key)


def one_by_one(engine: Engine, asked: Sequence[Save]) -> list[Saved | Refused]:
    made: list[Saved | Refused] = []
    for each in asked:
        try:
            made.append(save_answers(engine, each))
        except Refused as refused:
            made.append(refused)
    return made


def together(engine: Engine, asked: Sequence[Save]) -> list[Saved | Refused]:
    with writing(engine) as conn:
        return save_all(conn, asked)


def told(made: Sequence[Saved | Refused]) -> list[object]:
    """What each officer is told, whatever the round."""
    return [
        each.sentence.vi
        if isinstance(each, Refused)
        else (each.revision, each.conflicts, replace(each.response, round_id=0))
        for each in made
    ]


def kept(engine: Engine, round_id: int) -> dict[str, tuple[Revision, ...]]:
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        return {code: responses.revisions_of(conn, round_id, code) for code in COMMUNES}


saves = st.tuples(
    st.sampled_from(COMMUNES),
    st.integers(0, 3),
    st.sampled_from(("", *(f"key{n}" for n in range(6)))),
    st.dictionaries(
        st.sampled_from(QUESTIONS), st.none() | st.sampled_from((1, 2.5)), min_size=1, max_size=2
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(saves, min_size=1, max_size=10))
def test_saves_done_together_end_as_if_each_had_come_alone(
    engine: Engine,
    communes: Register,
    asked: list[tuple[str, int, str, dict[str, float | None]]],
) -> None:
    first, second = a_new_round(engine), a_new_round(engine)
    alone = one_by_one(engine, [a_save(first.id, *each[:3], **each[3]) for each in asked])
    at_once = together(engine, [a_save(second.id, *each[:3], **each[3]) for each in asked])
    assert told(at_once) == told(alone)
    assert kept(engine, second.id) == kept(engine, first.id)


def test_a_save_that_is_refused_leaves_the_others_and_the_journal_as_they_should_be(
    engine: Engine, communes: Register
) -> None:
    opened = a_new_round(engine)
    with writing(engine) as conn:
        made = save_all(conn, [a_save(opened.id, BA_DINH, 0, "first", infra_scanners=1)])[0]
        assert isinstance(made, Saved)
        step = submit(made.response, (), by="An", at=MONDAY, via=made.revision.via, key="done")  # type: ignore[union-attr]
        responses.append(conn, *step)
        ruling = Ruling(RulingKind.LOCK, "Kiểm tra.", "Bình", MONDAY)
        deadlines.add_ruling(conn, opened.id, MUONG_HUM, ruling)
    asked = [
        a_save(opened.id, BA_DINH, 2, "submitted", infra_scanners=2),
        a_save(opened.id, MUONG_HUM, 0, "locked", infra_scanners=3),
        a_save(opened.id, HANOI, 0, "taken", infra_scanners=4),
        a_save(opened.id + 99, HANOI, 0, "nowhere", infra_scanners=5),
        a_save(opened.id, HANOI, 7, "ahead", infra_scanners=6),
    ]
    made_of = together(engine, asked)
    assert [isinstance(each, Refused) for each in made_of] == [True, True, False, True, True]
    numbers = {code: len(each) for code, each in kept(engine, opened.id).items()}
    assert numbers == {BA_DINH: 2, MUONG_HUM: 0, HANOI: 1}
    with reading(engine) as conn:
        newest = journal.entries(conn, limit=1)[0]
    assert (newest.action, newest.subject) == ("save", HANOI)


def test_one_commune_that_saves_twice_at_once_keeps_both(
    engine: Engine, communes: Register
) -> None:
    opened = a_new_round(engine)
    asked = [
        a_save(opened.id, BA_DINH, 0, "a", infra_scanners=1),
        a_save(opened.id, BA_DINH, 0, "b", infra_pc_working=40),
        a_save(opened.id, BA_DINH, 0, "a", infra_scanners=1),
    ]
    first, second, again = together(engine, asked)
    assert [each.revision.number for each in (first, second, again)] == [1, 2, 1]  # type: ignore[union-attr]
    with reading(engine) as conn:
        answers = responses.response_of(conn, opened.id, BA_DINH).answers
    assert answers == {name: Answer(value=n) for name, n in zip(QUESTIONS, (40, 1), strict=True)}
