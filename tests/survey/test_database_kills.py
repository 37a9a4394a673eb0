"""PostgreSQL itself is killed (-9) again and again under a server at work: it recovers, nothing is lost.

A server process with two workers stands before a cluster of the test's own. Devices save by the door of syncing and
an officer without JavaScript by the page; each repeats what was not acknowledged, with its key, as they do in life.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import secrets
import signal
import sys
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection

from survey.benchmarks.load import at
from survey.benchmarks.load_clients import HOST, Client, section
from survey.benchmarks.load_people import signed_in
from survey.benchmarks.served import Stack, served
from survey.store import journal, responses
from survey.store.database import engine_for, reading
from tests.apart import apart
from tests.clusters import Cluster, a_cluster

DEVICES, PAGES, KILLS = 16, 2, 8
# No request may take longer, whatever happens to the database meanwhile.
BOUND_SECONDS = 10.0
BETWEEN_TRIES = 0.15
PAGE = "/survey/section/infra"


@dataclass
class Told:
    """What all clients saw: statuses, the slowest answer, and what was not as it should be."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    over: bool = False

    def note(self, what: str, status: int, began: float) -> None:
        self.statuses[what, status] += 1
        self.slowest = max(self.slowest, time.monotonic() - began)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with a_cluster() as made:
        yield made


async def one_answer(client: Client, told: Told, what: str, *request: object) -> tuple[int, str]:
    """The status and text of an answer; 0 where the line broke."""
    began = time.monotonic()
    try:
        status, text = await raw(client, *request)  # type: ignore[arg-type]
    except (OSError, EOFError):
        status, text = 0, ""
    told.note(what, status, began)
    return status, text


async def raw(client: Client, method: str, path: str, body: bytes, kind: str) -> tuple[int, str]:
    """One request on a line of its own."""
    reader, writer = await asyncio.open_connection(HOST, client.port)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: session={client.cookie}\r\n"
        f"X-CSRFToken: {client.token}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    try:
        writer.write(head.encode() + body)
        async with asyncio.timeout(3 * BOUND_SECONDS):
            top, _, text = (await reader.read()).decode().partition("\r\n\r\n")
    finally:
        writer.close()
    if not top:
        raise EOFError
    return int(top.split(" ", 2)[1]), text


async def device(client: Client, told: Told) -> list[str]:
    """Save until it is over, each save until it is acknowledged; the acknowledged keys."""
    acknowledged, number = [], 0
    while not told.over:
        number += 1
        values = section(number)
        sent = {
            "account": client.account,
            "round": 1,
            "version": client.version,
            "base": client.revision,
            "known": client.revision,
            "key": secrets.token_hex(16),
            "changes": {name: [value, "", "", ""] for name, value in values.items()},
        }
        content = json.dumps(sent).encode()
        request = ("POST", "/survey/sync", content, "application/json")
        status, text = await one_answer(client, told, "sync", *request)
        while status != 200:
            if status == 503:
                said = json.loads(text)
                if said["state"] != "failed" or "Hãy" not in said["sentence"]:
                    told.wrong.append(text)
            elif status:
                told.wrong.append(f"sync {status}: {text[:500]}")
            await asyncio.sleep(BETWEEN_TRIES)
            status, text = await one_answer(client, told, "sync", *request)
        client.revision = json.loads(text)["revision"]
        client.saved.update(values)
        acknowledged.append(sent["key"])
    return acknowledged


async def page_officer(client: Client, told: Told) -> list[str]:
    """The same by the page: what was typed stands on every page that says it was not saved; the notes typed."""
    acknowledged, number = [], 0
    while not told.over:
        status, text = await one_answer(client, told, "open", "GET", PAGE, b"", "text/plain")
        if status != 200:
            if status not in (0, 503):
                told.wrong.append(f"open {status}: {text[:500]}")
            await asyncio.sleep(BETWEEN_TRIES)
            continue
        base = re.search(r'name="base"[^>]*value="(\d+)"', text)
        assert base, text[:500]
        number += 1
        note = f"Kiểm kê lần {number}"
        fields = {
            "csrf_token": client.token,
            "base": base[1],
            "key": secrets.token_hex(16),
            "then": "stay",
            "infra_counters": str(1 + number % 9),
            "infra_counters--note": note,
        }
        body = urllib.parse.urlencode(fields).encode()
        request = ("POST", PAGE, body, "application/x-www-form-urlencoded")
        status, text = await one_answer(client, told, "page", *request)
        while status != 302:
            if status == 503 and (note not in text or "Gửi lại" not in text):
                told.wrong.append(f"typed and lost: {text[:2000]}")
            elif status not in (0, 503):
                told.wrong.append(f"page {status}: {text[:2000]}")
            await asyncio.sleep(BETWEEN_TRIES)
            status, text = await one_answer(client, told, "page", *request)
        acknowledged.append(note)
    return acknowledged


