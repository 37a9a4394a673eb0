"""What is slowed: so many at once, then one every so often; never shut out for good."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from survey.store import paces
from survey.store.database import reading, writing
from survey.store.paces import Pace
from tests.builders import MONDAY

SECOND = timedelta(seconds=1)
PACE = Pace(every=10 * SECOND, at_once=3)


def test_three_at_once_and_then_one_every_ten_seconds(engine: Engine) -> None:
    waits = []
    with writing(engine) as conn:
        for _ in range(6):
            waits.append(paces.wait(conn, "a", PACE, MONDAY) / SECOND)
            paces.take(conn, "a", PACE, MONDAY)
        assert waits == [0, 0, 0, 10, 20, 30]
        assert paces.wait(conn, "a", PACE, MONDAY + 40 * SECOND) == paces.NOW
        assert paces.wait(conn, "b", PACE, MONDAY) == paces.NOW


def test_some_may_be_taken_together(engine: Engine) -> None:
    with writing(engine) as conn:
        assert paces.free(conn, "a", PACE, MONDAY) == 3
        paces.take(conn, "a", PACE, MONDAY, 2)
        assert paces.free(conn, "a", PACE, MONDAY) == 1
        paces.take(conn, "a", PACE, MONDAY, 3)
        assert paces.free(conn, "a", PACE, MONDAY) == 0
        assert paces.wait(conn, "a", PACE, MONDAY) == 30 * SECOND
        assert paces.free(conn, "a", PACE, MONDAY + 29 * SECOND) == 0
        assert paces.free(conn, "a", PACE, MONDAY + 30 * SECOND) == 1


def test_after_a_rest_all_are_free_again_and_nothing_is_kept(engine: Engine) -> None:
    with writing(engine) as conn:
        for _ in range(3):
            paces.take(conn, "a", PACE, MONDAY)
        later = MONDAY + 60 * SECOND
        paces.take(conn, "b", PACE, later)
        assert conn.execute(text("SELECT key FROM paces")).scalars().all() == ["b"]
        assert paces.wait(conn, "a", PACE, later) == paces.NOW


def test_what_one_process_took_another_knows(engine: Engine) -> None:
    with writing(engine) as conn:
        for _ in range(3):
            paces.take(conn, "a", PACE, MONDAY)
    with reading(engine) as conn:
        assert paces.wait(conn, "a", PACE, MONDAY) == 10 * SECOND


@pytest.mark.parametrize("seed", range(5))
def test_whoever_waits_as_told_takes_no_more_than_the_pace(engine: Engine, seed: int) -> None:
    """In any stretch of time: at most what is free at once, and one more for each ten seconds."""
    dice, at, taken = random.Random(seed), MONDAY, []
    with writing(engine) as conn:
        for _ in range(25):
            at += dice.randrange(25) * SECOND
            if paces.wait(conn, "a", PACE, at) == paces.NOW:
                paces.take(conn, "a", PACE, at)
                taken.append(at)
    for first, begun in enumerate(taken):
        for number, end in enumerate(taken[first:], 1):
            assert number <= 3 + (end - begun) / PACE.every
