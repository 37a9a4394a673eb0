"""Ranks of many draws: as one draw's are, shared where equal, and counted without keeping them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reports.certainty.drawn_ranks import in_rank_order
from reports.certainty.rank_counts import RankCounts
from reports.scores.ranks import ranks_from_best

SCORES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=20),
    elements=st.sampled_from([0.0, 1e-9, 12.3456789012, 50.0, 50.0000000001, 99.9, 100.0]),
)


def placed(columns: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """Ranks in the order of the columns."""
    found = np.empty(columns.shape)
    np.put_along_axis(found, columns, ranks, axis=1)
    return found


@over(SCORES)
def test_ranks_are_those_of_one_list_after_the_other(scores: np.ndarray) -> None:
    ones = np.ones(scores.shape[1], np.int64)
    found = placed(*in_rank_order(scores.copy(), ones))
    np.testing.assert_array_equal(found, [ranks_from_best(row) for row in scores])


@over(SCORES, st.data())
def test_a_column_may_stand_for_several_units(scores: np.ndarray, data: st.DataObject) -> None:
    size = scores.shape[1]
    count = np.array(data.draw(st.lists(st.integers(1, 4), min_size=size, max_size=size)))
    found = placed(*in_rank_order(scores.copy(), count))
    each = [ranks_from_best(np.repeat(row, count)) for row in scores]
    np.testing.assert_array_equal(np.repeat(found, count, axis=1), each)


def counted(ranks: np.ndarray, at_most: int = 2**20) -> RankCounts:
    """Ranks (draws x columns) counted."""
    counts = RankCounts(ranks.shape[1], ranks.shape[1], len(ranks), at_most)
    for row in ranks:
        counts.add(np.arange(len(row))[None].copy(), row[None])
    return counts


def test_quantiles_are_those_of_the_ranks_themselves() -> None:
    rng = np.random.default_rng(3)
    ranks = np.array([rng.permutation(30) + 1 for _ in range(200)])
    shares = (0.05, 0.5, 0.95)
    kept = np.quantile(ranks, shares, axis=0, method="inverted_cdf")
    counts = counted(ranks)
    assert counts.exact
    np.testing.assert_array_equal(counts.quantiles(shares), kept)
    np.testing.assert_array_equal(counts.quantiles(shares, upward=False), kept)


def test_where_room_is_short_intervals_widen_and_never_narrow() -> None:
    rng = np.random.default_rng(4)
    ranks = np.array([rng.permutation(30) + 1 for _ in range(200)])
    counts = counted(ranks, at_most=30 * 2 * 8)
    assert not counts.exact
    assert counts.width == 4
    kept = np.quantile(ranks, (0.05, 0.95), axis=0, method="inverted_cdf")
    low, high = counts.quantiles((0.05,), upward=False)[0], counts.quantiles((0.95,))[0]
    assert (low <= kept[0]).all()
    assert (low > kept[0] - 4).all()
    assert (high >= kept[1]).all()
    assert (high < kept[1] + 4).all()
    assert high.max() <= 30


@pytest.mark.parametrize(("draws", "size"), [(65_535, 2), (65_536, 4)])
def test_counts_never_overflow(draws: int, size: int) -> None:
    assert RankCounts(3, 3, draws).cells.itemsize == size