async def health(client: Client, told: Told) -> None:
    """A load balancer's look, ten times a second."""
    while not told.over:
        await one_answer(client, told, "health", "GET", "/health", b"", "text/plain")
        await asyncio.sleep(0.1)


def fall_again_and_again(cluster: Cluster, told: Told, dice: random.Random) -> None:
    """Kill the whole cluster, or one of its processes, at random moments among saves."""
    for _ in range(KILLS):
        time.sleep(dice.uniform(0, 0.4))
        if dice.random() < 0.3 and (backends := cluster.backends()):
            # PostgreSQL then ends all others itself and recovers.
            with suppress(ProcessLookupError):
                os.kill(dice.choice(backends), signal.SIGKILL)
        else:
            cluster.kill()
            time.sleep(dice.uniform(0, 0.3))
            cluster.start()
        wait_for_saves(told)


def wait_for_saves(told: Told) -> None:
    """Until several devices are answered again, by a server that nobody has touched."""
    began, before = time.monotonic(), told.statuses["sync", 200]
    while told.statuses["sync", 200] < before + DEVICES // 2:
        assert time.monotonic() - began < BOUND_SECONDS, "the server did not recover"
        time.sleep(0.01)
    told.recoveries.append(time.monotonic() - began)


async def everyone(clients: list[Client], told: Told, cluster: Cluster) -> list[list[str]]:
    """All at work while the database falls; what each was acknowledged, devices first."""
    devices, pages = clients[:DEVICES], clients[DEVICES : DEVICES + PAGES]
    work = [device(each, told) for each in devices] + [page_officer(each, told) for each in pages]
    going = asyncio.gather(*work)
    looking = asyncio.create_task(health(clients[-1], told))
    await asyncio.to_thread(fall_again_and_again, cluster, told, random.Random(2026))
    told.over = True
    async with asyncio.timeout(2 * BOUND_SECONDS):
        await looking
        return list(await going)


@pytest.mark.drill
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc; gunicorn is for Linux")
def test_a_database_killed_again_and_again_loses_nothing_acknowledged_and_the_server_recovers(
    cluster: Cluster,
) -> None:
    people, told = signed_in(cluster.url, DEVICES + PAGES + 1), Told()
    stack = Stack("killed", cluster.url, gunicorn=True)
    with served(stack, "survey.wsgi:app") as (port, process):
        clients = at(people, port)
        acknowledged = apart(asyncio.run, everyone(clients, told, cluster))
        # Nobody has started it anew.
        assert process.poll() is None
    slowest = f"slowest {told.slowest:.1f} s, back after {max(told.recoveries):.1f} s"
    print(sum(map(len, acknowledged)), "saves,", slowest, dict(told.statuses))
    assert told.wrong == []
    assert {status for _, status in told.statuses} <= {200, 302, 503}
    assert told.statuses["sync", 503] > 0
    assert told.statuses["health", 503] > 0
    assert told.slowest <= BOUND_SECONDS
    assert told.statuses["page", 302] > 0
    engine = engine_for(cluster.url)
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        for client, said in zip(clients, acknowledged, strict=False):
            refuse_losses(conn, client, said)
    engine.dispose()


def refuse_losses(conn: Connection, client: Client, acknowledged: list[str]) -> None:
    """Every acknowledged save of this officer is stored, once each, and the last answers stand."""
    history = responses.revisions_of(conn, 1, client.commune)
    stored = [each.key for each in history]
    if not client.saved:
        # A page's save is known by its note.
        stored = [each.answers["infra_counters"].note for each in history]
    assert sorted(stored) == sorted(acknowledged)
    stands = responses.response_of(conn, 1, client.commune).answers
    assert {name: f"{stands[name].value:g}" for name in client.saved} == client.saved
