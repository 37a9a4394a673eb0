"""Several hosts share nothing but the database: what they keep at once is there, once and whole."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from forms.attached_files import AttachedFile, FileKind
from survey.evidence_files.attaching import Place, attach
from survey.evidence_files.tidying import tidy
from survey.rounds import Round
from survey.store import accounts
from survey.store.content_tables import arrival_pieces, content_parts, contents
from survey.store.contents import PART, FilesInDatabase
from survey.store.database import engine_for, reading, writing
from survey.store.files import name_of
from tests.builders import BA_DINH, MONDAY
from tests.forms.evidence_files import PDF
from tests.survey.evidence_places import TriedPlace, an_officer

LARGE = random.Random(1).randbytes(2 * PART + 1)
KEY = "k" * 16


@pytest.fixture
def hosts(engine: Engine, first_round: Round) -> Iterator[list[TriedPlace]]:
    """Two hosts that share nothing but the database."""
    url = engine.url.render_as_string(hide_password=False)
    engines = [engine_for(url) for _ in range(2)]
    yield [TriedPlace("database", each, Path("nowhere")) for each in engines]
    for each in engines:
        each.dispose()


def at_once(*deeds: Callable[[], object]) -> None:
    """Every deed on a thread of its own, begun together; whatever one raises is raised."""
    raised: list[BaseException] = []
    ready = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            deed()
        except BaseException as fault:
            raised.append(fault)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_two_hosts_keep_the_same_content_at_once(hosts: list[TriedPlace]) -> None:
    for number in range(5):
        content = LARGE + bytes([number])
        at_once(*(partial(host.place.files.keep, content) for host in hosts))
        for host in hosts:
            assert host.place.files.read(name_of(content)) == content
    with reading(hosts[0].engine) as conn:
        assert conn.scalar(select(func.count()).select_from(content_parts)) == 5 * 3


def test_the_pieces_of_one_file_come_to_two_hosts_at_once(hosts: list[TriedPlace]) -> None:
    officer = an_officer(hosts[0].engine, "canbo")
    whole = LARGE[: PART // 4]

    def send(host: TriedPlace, step: int) -> None:
        have = 0
        while have < len(whole):
            have = host.place.incoming.add(officer, KEY, have, whole[have : have + step])

    at_once(lambda: send(hosts[0], 4099), lambda: send(hosts[1], 6007))
    assert hosts[1].place.incoming.whole(officer, KEY) == whole


def test_what_one_host_tidies_away_while_another_attaches_it_is_there_in_the_end(
    hosts: list[TriedPlace],
) -> None:
    """Everything counts as old here: only the order of the transactions keeps what a row names."""
    with reading(hosts[0].engine) as conn:
        officer = accounts.account_by_id(conn, an_officer(hosts[0].engine, "canbo"))
    assert officer is not None
    later = datetime.now(UTC) + timedelta(days=3650)
    for number in range(4):
        content = LARGE + bytes([number])
        file = AttachedFile(content, FileKind.PDF, "x.pdf")
        place = Place(1, BA_DINH, f"question_{number}", officer)
        hosts[0].place.files.keep(content)
        at_once(
            partial(attach, hosts[0].engine, hosts[0].place.files, place, file, MONDAY),
            partial(tidy, hosts[1].engine, hosts[1].place, by="command line", now=later),
        )
        assert hosts[1].place.files.read(name_of(content)) == content


def test_who_saves_answers_does_not_wait_for_a_file_on_its_way(hosts: list[TriedPlace]) -> None:
    if hosts[0].engine.dialect.name == "sqlite":
        return  # One turn for all.
    officer, content = an_officer(hosts[0].engine, "canbo"), LARGE
    with (
        writing(hosts[0].engine, f" arrivals {officer}"),
        writing(hosts[0].engine, f" content {name_of(content)}"),
        writing(hosts[1].engine) as conn,
    ):
        conn.execute(select(func.now()))


def test_a_content_kept_with_what_is_undone_is_undone(engine: Engine) -> None:
    def keep_and_fail() -> None:
        with writing(engine) as conn:
            FilesInDatabase(engine).keep_with(conn, PDF)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        keep_and_fail()
    with reading(engine) as conn:
        assert conn.scalar(select(func.count()).select_from(contents)) == 0


def test_only_whole_pieces_of_what_is_new_are_written(engine: Engine, first_round: Round) -> None:
    tried = TriedPlace("database", engine, Path("nowhere"))
    officer = an_officer(engine, "canbo")
    for at, piece in ((0, b"0123"), (0, b"0123"), (2, b"2345"), (9, b"x")):
        tried.place.incoming.add(officer, KEY, at, piece)
    with reading(engine) as conn:
        found = conn.execute(select(arrival_pieces.c.start, arrival_pieces.c.content))
        assert [tuple(row) for row in found.all()] == [(0, b"0123"), (4, b"45")]
