"""Editions in the store, on both databases: written once, published forward, never changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from forms.sentence import Refused
from reports.editions.inputs import Inputs
from reports.editions.rows import sha256_of
from survey.deciding.editions import EditionState, StoredEdition, publish
from survey.rounds import Round
from survey.store import editions
from survey.store.database import reading, writing
from survey.store.schema import edition_rows, edition_texts
from survey.store.schema import editions as table
from tests.builders import MONDAY
from tests.reports.small_editions import inputs

ROWS = {"00001": '{"rank":1}', "00002": '{"rank":2}'}


def an_edition(of: Round, made_from: Inputs, **changes: object) -> StoredEdition:
    """An edition that has not been stored yet."""
    usual = StoredEdition(
        id=0,
        round_id=of.id,
        name="Lần 1",
        made_at=MONDAY,
        made_by="bo",
        inputs=made_from.sha256,
        results=sha256_of(ROWS),
        seed=2026,
        software="0.1.0",
        budget=None,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def stored(engine: Engine, of: Round, **changes: object) -> StoredEdition:
    """An edition in the store."""
    made_from = inputs()
    with writing(engine) as conn:
        return editions.add_edition(conn, an_edition(of, made_from, **changes), made_from, ROWS)


def test_an_edition_reads_back_as_it_was_stored(engine: Engine, first_round: Round) -> None:
    made = stored(engine, first_round, budget=2e12)
    with reading(engine) as conn:
        assert editions.edition_by_id(conn, made.id) == made
        assert editions.rows_of_edition(conn, made.id) == ROWS
        assert editions.texts_of_edition(conn, made) == dict(inputs().texts)


def test_two_editions_of_the_same_inputs_share_their_texts(
    engine: Engine, first_round: Round
) -> None:
    one, other = stored(engine, first_round), stored(engine, first_round, name="Lần 2")
    with reading(engine) as conn:
        assert len(conn.execute(edition_texts.select()).all()) == len(one.inputs)
        assert [each.name for each in editions.all_editions(conn)] == ["Lần 2", "Lần 1"]
        assert editions.all_editions(conn, round_id=99) == ()
    assert one.inputs == other.inputs


def test_an_unknown_edition_is_refused_in_words(engine: Engine, first_round: Round) -> None:
    with reading(engine) as conn, pytest.raises(Refused) as refused:
        editions.edition_by_id(conn, 7)
    assert "no edition 7" in refused.value.sentence.en


def test_a_published_edition_is_replaced_by_a_later_one(engine: Engine, first_round: Round) -> None:
    one, other = stored(engine, first_round), stored(engine, first_round, name="Lần 2")
    first, _ = publish(one, None, None, by="bo", at=MONDAY)
    with writing(engine) as conn:
        editions.set_state(conn, [first])
    second, gone = publish(other, first, first, by="bo", at=MONDAY)
    assert gone is not None
    with writing(engine) as conn:
        editions.set_state(conn, [gone, second])
    with reading(engine) as conn:
        assert editions.published_edition(conn, first_round.id) == second
        assert editions.edition_by_id(conn, one.id).state is EditionState.REPLACED
        assert second.replaces == one.id


@pytest.mark.parametrize(
    "change",
    [
        update(table).values(name="Khác"),
        update(table).values(results="0" * 64),
        update(table).values(state="replaced"),
        delete(table),
        update(edition_rows).values(figures="{}"),
        delete(edition_rows),
        delete(edition_texts),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_an_edition(
    engine: Engine, first_round: Round, change: object
) -> None:
    stored(engine, first_round)
    with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
        conn.execute(change)  # type: ignore[call-overload]


def test_a_round_has_one_published_edition_at_most(engine: Engine, first_round: Round) -> None:
    one, other = stored(engine, first_round), stored(engine, first_round, name="Lần 2")
    for each in (one, other):
        published, _ = publish(each, None, None, by="bo", at=MONDAY)
        if each is one:
            with writing(engine) as conn:
                editions.set_state(conn, [published])
    with pytest.raises(DBAPIError), writing(engine) as conn:
        editions.set_state(conn, [published])


def test_only_a_draft_is_published_and_only_in_place_of_the_published_one(
    engine: Engine, first_round: Round
) -> None:
    made = stored(engine, first_round)
    published, _ = publish(made, None, None, by="bo", at=MONDAY)
    for again, standing, replaced, said in (
        (published, None, None, "has been published and cannot change"),
        (made, published, None, "is published already"),
        (made, None, made, "is not a published one"),
        (made, published, replace(published, round_id=9), "belongs to another round"),
    ):
        with pytest.raises(Refused) as refused:
            publish(again, standing, replaced, by="bo", at=MONDAY)
        assert said in refused.value.sentence.en
