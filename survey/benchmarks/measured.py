"""One measurement: our time, the floor's or peer's in the same run, and the most memory."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

KIB = 1024 if sys.platform != "darwin" else 1


@dataclass(frozen=True, slots=True)
class Measured:
    """``ours`` and ``other`` in seconds, or in ``unit``; ``memory`` the most this process held so far, in bytes.

    ``bound`` is the ratio that the project holds itself to; None where there is none.
    """

    work: str
    ours: float
    against: str
    other: float
    memory: int
    bound: float | None = None
    note: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Our figure over the other's."""
        return self.ours / self.other

    @property
    def kept(self) -> bool:
        """Whether the ratio keeps to its bound."""
        return self.bound is None or self.ratio <= self.bound

    def as_dict(self) -> dict[str, object]:
        """Everything, with the ratio."""
        return {**asdict(self), "ratio": self.ratio, "kept": self.kept}


def compared(
    work: str,
    ours: Callable[[], object],
    against: str,
    other: Callable[[], object],
    *,
    repeats: int = 5,
    bound: float | None = None,
    note: str = "",
) -> Measured:
    """The best time of each, taken in turns so that both meet the same machine."""
    mine, theirs = [], []
    for _ in range(repeats):
        theirs.append(seconds(other))
        mine.append(seconds(ours))
    return Measured(work, min(mine), against, min(theirs), peak_memory(), bound, note)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak_memory() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
