"""Ranks of many draws at once: equal scores share one, as in ``ranks``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.scores.ranks import DECIMALS

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
WHOLE = 2.0**52
# More than 100 with all its decimals, so that no number is negative.
ABOVE_ALL = 2.0**37


def in_rank_order(scores: Floats, count: Places) -> tuple[Places, Places]:
    """Columns from the best to the last, and the rank of each, from 1: both draws × u.

    ``scores``: draws × u, 0–100, overwritten. ``count``: how many units each of the u columns stands for.
    Score and column go into one whole number, so that sorting needs no indices: of the score the decimals
    count that count for ranks, and equal scores lie side by side.
    """
    bits = max(1, (len(count) - 1).bit_length())
    packed = whole_from_best(scores)
    packed <<= bits
    packed |= np.arange(len(count))
    packed.sort(axis=1)
    columns = packed & ((1 << bits) - 1)
    packed >>= bits
    return columns, shared(packed, count[columns] if (count > 1).any() else None)


def whole_from_best(scores: Floats) -> Places:
    """Scores 0–100 as whole numbers, the best the least, in the same memory: new memory costs more than work.

    Between 2^52 and 2^53 a float has no places after the point, and its bits are those of a whole number.
    """
    scores *= -(10.0**DECIMALS)
    scores += WHOLE + ABOVE_ALL
    whole = scores.view(np.int64)
    whole &= (1 << 52) - 1
    return whole


def shared(score: Places, count: Places | None) -> Places:
    """Ranks of sorted scores (draws × u), each column standing for ``count`` units, or for one."""
    if count is None:
        ranks = np.broadcast_to(np.arange(1, score.shape[1] + 1), score.shape)
    else:
        ranks = np.cumsum(count, axis=1) - count + 1
    equal = score[:, 1:] == score[:, :-1]
    if not equal.any():
        return ranks
    ranks = ranks.copy()
    ranks[:, 1:][equal] = 0
    return np.maximum.accumulate(ranks, axis=1)
