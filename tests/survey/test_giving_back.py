"""Threads share what memory they free, where the system has glibc."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survey.operating.giving_back import HEAPS, OPTION

EIGHT_THREADS = """
import ctypes, sys, threading
from survey.operating.giving_back import share_heaps

if sys.argv[1] == "shared":
    share_heaps()
together = threading.Barrier(8)

def work():
    kept = [bytearray(5000) for _ in range(100)]
    together.wait(30)
    del kept

threads = [threading.Thread(target=work) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]
file = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


def heaps(how: str, folder: Path) -> int:
    """How many heaps a process of eight threads has."""
    told = folder / how
    command = [sys.executable, "-c", EIGHT_THREADS, how, str(told)]
    subprocess.run(command, check=True, timeout=60, cwd=Path(__file__).parents[2])
    return told.read_text("utf-8").count("<heap nr=")


@pytest.mark.skipif(OPTION is None, reason="another system's memory")
def test_eight_threads_share_two_heaps(tmp_path: Path) -> None:
    assert heaps("apart", tmp_path) > HEAPS
    assert heaps("shared", tmp_path) <= HEAPS
