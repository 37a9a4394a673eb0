"""A Dask cluster to work on: a scheduler that is already there, or workers of our own on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory

import dask
from distributed import Client, LocalCluster, Worker, WorkerPlugin, rpc
from distributed.system import MEMORY_LIMIT

from forms.sentence import Refused, Sentence

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")
HIGHEST_PORT = 65_535
WORKERS = 2
SHARE_OF_MEMORY = 0.6
SILENT = logging.CRITICAL + 1
# Nothing is shown over HTTP: what listens for it is stopped, and until then has nothing to serve.
WITHOUT_PAGES: dict[str, list[str]] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
NO_ADDRESS = Sentence(
    "«{address}» không phải địa chỉ của bộ điều phối Dask. Hãy viết dạng tcp://máy:cổng, ví dụ tcp://127.0.0.1:8786.",
    "«{address}» is no address of a Dask scheduler. Write it as tcp://host:port, such as tcp://127.0.0.1:8786.",
)
NO_ANSWER = Sentence(
    "Bộ điều phối Dask tại {address} không trả lời trong {seconds} giây. Hãy kiểm tra địa chỉ, tường lửa và "
    "xem «dask scheduler» có đang chạy không; hoặc bỏ --scheduler để chạy trên máy này.",
    "The Dask scheduler at {address} did not answer within {seconds} seconds. Check the address, the firewall "
    "and that «dask scheduler» is running; or leave out --scheduler to run on this computer.",
)
NO_WORKERS = Sentence(
    "Bộ điều phối Dask tại {address} không có máy tính toán nào. Hãy chạy: dask worker {address}",
    "The Dask scheduler at {address} has no workers. Start some: dask worker {address}",
)


@contextlib.contextmanager
def own_workers() -> Iterator[Client]:
    """Two processes of this computer, on 127.0.0.1 alone, gone in the end with what they put on disk."""
    with (
        TemporaryDirectory(prefix="commune-readiness-") as folder,
        dask.config.set({**WITHOUT_PAGES, "temporary-directory": folder}),
        own_cluster() as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        cluster.scheduler.http_server.stop()
        client.register_plugin(OwnWorker())
        yield client


def own_cluster() -> LocalCluster:
    """The processes, started while Ctrl-C is held back: it is for this process to end them."""
    with held_back():
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            memory_limit=int(MEMORY_LIMIT * SHARE_OF_MEMORY / WORKERS),
            silence_logs=SILENT,
        )


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C waits, and processes started meanwhile never see it (Windows has no such mask)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class OwnWorker(WorkerPlugin):
    """A worker that shows no pages and leaves Ctrl-C to the process that started it."""

    def setup(self, worker: Worker) -> None:
        """Once for every worker, one that replaces another too."""
        worker.http_server.stop()
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def connected(address: str, within: float) -> Iterator[Client]:
    """A scheduler that is already there, with at least one worker; it stays when we go."""
    form = ADDRESS.fullmatch(address)
    if form is None or not 0 < int(form[3]) <= HIGHEST_PORT:
        raise Refused(NO_ADDRESS.filled(address=address[:200]))
    try:
        # In a thread of its own: whoever calls may have an event loop running already.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(asyncio.run, answering(address, within)).result()
        client = Client(address, timeout=within)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise Refused(NO_ANSWER.filled(address=address, seconds=round(within))) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=within)
        except TimeoutError as error:
            raise Refused(NO_WORKERS.filled(address=address)) from error
        yield client


async def answering(address: str, within: float) -> None:
    """Ask the scheduler who it is. Dask's own limit is on the connection, not on the first answer.

    Raises OSError or TimeoutError where nothing, or something else, answers.
    """
    async with asyncio.timeout(within), rpc(address) as there:  # type: ignore[no-untyped-call]
        identity = await there.identity()
    if identity.get("type") != "Scheduler":
        raise OSError
