"""Five hundred officers save at once, many of them twice: none is lost, none is wrong, no server error."""

from __future__ import annotations

import asyncio
import sys

import pytest

from survey.benchmarks.load import at, refuse_losses
from survey.benchmarks.load_clients import Client, all_at_once
from survey.benchmarks.load_people import OFFICERS, signed_in
from survey.benchmarks.served import Stack, served
from survey.operating.listening import OPTIONS
from survey.store import responses
from survey.store.database import engine_for, reading
from tests.apart import apart
from tests.databases import database_url

__all__ = ["database_url"]
SAVES_EACH = 2


@pytest.mark.drill
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn is for Linux")
def test_five_hundred_officers_save_at_once_and_nothing_is_lost_or_wrong(database_url: str) -> None:
    stack = Stack("tested", database_url, gunicorn=database_url.startswith("postgresql"))
    clients = signed_in(database_url)
    with served(stack, "survey.wsgi:app") as (port, _):
        working = at(clients, port)
        apart(lambda: asyncio.run(all_at_once(working, SAVES_EACH)))
    refuse_losses(database_url, working)
    assert len(working) == OFFICERS == 500
    assert {len(each.seconds) for each in working} == {SAVES_EACH}
    engine = engine_for(database_url)
    with reading(engine) as conn:
        found = {responses.response_of(conn, 1, each.commune).revision for each in working}
    engine.dispose()
    assert found == {SAVES_EACH}


def test_a_loss_is_noticed(database_url: str) -> None:
    (first, *_) = signed_in(database_url)
    lost = Client(0, first.commune, first.account, "", "", "", saved={"infra_counters": "7"})
    with pytest.raises(RuntimeError, match="infra_counters is None"):
        refuse_losses(database_url, [lost])
    first.failures.append("503: busy")
    with pytest.raises(RuntimeError, match="1 failed, the first with 503: busy"):
        refuse_losses(database_url, [first])


def test_more_offices_may_stay_connected_than_requests_are_worked_on() -> None:
    assert OPTIONS["connection_limit"] >= 400 > OPTIONS["threads"]
