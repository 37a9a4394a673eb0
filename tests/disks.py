"""A disk of a test's own that can be made read-only for everyone, root included.

Root mounts a small file system of memory; who is not root takes the right to write from folder and files. With CI=true
a machine that can do neither is a failure; elsewhere the test is left out.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = os.name == "posix" and os.getuid() == 0


@dataclass(frozen=True)
class Disk:
    """Where it is mounted, or the folder that stands for it."""

    place: Path

    def read_only(self) -> None:
        """Nobody writes on it any more; whoever still has a file open for writing must close it first."""
        if not ROOT:
            self.allow(0o555, 0o444)
            return
        until = time.monotonic() + 5
        while mount("-o", "remount,ro", str(self.place)).returncode:
            assert time.monotonic() < until, "somebody still writes"
            time.sleep(0.05)

    def writable(self) -> None:
        """As before."""
        if ROOT:
            assert mount("-o", "remount,rw", str(self.place)).returncode == 0
        else:
            self.allow(0o755, 0o644)

    def allow(self, folders: int, files: int) -> None:
        """Set the rights of all that is there."""
        for each in (self.place, *self.place.rglob("*")):
            each.chmod(folders if each.is_dir() else files)


def mount(*words: str) -> subprocess.CompletedProcess[bytes]:
    """The system's own command."""
    return subprocess.run(["mount", *words], capture_output=True, check=False, timeout=30)


@contextmanager
def a_disk(place: Path) -> Iterator[Disk]:
    """A writable disk at this new folder, gone afterwards."""
    place.mkdir()
    if os.name != "posix":
        pytest.skip("Windows has no such disk")
    if ROOT and mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)).returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("the gate must be able to mount a file system of memory")
        pytest.skip("this machine mounts nothing")
    disk = Disk(place)
    try:
        yield disk
    finally:
        disk.writable()
        if ROOT:
            subprocess.run(["umount", "--lazy", str(place)], check=True, timeout=30)
