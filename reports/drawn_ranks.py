"""Ranks of many draws at once: equal scores share one, as in ``ranks``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.ranks import DECIMALS

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def in_rank_order(scores: Floats, count: Places) -> tuple[Places, Places]:
    """Columns from the best to the last, and the rank of each, from 1: both draws × u.

    ``scores``: draws × u, at most 1,000 in size, changed in place. ``count``: how many units each of the
    u columns stands for. Score and column go into one whole number, so that sorting needs no indices:
    the score's decimals count, and equal scores lie side by side.
    """
    bits = max(1, (len(count) - 1).bit_length())
    scores *= -(10.0**DECIMALS)
    packed = np.rint(scores, out=scores).astype(np.int64)
    packed <<= bits
    packed |= np.arange(len(count))
    packed.sort(axis=1)
    score = packed >> bits
    packed &= (1 << bits) - 1
    return packed, shared(score, count[packed] if (count > 1).any() else None)


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
