"""Threads share what memory they free, and large pieces go back at once, where the system has glibc."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from survey.operating.giving_back import HEAPS, LARGE_BYTES, OPTION, found

EIGHT_THREADS = """
import ctypes, sys, threading
from survey.operating.giving_back import keep_little

if sys.argv[1] == "shared":
    keep_little()
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


AFTER_A_LARGE_PIECE = """
import ctypes, sys
from survey.operating.giving_back import LARGE_BYTES, keep_little

class Heaps(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "a b c d mapped e f g h i".split()]

if sys.argv[1] == "kept apart":
    keep_little()
libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heaps
first = bytearray(16 * 2**20)
del first
before = libc.mallinfo2().mapped
second = bytearray(LARGE_BYTES)
print(libc.mallinfo2().mapped - before)
"""


def mapped(how: str) -> int:
    """How many bytes of their own a large piece takes, after a larger one was there and freed."""
    command = [sys.executable, "-c", AFTER_A_LARGE_PIECE, how]
    told = subprocess.run(
        command, check=True, timeout=60, cwd=Path(__file__).parents[2], capture_output=True
    )
    return int(told.stdout)


@pytest.mark.skipif(found("mallinfo2") is None, reason="another system's memory")
def test_a_large_piece_lies_in_no_heap_whatever_was_freed_before() -> None:
    assert mapped("left to glibc") == 0
    assert mapped("kept apart") >= LARGE_BYTES
