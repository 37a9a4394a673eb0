"""The program as a server of its own on 127.0.0.1, for whoever measures it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from survey.benchmarks.measured import KIB

HOME = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdef" * 4
NONE_MORE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stack:
    """A server and a database; ``command`` serves a WSGI application's address at a port."""

    name: str
    url: str
    gunicorn: bool

    def command(self, application: str, port: int) -> list[str]:
        """How the server is started."""
        if self.gunicorn:
            options = ["-w", "2", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{port}"]
            return [sys.executable, "-m", "gunicorn", *options, application]
        return [sys.executable, "-m", "survey.benchmarks.by_waitress", application, str(port)]


def stacks() -> Iterator[Stack]:
    """SQLite with waitress in a folder of its own; PostgreSQL with gunicorn where BENCH_POSTGRESQL_URL names one."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Stack("SQLite, waitress", f"sqlite:///{folder}/survey.db", gunicorn=False)
    url = os.environ.get("BENCH_POSTGRESQL_URL", "")
    if url:
        yield Stack("PostgreSQL, gunicorn", url, gunicorn=True)


@contextlib.contextmanager
def served(
    stack: Stack, application: str, settings: Mapping[str, str] = NONE_MORE
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The application on a free port, with these settings too, until it is done with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": stack.url, "SECRET_KEY": SECRET, **settings}
    process = subprocess.Popen(  # noqa: S603 - our own command line
        stack.command(application, port), cwd=HOME, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once it answers; RuntimeError where it ends or takes a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The resident memory of a server and all its descendants now, in bytes; 0 where the system does not tell."""
    parents, sizes = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, ValueError, KeyError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            pid = int(lines["Pid"])
            parents[pid] = int(lines["PPid"])
            sizes[pid] = int(lines["VmRSS"].split()[0]) * KIB
    tree = {process.pid}
    while born := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= born
    return sum(sizes.get(pid, 0) for pid in tree)
