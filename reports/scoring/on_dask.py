"""Dask as the engine: parts are read, gated, scored and written on its workers.

This module and ``dask_clusters`` alone know Dask. This process sees 24 bytes a unit of the parts.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from distributed import Client, Future, KilledWorker, as_completed
from distributed.comm.core import CommClosedError

from forms.sentence import Refused, Sentence
from reports.scoring.dask_clusters import SILENT, connected, own_workers
from reports.scoring.many_parts import Progress
from reports.scoring.stopping import Stop, stop_when_asked

Result = TypeVar("Result")
SECONDS_TO_ANSWER = 8.0
SECONDS_BETWEEN_LOOKS = 0.02
LOST = Sentence(
    "Việc tính toán trên Dask bị đứt giữa chừng ({why}); chưa ghi gì. Nếu máy thiếu bộ nhớ, hãy chia câu trả lời "
    "thành các phần nhỏ hơn, rồi chạy lại.",
    "The work on Dask broke off ({why}); nothing was written. If memory ran out, split the answers into smaller "
    "parts, then run this again.",
)
OTHER_PROGRAM = Sentence(
    "Bộ điều phối hoặc máy tính toán Dask không có cùng chương trình này ({why}). Hãy cài cùng phiên bản trên mọi "
    "máy và chạy «dask scheduler», «dask worker» với PYTHONPATH là thư mục của chương trình.",
    "The Dask scheduler or its workers lack this same program ({why}). Install the same version on every machine, "
    "and run «dask scheduler» and «dask worker» with the program's folder as PYTHONPATH.",
)


@dataclass(frozen=True)
class OnDask:
    """Parts on the workers of a Dask cluster."""

    client: Client
    progress: Progress
    stop: Stop

    def keep(self, work: Callable[..., Any], *each: Sequence[Any], saying: Sentence) -> list[Any]:
        """Futures of the results, which stay on the workers; all are done."""
        sent = [self.sent(values) for values in each]
        futures = self.client.map(work, *sent, pure=False)
        for done, future in enumerate(self.as_done(futures), 1):
            if future.status != "finished":
                future.result()
            self.progress(saying, done, len(futures))
        return list(futures)

    def as_done(self, futures: Sequence[Future[Any]]) -> Iterator[Future[Any]]:
        """Each future once it is done, in whatever order; raises KeyboardInterrupt at Ctrl-C."""
        waiting = as_completed(futures)  # type: ignore[no-untyped-call]
        while not waiting.is_empty():  # type: ignore[no-untyped-call]
            self.stop.check()
            ready = waiting.next_batch(block=False)  # type: ignore[no-untyped-call]
            yield from ready
            if not ready:
                time.sleep(SECONDS_BETWEEN_LOOKS)

    def bring(
        self, work: Callable[..., Result], *each: Sequence[Any], saying: Sentence
    ) -> list[Result]:
        """The results, in the order of the parts."""
        futures = self.keep(work, *each, saying=saying)
        return list(self.client.gather(futures))  # type: ignore[no-untyped-call]

    def sent(self, values: Sequence[Any]) -> Sequence[Any]:
        """Values put on the workers, one that stands for all parts only once; futures are there."""
        first = values[0]
        if isinstance(first, Future | Path):
            return values
        if all(each is first for each in values):
            return [self.client.scatter(first, hash=False)] * len(values)  # type: ignore[no-untyped-call]
        return list(self.client.scatter(list(values), hash=False))  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def on_dask(
    scheduler: str | None, progress: Progress, *, within: float = SECONDS_TO_ANSWER
) -> Iterator[OnDask]:
    """The engine, shut down in the end; without an address, on workers of this computer.

    Raises Refused where the address has no such form, does not answer ``within`` seconds or has no
    workers, and where the work breaks off.
    """
    connection = own_workers() if scheduler is None else connected(scheduler, within)
    with quiet(), stop_when_asked() as stop, connection as client:
        try:
            yield OnDask(client, progress, stop)
        except (ModuleNotFoundError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "deserializ" not in str(error):
                raise
            why = str(error).partition("\n")[0].partition(".")[0]
            raise Refused(OTHER_PROGRAM.filled(why=why)) from error
        except (KilledWorker, CommClosedError, CancelledError, TimeoutError) as error:
            raise Refused(LOST.filled(why=type(error).__name__)) from error


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Dask's own log lines kept off the terminal: what a person must know is said in sentences."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(SILENT)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
