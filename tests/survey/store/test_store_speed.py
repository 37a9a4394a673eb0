"""The whole country in seconds: a round of every commune written, and read for scoring."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.answers import Answer
from forms.answers_json import from_json, to_json
from survey.communes import load_register
from survey.responses import Step, Via, approve, save, start, submit
from survey.rounds import Round
from survey.store import communes, overview, responses, rounds
from survey.store.database import engine_for, reading, upgrade, writing
from tests.builders import MONDAY, a_round

ANSWERS = {f"question_{n}": Answer(value=n / 7 if n % 3 else n) for n in range(60)}


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Engine]:
    """A database with the whole register."""
    engine = engine_for(f"sqlite:///{tmp_path / 'country.db'}")
    upgrade(engine)
    with writing(engine) as conn:
        communes.store_register(conn, load_register())
    yield engine
    engine.dispose()


def approved(of: Round, code: str) -> list[Step]:
    """Saved, submitted and approved."""
    done = save(start(of.id, code), ANSWERS, None, by="A", at=MONDAY, via=Via.IMPORT, key="1")
    assert done.revision is not None
    sent = submit(done.response, (), by="A", at=MONDAY, via=Via.IMPORT, key="2")
    return [(done.response, done.revision), sent, approve(sent[0], by="B", at=MONDAY, key="3")]


@pytest.mark.benchmark
def test_every_communes_answers_are_written_and_read_in_seconds(country: Engine) -> None:
    codes = list(load_register().communes)
    with writing(country) as conn:
        of = rounds.add_round(conn, a_round(), "a")
        steps = [step for code in codes for step in approved(of, code)]
        began = time.perf_counter()
        responses.append_many(conn, steps)
        writing_took = time.perf_counter() - began
    texts = [json.dumps(to_json(ANSWERS)) for _ in codes]
    began = time.perf_counter()
    floor = [from_json(json.loads(text)) for text in texts]
    parsing_took = time.perf_counter() - began
    with reading(country) as conn:
        began = time.perf_counter()
        found = overview.approved_answers(conn, of.id)
        reading_took = time.perf_counter() - began
    assert list(found) == codes
    assert found[codes[-1]] == floor[-1]
    # Reading is parsing and little more; writing 3 × 3,321 revisions costs a few times as much.
    assert reading_took < 2 * parsing_took + 0.5
    assert writing_took < 15 * parsing_took + 2
