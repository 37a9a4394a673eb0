"""What a process keeps: made once however many ask, the oldest forgotten, a failure never kept."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from survey.web.kept import Kept


def test_a_thing_is_made_once_however_many_ask_at_the_same_time() -> None:
    kept, made = Kept(2), []

    def slow() -> int:
        time.sleep(0.05)
        made.append(1)
        return 7

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: kept.get("key", slow), range(8)))
    assert found == [7] * 8
    assert made == [1]


def test_what_nobody_asked_for_the_longest_is_forgotten_first() -> None:
    kept = Kept(2)
    kept.get("a", lambda: 1)
    kept.get("b", lambda: 2)
    kept.get("a", lambda: 0)
    kept.get("c", lambda: 3)
    assert kept.get("a", lambda: 0) == 1
    assert kept.get("b", lambda: 4) == 4


def test_a_failure_is_not_kept() -> None:
    kept = Kept(1)

    def fails() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        kept.get("key", fails)
    assert kept.get("key", lambda: 1) == 1
