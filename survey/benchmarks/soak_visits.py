"""What a server does while it is soaked: officers who read, save and attach, a ministry that takes files away."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace

from survey.benchmarks.load_clients import Client, visit
from survey.benchmarks.soak_files import send_file

UPLOAD_EVERY, EXPORT_EVERY_SECONDS = 15, 20
# More than a server works on at one time; where it falls behind, visits are left out and counted, not piled up.
MOST_AT_ONCE = 64
STILL_CALCULATING, MOST_LOOKS, SECONDS_BETWEEN_LOOKS = 503, 15, 2
# What the ministry opens and takes away, one after another.
EXPORTS = (
    "/ministry/priority-list.xlsx",
    "/ministry",
    "/ministry/communes",
    "/ministry/scores.csv",
    "/ministry/map",
    "/ministry/communes?province=01",
    "/ministry/questions",
)


@dataclass
class Soaking:
    """Visits at a steady rate; ``done`` counts them by kind, ``left_out`` those there was no room for."""

    officers: Sequence[Client]
    analyst: Client
    per_second: float
    done: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    going: set[asyncio.Task[None]] = field(default_factory=set)

    async def work(self, seconds: float) -> None:
        """Visit for so long, then wait for the last answers."""
        began, number = time.monotonic(), 0
        while (passed := time.monotonic() - began) < seconds:
            if passed >= self.done["exports"] * EXPORT_EVERY_SECONDS:
                self.export(self.done["exports"])
            self.visit(number)
            number += 1
            await asyncio.sleep(max(0.0, began + number / self.per_second - time.monotonic()))
        await asyncio.gather(*self.going)

    def told(self) -> str:
        """What was done so far, in one line."""
        words = [f"{number:,} {kind}" for kind, number in self.done.items()]
        return ", ".join([*words, f"{self.left_out:,} visits left out"])

    def visit(self, number: int) -> None:
        """An officer reads two pages and saves; now and then sends a file or takes the Excel form away."""
        # A line of its own for each visit: the one before may still be waiting for its answer.
        officer = self.officers[number % len(self.officers)]
        if len(self.going) >= MOST_AT_ONCE or officer.writer is not None:
            self.left_out += 1
            return
        self.begin(officer, "saves", visit(officer, number))
        if number % UPLOAD_EVERY == 0:
            other = apart(officer)
            self.begin(other, "uploads", send_file(other, number // UPLOAD_EVERY))
        if number % UPLOAD_EVERY == 7:
            other = apart(officer)
            self.begin(other, "forms", other.read("/survey/workbook.xlsx"))

    def export(self, number: int) -> None:
        """The ministry's next page or file."""
        analyst = apart(self.analyst)
        self.begin(analyst, "exports", taken_away(analyst, EXPORTS[number % len(EXPORTS)]))

    def begin(self, client: Client, kind: str, work: Coroutine[None, None, None]) -> None:
        """Let it go on beside the others."""
        self.done[kind] += 1
        task = asyncio.create_task(to_the_end(client, kind, work))
        self.going.add(task)
        task.add_done_callback(self.going.discard)


def apart(client: Client) -> Client:
    """The same person at the same time on a line of their own; failures are noted together."""
    return replace(client, reader=None, writer=None)


async def taken_away(client: Client, path: str) -> None:
    """Open a page or file of the ministry's, looking again while it is still being calculated."""
    for _ in range(MOST_LOOKS):
        status, _ = await client.ask("GET", path, b"")
        if status != STILL_CALCULATING:
            break
        # A server closes a line on which nothing is said for as long as this, perhaps just when it is asked.
        await client.hang_up()
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    if status != 200:
        client.failures.append(f"{path}: {status}")


async def to_the_end(client: Client, kind: str, work: Coroutine[None, None, None]) -> None:
    """Carry it out and hang up; what breaks off is a failure."""
    try:
        await work
    except (OSError, EOFError) as error:
        client.failures.append(f"{kind}: {error!r}")
    await client.hang_up()
