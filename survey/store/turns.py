"""Writers take turns, and what is over in milliseconds is done together: many deeds, one transaction, one commit.

A commit waits for the disk, and the database commits one writer after another. Whoever comes while another has the
turn is put in a queue; the next to get the turn does all that waits there, and only after the commit is any of
them answered. Who has waited long enough, for this process or for another, is told that nothing was done.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError, TimeoutError

from forms.sentence import Refused
from survey.store.failing import passes

# The first waits for the last: so many are some hundredths of a second.
MOST_TOGETHER = 32
Asked = TypeVar("Asked")
Made = TypeVar("Made")
# A transaction, which another process is waited for until a moment of the monotonic clock.
Begin = Callable[[float], AbstractContextManager[Connection]]
# What is made of each thing asked, in its order; a refusal is of that one alone, and has changed nothing.
Work = Callable[[Connection, Sequence[Asked]], Sequence[Made | Refused]]


class Waiting:
    """One who waits: what is asked and until when, and in the end what was made of it, or why it was not done."""

    def __init__(self, asked: object, until: float) -> None:
        self.asked, self.until = asked, until
        self.made: Any = None
        self.fault: BaseException | None = None
        self.ended = False
        self._called = Lock()
        self._called.acquire()

    def wait(self) -> None:
        """Until called: because it is done, or to do what waits in the queue."""
        self._called.acquire()

    def call(self) -> None:
        """Wake who waits."""
        self._called.release()

    def end(self, made: object) -> None:
        """With what was made, or with the refusal or fault that is to be raised."""
        if isinstance(made, BaseException):
            self.fault = made
        else:
            self.made = made
        self.ended = True


class Queue:
    """Those who wait for one kind of work, in their order. One of them leads: who does it for all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Waiting] = deque()
        self._led = False

    def join(self, one: Waiting) -> None:
        """Wait here until it is done or one leads, which whoever finds nobody leading does at once."""
        with self._lock:
            self._waiting.append(one)
            leads, self._led = not self._led, True
        if not leads:
            one.wait()

    def next(self) -> list[Waiting]:
        """The first of the queue, taken out of it."""
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]

    def all(self) -> list[Waiting]:
        """Everyone of the queue, taken out of it."""
        with self._lock:
            found = list(self._waiting)
            self._waiting.clear()
            return found

    def pass_on(self) -> None:
        """Lead no longer: the first who waits does."""
        with self._lock:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].call()


class Turns:
    """The writers of one process on one database: one at a time, in threads of their own."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._queues: dict[object, Queue] = {}

    @contextmanager
    def alone(self, begin: Begin, until: float) -> Iterator[Connection]:
        """A transaction of one's own: committed at the end, undone where anything is raised."""
        self._take(until)
        try:
            with begin(until) as connection:
                yield connection
        finally:
            self._turn.release()

    def _take(self, until: float) -> None:
        """Take this process's turn. Raises TimeoutError where it does not come in time."""
        if not self._turn.acquire(timeout=max(0.0, until - time.monotonic())):
            raise TimeoutError("other writers of this process took too long")

    def together(self, begin: Begin, work: Work[Asked, Made], asked: Asked, until: float) -> Made:
        """What ``work`` makes of what is asked, committed; done at once with whatever else waits for this work.

        A refusal undoes nothing of the others, nor does a mistake in what is asked; a fault of the database undoes
        all of them, and each is told so.
        """
        queue, mine = self._queues.setdefault(work, Queue()), Waiting(asked, until)
        queue.join(mine)
        if not mine.ended:
            self._lead(begin, work, queue, mine)
        if mine.fault is not None:
            raise mine.fault
        made: Made = mine.made
        return made

    def _lead(self, begin: Begin, work: Work[Any, Any], queue: Queue, mine: Waiting) -> None:
        """Do what waits until one's own is done, and call those whose work was done with it."""
        try:
            while not mine.ended:
                for each in self._next(begin, work, queue, mine.until):
                    if each is not mine:
                        each.call()
        finally:
            queue.pass_on()

    def _next(
        self, begin: Begin, work: Work[Any, Any], queue: Queue, until: float
    ) -> Sequence[Waiting]:
        """What waits, done in this process's turn; where that does not come in time, nobody waits any longer."""
        try:
            self._take(until)
        except TimeoutError as fault:
            done = queue.all()
            for each in done:
                each.end(fault)
            return done
        try:
            return do_next(begin, work, queue, until)
        finally:
            self._turn.release()


def do_next(begin: Begin, work: Work[Any, Any], queue: Queue, until: float) -> list[Waiting]:
    """Do what waits in the queue; with each of these it has ended, one way or the other."""
    taken: list[Waiting] = []
    try:
        with begin(until) as connection:
            # Only now: another process may have had the database's turn, and who came meanwhile is taken along.
            taken = queue.next()
            made = list(zip(taken, work(connection, [each.asked for each in taken]), strict=True))
    except BaseException as fault:
        if len(taken) > 1 and isinstance(fault, Exception) and not lost(fault):
            made = [(each, alone(begin, work, each.asked, until)) for each in taken]
        else:
            # All who wait for a database that is not there need not find out one after another.
            taken = taken or queue.next()
            made = [(each, fault) for each in taken]
    for each, its in made:
        each.end(its)
    return taken


def alone(
    begin: Begin, work: Work[Asked, Made], asked: Asked, until: float
) -> Made | BaseException:
    """What the work makes of this one in a transaction of its own, or why it was not done."""
    try:
        with begin(until) as connection:
            return work(connection, [asked])[0]
    except BaseException as fault:
        return fault


def lost(fault: BaseException) -> bool:
    """Whether nothing is known of the transaction any more: a full disk, a database that went away."""
    return isinstance(fault, SQLAlchemyError) and passes(fault)
