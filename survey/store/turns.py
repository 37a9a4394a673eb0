"""Writers take turns, and short ones that come together share one transaction and its commit.

A commit waits for the disk, and the database commits one writer after another. Whoever comes while a short
writer has the turn joins its transaction; the last to join commits for all, and only then is any of them answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from survey.store.failing import passes

# The first waits for the last: with so many short writers that is some hundredths of a second.
MOST_TOGETHER = 16
Begin = Callable[[], AbstractContextManager[Connection]]


@dataclass
class Shared:
    """A transaction that several writers share; ``fault`` is why all of it was undone."""

    begun: AbstractContextManager[Connection]
    connection: Connection
    members: int = 0
    ended: Event = field(default_factory=Event)
    fault: BaseException | None = None


class Turns:
    """The writers of one process on one database: one at a time, in threads of their own."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0
        self._shared: Shared | None = None

    @contextmanager
    def alone(self, begin: Begin) -> Iterator[Connection]:
        """A transaction of one's own: committed at the end, undone where anything is raised."""
        self._take(joins=False)
        try:
            self._commit()
            with begin() as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def together(self, begin: Begin) -> Iterator[Connection]:
        """As :meth:`alone` for a short writer, but the commit may be another's, who came later.

        What is refused undoes nothing of the others; a fault of the database undoes all of them, and each
        is told so.
        """
        self._take(joins=True)
        try:
            shared = self._shared = self._shared or opened(begin)
            if shared.members:
                with shared.connection.begin_nested():
                    yield shared.connection
            else:
                yield shared.connection
            shared.members += 1
        except BaseException as fault:
            if lost(fault) or (self._shared and not self._shared.members):
                self._undo(fault)
            raise
        finally:
            self._pass_on()
        shared.ended.wait()
        if shared.fault is not None:
            raise shared.fault

    def _take(self, *, joins: bool) -> None:
        """Wait for one's turn; who joins is counted while waiting, so that the commit is left to them."""
        if joins:
            with self._counting:
                self._waiting += 1
        self._turn.acquire()
        if joins:
            with self._counting:
                self._waiting -= 1

    def _pass_on(self) -> None:
        """Let the next go on in the same transaction, else commit for all; then give up the turn."""
        shared = self._shared
        if shared is not None and not (self._waiting and shared.members < MOST_TOGETHER):
            self._commit()
        self._turn.release()

    def _commit(self) -> None:
        """End the shared transaction, if there is one, and tell its members how."""
        shared, self._shared = self._shared, None
        if shared is None:
            return
        try:
            shared.begun.__exit__(None, None, None)
        except BaseException as fault:
            shared.fault = fault
        shared.ended.set()

    def _undo(self, fault: BaseException) -> None:
        """Undo the shared transaction; its members are told."""
        shared, self._shared = self._shared, None
        if shared is None:
            return
        shared.fault = fault
        # What is told is the first fault, which this raises again.
        with suppress(BaseException):
            shared.begun.__exit__(type(fault), fault, fault.__traceback__)
        shared.ended.set()


def opened(begin: Begin) -> Shared:
    """A transaction that others may join."""
    begun = begin()
    return Shared(begun, begun.__enter__())


def lost(fault: BaseException) -> bool:
    """Whether nothing is known of the transaction any more: a full disk, a database that went away."""
    return isinstance(fault, SQLAlchemyError) and passes(fault)
