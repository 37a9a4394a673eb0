"""A PostgreSQL cluster of a test's own, whose processes may be killed: it is nobody else's.

With CI=true a missing PostgreSQL is a failure; on a newcomer's machine the test is left out.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

# PostgreSQL will not be root's.
ITS_OWN = (
    {"user": "postgres", "group": "postgres"} if os.name == "posix" and not os.getuid() else {}
)


@dataclass
class Cluster:
    """Its folder, its port on 127.0.0.1 and where PostgreSQL's programs are."""

    place: Path
    port: int
    programs: Path
    postmaster: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql+psycopg://tester@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """An empty cluster that trusts whoever asks from this machine."""
        words = ["-D", str(self.place / "data"), "-A", "trust", "-U", "tester", "-N"]
        command = [str(self.programs / "initdb"), *words]
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=quiet, cwd=self.place, **ITS_OWN)  # type: ignore[call-overload]

    def start(self) -> None:
        """Start it, and wait until it answers: after a fall that takes a recovery."""
        words = ["-D", str(self.place / "data"), "-p", str(self.port), "-k", str(self.place)]
        # What stands in the system's memory outlives a kill; a recovery need not wait for the disk file by file.
        given = ("listen_addresses=127.0.0.1", "recovery_init_sync_method=syncfs")
        options = [word for each in given for word in ("-c", each)]
        command = [str(self.programs / "postgres"), *words, *options]
        with (self.place / "log").open("ab") as log:
            self.postmaster = subprocess.Popen(command, stderr=log, cwd=self.place, **ITS_OWN)  # type: ignore[call-overload]
        until = time.monotonic() + 60
        while not self.answers():
            if self.postmaster.poll() is not None or time.monotonic() > until:
                pytest.fail((self.place / "log").read_text("utf-8")[-2000:])
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it takes connections."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url.replace("+psycopg", ""), connect_timeout=5).close()
            return True
        return False

    def backends(self) -> list[int]:
        """Its processes but the first."""
        return [] if self.postmaster is None else children_of(self.postmaster.pid)

    def kill(self) -> None:
        """``kill -9`` of every process at one moment: none has time to do anything, nor to be born."""
        assert self.postmaster is not None
        self.postmaster.send_signal(signal.SIGSTOP)
        backends = self.backends()
        for pid in backends:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.postmaster.kill()
        self.postmaster.wait()
        for pid in backends:
            gone(pid)


def children_of(parent: int) -> list[int]:
    """The processes that it bore."""
    born = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold anything.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                born.append(int(stat.parent.name))
    return born


def gone(pid: int) -> None:
    """Wait until a killed process is no more: until then PostgreSQL will not start beside it."""
    until = time.monotonic() + 10
    with suppress(OSError):
        while time.monotonic() < until:
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return
            time.sleep(0.01)


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """One that runs, gone afterwards."""
    programs = where_programs_are()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = Path(tempfile.mkdtemp(prefix="cluster-"))
    if ITS_OWN:
        shutil.chown(place, **ITS_OWN)
    cluster = Cluster(place, port, programs)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        if cluster.postmaster is not None:
            cluster.kill()
        shutil.rmtree(place, ignore_errors=True)


def where_programs_are() -> Path:
    """The folder of PostgreSQL's programs, the newest that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(each) for each in [shutil.which("initdb")] if each
    ]
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing: the gate must install it")
        pytest.skip("PostgreSQL is not installed")
    return found[-1].parent
