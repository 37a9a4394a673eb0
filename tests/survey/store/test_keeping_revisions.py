"""Nothing acknowledged is lost: writers at once, repetitions, power cuts, statements by hand."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from survey.responses import Via, save, start
from survey.rounds import Round
from survey.store import journal, responses
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, answered

ROOT = Path(__file__).parents[3]
SAVE_FOREVER = """
import sys
from datetime import UTC, datetime
from forms.answers import Answer
from survey.responses import Via, save
from survey.store import responses
from survey.store.database import engine_for, writing
engine, number = engine_for(sys.argv[1]), 0
while True:
    number += 1
    with writing(engine) as conn:
        now = responses.response_of(conn, int(sys.argv[2]), sys.argv[3])
        done = save(now, {"pcs": Answer(value=number)}, None, by="An", at=datetime.now(UTC),
                    via=Via.SYNC, key=str(number))
        responses.append(conn, done.response, done.revision)
    print(number, flush=True)
"""


def save_one(engine: Engine, round_id: int, question: str, value: int, key: str = "") -> int:
    """One save as the pages do it: read, join and append in one transaction."""
    with writing(engine) as conn:
        now = responses.response_of(conn, round_id, BA_DINH)
        if repeated := responses.revisions_made_by(conn, round_id, {BA_DINH: key}):
            return repeated[BA_DINH]
        done = save(
            now, answered(**{question: value}), None, by="An", at=MONDAY, via=Via.PAGE, key=key
        )
        assert done.revision is not None
        responses.append(conn, done.response, done.revision)
        journal.enter(conn, MONDAY, "an", "save", BA_DINH, {"revision": done.revision.number})
        return done.revision.number


def test_officers_who_save_at_once_lose_nothing(engine: Engine, first_round: Round) -> None:
    together = Barrier(8)

    def officer(number: int) -> list[int]:
        together.wait()
        return [save_one(engine, first_round.id, f"q{number}", n) for n in range(5)]

    with ThreadPoolExecutor(8) as pool:
        numbers = [n for made in pool.map(officer, range(8)) for n in made]
    assert sorted(numbers) == list(range(1, 41))
    with reading(engine) as conn:
        found = responses.response_of(conn, first_round.id, BA_DINH)
        assert journal.verify(conn) is None
    assert found.revision == 40
    assert found.answers == answered(**{f"q{number}": 4 for number in range(8)})


def test_the_same_save_sent_twenty_times_at_once_makes_one_revision(
    engine: Engine, first_round: Round
) -> None:
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(save_one, engine, first_round.id, "pcs", 7, "same") for _ in range(20)]
        assert {each.result() for each in sent} == {1}
    with reading(engine) as conn:
        assert len(responses.revisions_of(conn, first_round.id, BA_DINH)) == 1
        assert len(journal.entries(conn)) == 1


def test_a_process_killed_in_the_middle_of_saving_loses_nothing_that_it_acknowledged(
    database_url: str, engine: Engine, first_round: Round
) -> None:
    command = [sys.executable, "-c", SAVE_FOREVER, database_url, str(first_round.id), BA_DINH]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdout is not None
        acknowledged = [int(saving.stdout.readline()) for _ in range(30)]
        time.sleep(0.01)
        saving.kill()
        acknowledged += [int(line) for line in saving.stdout]
    with reading(engine) as conn:
        numbers = [r.number for r in responses.revisions_of(conn, first_round.id, BA_DINH)]
        found = responses.response_of(conn, first_round.id, BA_DINH)
    assert numbers == list(range(1, found.revision + 1))
    assert found.revision >= len(acknowledged)
    assert found.answers == answered(pcs=found.revision)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revisions SET by = 'mai'",
        "DELETE FROM revisions WHERE number = 1",
        "DELETE FROM responses",
    ],
)
def test_the_database_refuses_to_change_a_revision(
    engine: Engine, first_round: Round, change: str
) -> None:
    save_one(engine, first_round.id, "pcs", 7)
    with (
        pytest.raises(DBAPIError, match=r"(?i)never changed|foreign key"),
        writing(engine) as conn,
    ):
        conn.execute(text(change))
    with reading(engine) as conn:
        (revision,) = responses.revisions_of(conn, first_round.id, BA_DINH)
    assert revision.by == "An"


def test_a_moment_must_say_its_time_zone(engine: Engine, first_round: Round) -> None:
    naive = MONDAY.replace(tzinfo=None)
    done = save(
        start(first_round.id, BA_DINH),
        answered(pcs=1),
        None,
        by="An",
        at=naive,
        via=Via.PAGE,
        key="",
    )
    assert done.revision is not None
    with pytest.raises(Exception, match="time zone"), writing(engine) as conn:
        responses.append(conn, done.response, done.revision)
