"""Ctrl-C as a question rather than a blow: asked at a place where stopping is safe.

An exception that breaks in anywhere is lost where Python is inside a callback, and where a cluster is
being closed it leaves processes behind.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Stop:
    """Whether someone has pressed Ctrl-C. A plain flag: a lock taken in a signal can wait for itself."""

    asked = False

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """Called by Python's main thread at any moment."""
        self.asked = True

    def check(self) -> None:
        """Stop here where it was asked; raises KeyboardInterrupt."""
        if self.asked:
            raise KeyboardInterrupt


@contextlib.contextmanager
def stop_when_asked() -> Iterator[Stop]:
    """Ctrl-C only asks, until the end of the block; outside the main thread nothing changes."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
