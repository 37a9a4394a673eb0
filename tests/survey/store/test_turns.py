"""Writers who come together share one commit: each is answered after it, and none undoes another's work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError, TimeoutError

from forms.sentence import Refused, Sentence
from survey.store import database
from survey.store.database import done_together, engine_for, reading, writing
from survey.store.failing import passes
from survey.store.sqlite import WRITING
from survey.store.turns import MOST_TOGETHER

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


@dataclass(frozen=True)
class Line:
    """A line to write, and what else is done with it."""

    number: int
    then: Callable[[Connection], object] | None = None


def write_all(conn: Connection, asked: Sequence[Line]) -> list[int | Refused]:
    """All lines, written in one statement; what is refused is not written."""
    made: list[int | Refused] = []
    for each in asked:
        try:
            if each.then is not None:
                each.then(conn)
        except Refused as refused:
            made.append(refused)
        else:
            made.append(each.number)
    written = [{"line": number} for number in made if isinstance(number, int)]
    if written:
        conn.execute(text("INSERT INTO diary (line) VALUES (:line)"), written)
    return made


def write(engine: Engine, line: int, then: Callable[[Connection], object] | None = None) -> int:
    return done_together(engine, write_all, Line(line, then))


class Held:
    """A writer who has the turn until it is let go; who comes meanwhile waits for the turn."""

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor) -> None:
        self.engine, self.pool = engine, pool
        self.has_turn, self.may_go = Event(), Event()
        self.coming: list[Future[int]] = []
        self.first = pool.submit(write, engine, 1, self.hold)

    def hold(self, _: Connection) -> None:
        self.has_turn.set()
        assert self.may_go.wait(30)

    def beside(self, *work: tuple[int, Callable[[Connection], object] | None]) -> list[Future[int]]:
        """These writers come while the first has the turn; then it goes on."""
        assert self.has_turn.wait(30)
        for line, then in work:
            self.coming.append(self.pool.submit(write, self.engine, line, then))
        # They have come once they wait for the turn, which nothing but a little time shows.
        Event().wait(0.3)
        self.may_go.set()
        return self.coming


@pytest.fixture
def held(diary: Engine) -> Iterator[Held]:
    """A first writer with the turn."""
    with ThreadPoolExecutor(64) as pool:
        holding = Held(diary, pool)
        yield holding
        holding.may_go.set()


def refuse(_: Connection) -> None:
    raise Refused(WORDS)


def stumble(_: Connection) -> None:
    raise ValueError("a mistake of ours")


def lose(_: Connection) -> None:
    raise OperationalError("INSERT", {}, Exception("the disk is full"))


def test_writers_who_come_together_are_committed_at_once(
    diary: Engine, commits: list[Connection], held: Held
) -> None:
    coming = held.beside((2, None), (3, None), (4, None))
    assert [each.result(30) for each in (held.first, *coming)] == [1, 2, 3, 4]
    assert lines(diary) == [1, 2, 3, 4]
    assert len(commits) == 2


def test_more_than_may_go_together_are_all_written(
    diary: Engine, commits: list[Connection], held: Held
) -> None:
    coming = held.beside(*((line, None) for line in range(2, 2 + MOST_TOGETHER + 5)))
    assert [each.result(30) for each in coming] == list(range(2, 2 + MOST_TOGETHER + 5))
    assert len(lines(diary)) == 1 + MOST_TOGETHER + 5
    assert len(commits) == 3


def test_nobody_is_answered_before_the_commit(diary: Engine, held: Held) -> None:
    answered_early: list[bool] = []

    def look(_: Connection) -> None:
        answered_early.append(any(each.done() for each in held.coming))

    event.listen(diary, "commit", look)
    coming = held.beside((2, None), (3, None))
    assert [each.result(30) for each in coming] == [2, 3]
    event.remove(diary, "commit", look)
    assert answered_early == [False, False]


def test_what_is_refused_undoes_nothing_of_the_others(diary: Engine, held: Held) -> None:
    coming = held.beside((2, None), (3, refuse), (4, None))
    assert held.first.result(30) == 1
    with pytest.raises(Refused):
        coming[1].result(30)
    assert [coming[0].result(30), coming[2].result(30)] == [2, 4]
    assert lines(diary) == [1, 2, 4]


def test_a_mistake_undoes_nothing_of_the_others(diary: Engine, held: Held) -> None:
    coming = held.beside((2, None), (3, stumble), (4, None))
    with pytest.raises(ValueError, match="a mistake of ours"):
        coming[1].result(30)
    assert [coming[0].result(30), coming[2].result(30)] == [2, 4]
    assert lines(diary) == [1, 2, 4]


def test_a_row_that_the_database_refuses_undoes_nothing_of_the_others(
    diary: Engine, held: Held
) -> None:
    coming = held.beside((2, None), (1, None), (4, None))
    with pytest.raises(IntegrityError):
        coming[1].result(30)
    assert [coming[0].result(30), coming[2].result(30)] == [2, 4]
    assert lines(diary) == [1, 2, 4]


def test_a_fault_of_the_database_undoes_all_and_each_is_told(diary: Engine, held: Held) -> None:
    coming = held.beside((2, None), (3, lose))
    assert held.first.result(30) == 1
    for each in coming:
        with pytest.raises(OperationalError, match="disk is full"):
            each.result(30)
    assert lines(diary) == [1]
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


def test_all_who_wait_for_a_database_that_is_away_are_told_at_once(
    diary: Engine, held: Held
) -> None:
    begun: list[Connection] = []

    def fail(conn: Connection) -> None:
        begun.append(conn)
        raise OperationalError("BEGIN", {}, Exception("no server"))

    assert held.has_turn.wait(30)
    event.listen(diary, "begin", fail)
    coming = held.beside((2, None), (3, None), (4, None))
    for each in coming:
        with pytest.raises(OperationalError, match="no server"):
            each.result(30)
    event.remove(diary, "begin", fail)
    assert len(begun) == 1
    assert lines(diary) == [1]


def test_one_that_is_refused_alone_leaves_nothing(diary: Engine) -> None:
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


PATIENCE = 2.0


@pytest.fixture
def impatient(
    diary: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """The same database from another process, whose writers wait two seconds."""
    monkeypatch.setattr(database, "WAIT_SECONDS", PATIENCE)
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@contextmanager
def held_by(engine: Engine) -> Iterator[None]:
    """A writer of this process holds the database."""
    has_turn, may_go = Event(), Event()

    def hold() -> None:
        with writing(engine):
            has_turn.set()
            assert may_go.wait(30)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert has_turn.wait(30)
        try:
            yield
        finally:
            may_go.set()
        holding.result(30)


def write_alone(engine: Engine, line: int) -> int:
    with writing(engine) as conn:
        return write_all(conn, [Line(line)])[0]  # type: ignore[return-value]


def waited_in_vain(write_one: Callable[[Engine, int], int], engine: Engine, line: int) -> float:
    """The seconds after which a writer is told to try again later."""
    began = time.monotonic()
    with pytest.raises(SQLAlchemyError) as told:
        write_one(engine, line)
    assert passes(told.value)
    return time.monotonic() - began


@pytest.mark.drill
@pytest.mark.parametrize("write_one", [write_alone, write])
@pytest.mark.parametrize("holder", ["own", "another"])
def test_however_many_wait_each_is_told_within_one_wait(
    diary: Engine, impatient: Engine, holder: str, write_one: Callable[[Engine, int], int]
) -> None:
    with (
        ThreadPoolExecutor(8) as pool,
        held_by(impatient if holder == "own" else diary),
    ):
        waiting = []
        for line in range(8):
            waiting.append(pool.submit(waited_in_vain, write_one, impatient, line))
            Event().wait(0.1)
        took = [each.result(30) for each in waiting]
    # A second more may not be worth a statement, and a busy machine takes its time.
    assert max(took) < 2 * PATIENCE
    assert lines(diary) == []
    assert write_one(impatient, 5) == 5
    assert lines(diary) == [5]


@pytest.mark.drill
def test_who_waited_is_as_patient_the_next_time(diary: Engine, impatient: Engine) -> None:
    with ThreadPoolExecutor(3) as pool, held_by(diary):
        for each in [pool.submit(waited_in_vain, write_alone, impatient, 1) for _ in range(3)]:
            each.result(30)
    with held_by(diary):
        assert waited_in_vain(write_alone, impatient, 1) > PATIENCE / 2


@pytest.mark.drill
def test_all_who_wait_with_one_whose_turn_does_not_come_are_told_the_same(
    impatient: Engine,
) -> None:
    with ThreadPoolExecutor(4) as pool, held_by(impatient):
        coming = [pool.submit(write, impatient, line) for line in range(4)]
        faults = {each.exception(30) for each in coming}
    assert {type(each) for each in faults} == {TimeoutError}
    assert len(faults) == 1
