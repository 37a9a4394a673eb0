"""Writers who come together share one commit: each is answered after it, and none undoes another's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from forms.sentence import Refused, Sentence
from survey.store.database import reading, writing, writing_together
from survey.store.sqlite import WRITING

WORDS = Sentence("Không.", "No.")


@pytest.fixture
def diary(engine: Engine) -> Engine:
    """A database with a table to write into."""
    with writing(engine) as conn:
        conn.execute(text("CREATE TABLE diary (line INTEGER PRIMARY KEY)"))
    return engine


@pytest.fixture
def commits(diary: Engine) -> Iterator[list[Connection]]:
    """Every commit of a writer from now on."""
    made: list[Connection] = []

    def note(conn: Connection) -> None:
        if conn.get_execution_options().get(WRITING):
            made.append(conn)

    event.listen(diary, "commit", note)
    yield made
    event.remove(diary, "commit", note)


def lines(engine: Engine) -> list[int]:
    with reading(engine) as conn:
        return list(conn.scalars(text("SELECT line FROM diary ORDER BY line")))


def write(engine: Engine, line: int, then: Callable[[Connection], object] | None = None) -> int:
    with writing_together(engine) as conn:
        conn.execute(text("INSERT INTO diary (line) VALUES (:line)"), {"line": line})
        if then is not None:
            then(conn)
    return line


class Held:
    """A writer who has the turn until it is let go; who comes meanwhile waits for the turn."""

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor) -> None:
        self.engine, self.pool = engine, pool
        self.has_turn, self.may_go = Event(), Event()
        self.first = pool.submit(write, engine, 1, self.hold)

    def hold(self, _: Connection) -> None:
        self.has_turn.set()
        assert self.may_go.wait(30)

    def beside(self, *work: tuple[int, Callable[[Connection], object] | None]) -> list[Future[int]]:
        """These writers come while the first has the turn; then it goes on."""
        assert self.has_turn.wait(30)
        coming = [self.pool.submit(write, self.engine, line, then) for line, then in work]
        # They have come once they wait for the turn, which nothing but a little time shows.
        Event().wait(0.3)
        self.may_go.set()
        return coming


@pytest.fixture
def held(diary: Engine) -> Iterator[Held]:
    """A first writer with the turn."""
    with ThreadPoolExecutor() as pool:
        holding = Held(diary, pool)
        yield holding
        holding.may_go.set()


def refuse(_: Connection) -> None:
    raise Refused(WORDS)


def lose(_: Connection) -> None:
    raise OperationalError("INSERT", {}, Exception("the disk is full"))


def test_writers_who_come_together_are_committed_at_once(
    diary: Engine, commits: list[Connection], held: Held
) -> None:
    coming = held.beside((2, None), (3, None), (4, None))
    assert [each.result(30) for each in (held.first, *coming)] == [1, 2, 3, 4]
    assert lines(diary) == [1, 2, 3, 4]
    assert len(commits) == 1


def test_nobody_is_answered_before_the_commit(diary: Engine, held: Held) -> None:
    answered_early: list[bool] = []
    (later,) = held.beside((2, lambda _: answered_early.append(held.first.done())))
    assert later.result(30) == 2
    assert answered_early == [False]


def test_what_is_refused_undoes_nothing_of_the_others(diary: Engine, held: Held) -> None:
    coming = held.beside((2, None), (3, refuse), (4, None))
    assert held.first.result(30) == 1
    with pytest.raises(Refused):
        coming[1].result(30)
    assert [coming[0].result(30), coming[2].result(30)] == [2, 4]
    assert lines(diary) == [1, 2, 4]


def test_a_fault_of_the_database_undoes_all_and_each_is_told(diary: Engine, held: Held) -> None:
    (broken,) = held.beside((2, lose))
    for each in (held.first, broken):
        with pytest.raises(OperationalError, match="disk is full"):
            each.result(30)
    assert lines(diary) == []
    assert write(diary, 5) == 5


def test_a_commit_that_fails_is_told_to_each(diary: Engine, held: Held) -> None:
    def fail(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    event.listen(diary, "commit", fail)
    coming = held.beside((2, None), (3, None))
    for each in (held.first, *coming):
        with pytest.raises(OperationalError, match="disk is full"):
            each.result(30)
    event.remove(diary, "commit", fail)
    assert lines(diary) == []
    assert write(diary, 5) == 5


def test_the_first_that_is_refused_leaves_nothing(diary: Engine) -> None:
    with pytest.raises(Refused):
        write(diary, 1, refuse)
    assert write(diary, 2) == 2
    assert lines(diary) == [2]


def test_a_long_writer_shares_with_nobody(
    diary: Engine, commits: list[Connection], held: Held
) -> None:
    def long() -> None:
        with writing(diary) as conn:
            assert list(conn.scalars(text("SELECT line FROM diary"))) == [1]

    assert held.has_turn.wait(30)
    importing = held.pool.submit(long)
    Event().wait(0.2)
    held.may_go.set()
    importing.result(30)
    assert held.first.result(30) == 1
    assert len(commits) == 2
