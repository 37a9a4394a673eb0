"""Deadline day against 127.0.0.1: 500 officers save at once, then the whole country saves within one hour.

On SQLite with waitress always; on PostgreSQL with gunicorn where BENCH_POSTGRESQL_URL names a database that may be
filled. The floor is the same server and database doing one bare insert of what was validated (:mod:`validated_insert`);
beside it stands what they can do at most, with nothing validated (:mod:`bare_insert`), to which nothing is held.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from survey.benchmarks.load_clients import Client, all_at_once, at_a_rate
from survey.benchmarks.load_people import OFFICERS, signed_in
from survey.benchmarks.measured import Measured
from survey.benchmarks.served import Stack, memory_of, served, stacks
from survey.store import journal, responses
from survey.store.database import engine_for, reading

SAVES_EACH = 8
SAVES = OFFICERS * SAVES_EACH
# All sections of all communes within one hour, where most of a deadline's day is quieter.
COUNTRY_PER_SECOND = 3321 * 6 / 3600
SECONDS_OF_THE_HOUR = 30
BOUND = 1 / 0.6
SECONDS_FOR_A_SAVE = 1.0


def measurements() -> Iterator[Measured]:
    """Both ways of saving on each stack."""
    for stack in stacks():
        yield from on(stack)


def on(stack: Stack) -> Iterator[Measured]:
    """500 at once beside the floor, then the country's hour; nothing lost, nothing wrong."""
    clients = signed_in(stack.url)
    most = at_once(stack, "survey.benchmarks.bare_insert:app", clients)
    floor = at_once(stack, "survey.benchmarks.validated_insert:app", clients)
    with served(stack, "survey.wsgi:app") as (port, process):
        ours = at(clients, port)
        took = asyncio.run(all_at_once(ours, SAVES_EACH)) / SAVES
        refuse_losses(stack.url, ours)
        work, memory = f"a save, {OFFICERS} officers at once ({stack.name})", memory_of(process)
        told = f"{1 / took:.0f} saves/s; none lost, none wrong, no 5xx"
        yield Measured(work, took, "a bare validated insert", floor, memory, BOUND, told)
        yield Measured(work, took, "a bare insert, not validated", most, memory)
        before = [len(each.seconds) for each in ours]
        asyncio.run(at_a_rate(ours, COUNTRY_PER_SECOND, SECONDS_OF_THE_HOUR))
        times = [s for each, n in zip(ours, before, strict=True) for s in each.seconds[n:]]
        refuse_losses(stack.url, ours)
        yield Measured(
            f"95 % of saves, the country within an hour ({stack.name})",
            sorted(times)[int(0.95 * len(times))],
            "one second",
            SECONDS_FOR_A_SAVE,
            memory_of(process),
            1.0,
            f"{COUNTRY_PER_SECOND:.1f} saves/s and twice as many pages; {len(times)} saves",
        )


def at_once(stack: Stack, application: str, clients: Sequence[Client]) -> float:
    """Seconds that this application takes for each save. RuntimeError where one failed."""
    with served(stack, application) as (port, _):
        saving = at(clients, port)
        took = asyncio.run(all_at_once(saving, SAVES_EACH))
    refuse_failures(saving)
    return took / SAVES


def at(clients: Sequence[Client], port: int) -> list[Client]:
    """The clients, each its own, at this port."""
    return [replace(each, port=port, saved={}, seconds=[], failures=[]) for each in clients]


def refuse_losses(url: str, clients: Sequence[Client]) -> None:
    """Raise where a save failed, or where what was acknowledged is not what is stored."""
    refuse_failures(clients)
    engine = engine_for(url)
    try:
        with reading(engine) as conn:
            refuse_other_answers(conn, clients)
    finally:
        engine.dispose()


def refuse_failures(clients: Sequence[Client]) -> None:
    """Raise where a save failed."""
    failures = [each for client in clients for each in client.failures]
    if failures:
        raise RuntimeError(f"{len(failures)} failed, the first with {failures[0]}")


def refuse_other_answers(conn: Connection, clients: Sequence[Client]) -> None:
    """Raise where what is stored is not what was acknowledged."""
    if journal.verify(conn) is not None:
        raise RuntimeError("the journal is broken")
    for client in clients:
        stored = responses.response_of(conn, 1, client.commune).answers
        for name, value in client.saved.items():
            if name not in stored or str(stored[name].value).removesuffix(".0") != value:
                raise RuntimeError(f"{client.commune}: {name} is {stored.get(name)}")
