"""What a process has made and keeps for the next visitor: at most so many, the oldest forgotten first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, cast

from flask import current_app

from survey.web.awaiting import Room, room


@dataclass
class Kept:
    """Things by key. What is kept is given at once; what is not is made once, and only who asks for it waits."""

    most: int
    room: Room = field(default_factory=Room)
    _things: dict[Hashable, Any] = field(default_factory=dict)
    _made: dict[Hashable, Future[Any]] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The thing with this key, made where it is not kept; whatever ``make`` raises, for all who wait.

        Raises StillCalculating where there is no room to make it or to wait. To be asked with no connection
        open: others would wait for that one meanwhile.
        """
        with self._busy:
            if key in self._things:
                self._things[key] = self._things.pop(key)
                return self._things[key]
        with self.room.entered():
            return self._shared(key, make)

    def _shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What another is making or made meanwhile; else what ``make`` gives."""
        with self._busy:
            if key in self._things:
                return self._things[key]
            others, mine = self._made.get(key), Future[Any]()
            self._made.setdefault(key, mine)
        if others is not None:
            return others.result()
        try:
            mine.set_result(make())
        except BaseException as fault:
            mine.set_exception(fault)
        self._put(key, mine)
        return mine.result()

    def _put(self, key: Hashable, made: Future[Any]) -> None:
        """Keep it; a failure is not kept."""
        with self._busy:
            del self._made[key]
            if made.exception() is None:
                self._things[key] = made.result()
            while len(self._things) > self.most:
                del self._things[next(iter(self._things))]


def kept(name: str, most: int) -> Kept:
    """What this process keeps under this name."""
    found = current_app.extensions.get(name)
    if found is None:
        found = current_app.extensions.setdefault(name, Kept(most, room()))
    return cast(Kept, found)
