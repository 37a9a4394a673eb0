"""What a process keeps: made once however many ask, the oldest forgotten, a failure never kept."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from survey.web.awaiting import Room, StillCalculating
from survey.web.kept import Kept


class Long:
    """Something that is made until it is let go."""

    def __init__(self, pool: ThreadPoolExecutor, kept: Kept) -> None:
        self.kept, self.pool, self.began, self.may_end = kept, pool, Event(), Event()
        self.times, self.fault = 0, False
        self.first = self.another()
        assert self.began.wait(30)

    def another(self) -> Future[object]:
        """One more who asks for it."""
        return self.pool.submit(self.kept.get, "long", self.make)

    def make(self) -> str:
        self.times += 1
        self.began.set()
        assert self.may_end.wait(30)
        if self.fault:
            raise MemoryError
        return "made"


def test_a_thing_is_made_once_however_many_ask_at_the_same_time() -> None:
    kept, made = Kept(2, Room(4)), []

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


def test_what_is_kept_is_given_while_something_else_is_made() -> None:
    kept = Kept(2)
    kept.get("key", lambda: 7)
    with ThreadPoolExecutor(2) as pool:
        long = Long(pool, kept)
        try:
            assert pool.submit(kept.get, "key", lambda: 0).result(5) == 7
            assert not long.first.done()
        finally:
            long.may_end.set()
        assert long.first.result(30) == "made"


def test_two_things_are_made_at_the_same_time() -> None:
    kept, both = Kept(2), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(kept.get, key, lambda: both.wait(5)) for key in "ab"]
        assert {each.result(30) for each in found} == {0, 1}


def test_a_failure_reaches_all_who_wait_and_the_next_visitor_tries_again() -> None:
    kept = Kept(2, Room(4))
    with ThreadPoolExecutor(4) as pool:
        long = Long(pool, kept)
        coming = [long.another() for _ in range(3)]
        # They wait once they have come, which nothing but a little time shows.
        time.sleep(0.2)
        long.fault = True
        long.may_end.set()
        for each in (long.first, *coming):
            with pytest.raises(MemoryError):
                each.result(30)
        assert long.times == 1
        long.fault = False
        assert long.another().result(30) == "made"
        assert long.times == 2


def test_so_few_calculate_or_wait_at_once_and_nobody_waits_for_room() -> None:
    kept = Kept(2, Room(2))
    kept.get("key", lambda: 7)
    with ThreadPoolExecutor(2) as pool:
        long = Long(pool, kept)
        second = long.another()
        time.sleep(0.2)
        try:
            for key in ("long", "other"):
                with pytest.raises(StillCalculating):
                    kept.get(key, lambda: 1)
            assert kept.get("key", lambda: 0) == 7
        finally:
            long.may_end.set()
        assert (long.first.result(30), second.result(30)) == ("made", "made")
    assert kept.get("other", lambda: 1) == 1


def test_what_something_is_made_of_needs_no_more_room() -> None:
    room = Room(1)
    kept, parts = Kept(2, room), Kept(2, room)
    assert kept.get("whole", lambda: parts.get("part", lambda: 1) + 1) == 2
    assert kept.get("other", lambda: 3) == 3
