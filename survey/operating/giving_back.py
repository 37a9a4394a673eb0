"""Memory given back to the system after something large was made.

glibc keeps what was freed, for each thread apart: after a workbook of the whole country every one of eight threads
would hold on to tens of MiB that nothing uses. Where the system has no such call, nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable


def found() -> Callable[[int], int] | None:
    """The ``malloc_trim`` of glibc; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return None
    return trim


TRIM = found()


def give_back() -> None:
    """Give what is free back; it takes some milliseconds, and other threads go on meanwhile."""
    if TRIM is not None:
        TRIM(0)
