"""What a process has made and keeps for the next visitor: at most so many, the oldest forgotten first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass
class Kept:
    """Things by key. One is made at a time: visitors who ask for it meanwhile wait and share it."""

    most: int
    _things: dict[Hashable, Any] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The thing with this key, made where it is not kept."""
        with self._busy:
            if key in self._things:
                self._things[key] = self._things.pop(key)
            else:
                self._things[key] = make()
                while len(self._things) > self.most:
                    del self._things[next(iter(self._things))]
            return self._things[key]
