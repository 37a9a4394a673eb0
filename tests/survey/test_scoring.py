"""A round's scores: from the store to an edition, kept until an approval changes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from survey.communes import load_register
from survey.responses import Via, reopen, save, start
from survey.rounds import Round
from survey.scoring import Editions, Scored, places_of, remote_word, score_round, vietnamese_order
from survey.store import responses, rounds
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, answered, the_questionnaire
from tests.survey.founded import approved, diced, found_in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def current(engine: Engine) -> Round:
    with reading(engine) as conn:
        found = rounds.current_round(conn)
    assert found is not None
    return found


class Counting:
    """A calculation that counts how often it is done."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.times, self.kept = engine, 0, Editions()
        self.questionnaire, self.register = the_questionnaire(), load_register()

    def newest(self) -> Scored:
        asked = current(self.engine)
        with reading(self.engine) as conn:

            def calculation() -> Scored:
                self.times += 1
                return score_round(conn, asked, self.questionnaire, self.register)

            return self.kept.newest(conn, asked, calculation)


def approve_one(engine: Engine, code: str) -> None:
    with writing(engine) as conn:
        responses.append_many(conn, [approved(code, diced(the_questionnaire(), code))])


def test_an_edition_is_kept_while_only_drafts_change(engine: Engine) -> None:
    scores = Counting(engine)
    first = scores.newest()
    draft = save(
        start(1, MUONG_HUM),
        answered(infra_pc_working=3),
        None,
        by="An",
        at=MONDAY,
        via=Via.PAGE,
        key="1",
    )
    assert draft.revision is not None
    with writing(engine) as conn:
        responses.append(conn, draft.response, draft.revision)
    assert scores.newest() is first
    assert scores.times == 1


def test_an_approval_and_a_reopening_make_a_new_edition(engine: Engine) -> None:
    scores = Counting(engine)
    scores.newest()
    approve_one(engine, BA_DINH)
    assert set(scores.newest().answers) == {BA_DINH}
    with writing(engine) as conn:
        response = responses.response_of(conn, 1, BA_DINH)
        responses.append(conn, *reopen(response, "Sai", by="Bộ", at=MONDAY, key="r"))
    assert scores.newest().answers == {}
    assert scores.times == 3


def test_visitors_who_come_together_share_one_calculation(engine: Engine) -> None:
    scores = Counting(engine)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: scores.newest(), range(8)))
    assert scores.times == 1
    assert all(each is found[0] for each in found)


def test_a_commune_that_did_not_answer_stays_in_the_table_without_a_rank(engine: Engine) -> None:
    approve_one(engine, BA_DINH)
    table = Counting(engine).newest().listing
    assert len(table) == 3321
    silent = table.drop(index=BA_DINH)
    assert silent["rank"].isna().all()
    assert silent["readiness"].isna().all()
    assert (silent["priority"].isna() | (silent["priority"] == 0)).all()


def test_places_and_names_are_in_vietnamese_order() -> None:
    places = places_of(load_register())
    order = vietnamese_order(places["name"])
    by_name = dict(zip(places["name"], order, strict=True))
    assert by_name["Xã Mường Hum"] > by_name["Xã Mường Bú"]
    assert by_name["Phường Ba Đình"] < by_name["Phường Đống Đa"]
    assert list(places.index) == sorted(places.index)


def test_remote_is_yes_no_or_not_known() -> None:
    assert [remote_word(each) for each in (True, False, None, float("nan"), 1.0, 0.0)] == [
        "yes",
        "no",
        "unknown",
        "unknown",
        "yes",
        "no",
    ]
