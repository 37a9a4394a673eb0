"""How often each unit took each rank: what all quantiles come from, in memory that no draw adds to."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
MOST_BYTES = 256 * 2**20
MOST_IN_TWO_BYTES = 65_535
CELLS_AT_ONCE = 2**21


class RankCounts:
    """A histogram of ranks 1…``ranks`` for each of u columns; exact unless it would be too large.

    Where it would take more than ``most_bytes``, ``width`` neighbouring ranks are counted together, and
    quantiles then widen to the ends of what was counted together.
    """

    def __init__(self, columns: int, ranks: int, draws: int, most_bytes: int = MOST_BYTES) -> None:
        kind = np.uint16 if draws <= MOST_IN_TWO_BYTES else np.uint32
        room = max(1, most_bytes // (columns * np.dtype(kind).itemsize))
        self.ranks = ranks
        self.width = math.ceil(ranks / room)
        self.across = math.ceil(ranks / self.width)
        # One cell ahead of the first rank, so that ranks need not be lowered by one to be places.
        self.cells = np.zeros(columns * self.across + 1, dtype=kind)
        self.one = kind(1)
        self.done = 0

    @property
    def exact(self) -> bool:
        """Whether every rank is counted by itself."""
        return self.width == 1

    def add(self, columns: Places, ranks: Places) -> None:
        """Count draws: in each row every column once, and its rank. ``columns`` is overwritten."""
        cells = columns
        cells *= self.across
        cells += (ranks - 1) // self.width + 1 if self.width > 1 else ranks
        np.add.at(self.cells, cells.ravel(), self.one)
        self.done += len(columns)

    def quantiles(self, shares: tuple[float, ...], *, upward: bool = True) -> Floats:
        """The least rank that at least each share of the draws reached: shares × columns.

        Where ranks are counted together: the last of them, or the first where not ``upward``.
        """
        table = self.cells[1:].reshape(-1, self.across)
        found = np.empty((len(shares), len(table)))
        # A share such as 0.05 of 2,000 must not miss 100 by its last bit.
        needed = [max(1.0, math.ceil(share * self.done - 1e-9)) for share in shares]
        step = max(1, CELLS_AT_ONCE // self.across)
        for at in range(0, len(table), step):
            up_to = np.cumsum(table[at : at + step], axis=1, dtype=np.int32)
            for row, least in zip(found, needed, strict=True):
                row[at : at + step] = (up_to < least).sum(axis=1)
        if upward:
            return np.minimum((found + 1) * self.width, self.ranks)
        return found * self.width + 1
