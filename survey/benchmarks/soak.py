"""Does the server's memory stay where it is? Half an hour of saves, pages, files and exports on 127.0.0.1.

On SQLite with waitress always; on PostgreSQL with gunicorn where BENCH_POSTGRESQL_URL names a database that may be
filled. Memory is the resident one of the server and all its descendants, from the end of a warm-up on.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from subprocess import Popen

from survey.accounts import Role
from survey.benchmarks.load import at, refuse_losses
from survey.benchmarks.load_people import approve_others, signed_in, with_sessions
from survey.benchmarks.measured import Measured
from survey.benchmarks.memory_course import MIB, course_of
from survey.benchmarks.served import Stack, memory_of, served, stacks
from survey.benchmarks.soak_visits import Soaking

PER_SECOND = 15.0
# Of the time: what is made once (questionnaire, templates, pools of connections, caches) is made by then.
WARM_UP = 0.15
SAMPLES_A_RUN, OFTENEST_SECONDS = 600, 0.05
# In the second half of the time.
ALLOWED_MIB = 8.0
Samples = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Soak:
    """For how many seconds how many officers come in each; ``application`` is what is served."""

    seconds: float
    per_second: float = PER_SECOND
    application: str = "survey.wsgi:app"


def measurements(minutes: float = 30, per_second: float = PER_SECOND) -> Iterator[Measured]:
    """One soak on each stack, one after the other."""
    soak = Soak(60 * minutes, per_second)
    for stack in stacks():
        yield measured(stack, soak)


def measured(stack: Stack, soak: Soak) -> Measured:
    """The growth in the second half beside what is allowed. RuntimeError where anything failed or was lost."""
    people = signed_in(stack.url)
    approve_others(stack.url)
    (analyst,) = with_sessions(stack.url, [("soaker", Role.ANALYST, None)])
    soaking = Soaking(people, analyst, soak.per_second)
    samples = soaked(stack, soak, soaking)
    course = course_of(samples)
    tell(f"  {course.told()}; growth {course.growth:+.1f} MiB")
    refuse_losses(stack.url, [*soaking.officers, soaking.analyst])
    return Measured(
        f"memory's growth, second half of {soak.seconds / 60:g} minutes ({stack.name})",
        course.growth,
        "what is allowed",
        ALLOWED_MIB,
        int(course.most * MIB),
        1.0,
        f"{'flat' if course.growth <= ALLOWED_MIB else 'NOT FLAT'}; {course.told()}; {soaking.told()}",
        unit="MiB",
    )


def soaked(stack: Stack, soak: Soak, soaking: Soaking) -> Samples:
    """Serve and visit; (seconds, bytes) of the server's memory after the warm-up."""
    with tempfile.TemporaryDirectory(prefix="soak-evidence-") as evidence:
        settings = {"EVIDENCE_FOLDER": evidence, "SECOND_FACTOR": "off"}
        with served(stack, soak.application, settings) as (port, process):
            soaking.officers = at(soaking.officers, port)
            (soaking.analyst,) = at([soaking.analyst], port)
            return asyncio.run(watched(process, soak.seconds, soaking))


async def watched(process: Popen[bytes], seconds: float, soaking: Soaking) -> Samples:
    """The samples taken while the work goes on."""
    samples: Samples = []
    work = asyncio.create_task(soaking.work(seconds))
    began, every, minute = time.monotonic(), max(OFTENEST_SECONDS, seconds / SAMPLES_A_RUN), 0
    while not work.done():
        size = await asyncio.to_thread(memory_of, process)
        passed = time.monotonic() - began
        if WARM_UP * seconds <= passed <= seconds:
            samples.append((passed, size))
        if passed // 60 > minute:
            minute = int(passed // 60)
            tell(f"  {minute} min: {size / MIB:.1f} MiB; {soaking.told()}")
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(work), every)
    await work
    return samples


def tell(line: str) -> None:
    """How it goes, for whoever waits."""
    print(line, file=sys.stderr, flush=True)
