"""Memory given back to the system after something large was made, and shared among threads.

glibc keeps what was freed, for each thread apart: after a workbook of the whole country every one of eight threads
would hold on to tens of MiB that nothing uses. Where the system has no such calls, nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

# Of glibc's malloc.h: how many heaps there may be.
M_ARENA_MAX = -8
# What one thread freed another uses; Python lets one work at a time, so they hardly wait for each other.
HEAPS = 2


def found(name: str) -> Callable[..., int] | None:
    """A function of glibc; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError):
        return None
    return function


TRIM, OPTION = found("malloc_trim"), found("mallopt")


def share_heaps() -> None:
    """Let all threads of this process share two heaps; to be said before they begin."""
    if OPTION is not None:
        OPTION(M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Give what is free back; it takes some milliseconds, and other threads go on meanwhile."""
    if TRIM is not None:
        TRIM(0)
