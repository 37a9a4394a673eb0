"""Work with an event loop of its own, whatever the thread of the tests has."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


def apart(work: Callable[..., Found], *arguments: object) -> Found:
    """In a thread of its own: a browser that another test drives keeps the loop of this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work, *arguments).result()
