"""Ten thousand draws of all communes, beside plain NumPy and scikit-criteria in the same run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import pytest

from reports.certainty.drawn_ranks import in_rank_order
from reports.certainty.rank_counts import RankCounts
from survey.benchmarks.drawing import (
    DRAWS,
    MOST_OF_FLOOR,
    PEERS,
    QUANTILES,
    TIMES_FASTER,
    UNITS,
    drawn,
    floor,
    quietly,
    ranks_of,
)
from survey.benchmarks.scoring import EACH, SECTIONS

pytestmark = pytest.mark.benchmark
SCORES = np.random.default_rng(2026).random((UNITS, SECTIONS * EACH)) * 100


def processor_seconds(work: Callable[[], object]) -> float:
    """What one call takes of all processors: it hangs less on what else runs than the clock does."""
    began = time.process_time()
    work()
    return time.process_time() - began


def test_draws_take_twice_the_floor_at_most() -> None:
    ours = min(processor_seconds(ranks_of(SCORES)) for _ in range(2))
    plain = min(processor_seconds(floor(SCORES)) for _ in range(2))
    print(f"{DRAWS:,} draws: ours {ours:.2f} s, plain NumPy {plain:.2f} s of the processors")
    assert ours <= MOST_OF_FLOOR * plain


def test_a_draw_takes_a_thirtieth_of_scikit_criteria_at_most() -> None:
    """What a draw takes of the processors, divided among those that the draws keep busy.

    That is the clock of a machine with nothing else to do; other work on it would be measured otherwise.
    The package works on one processor. ``bench drawing`` compares by the clock.
    """
    few, busy = 60, min(2, os.cpu_count() or 1)
    ours, weights = ranks_of(SCORES), drawn(few, SCORES.shape[1])
    mine = min(processor_seconds(ours) for _ in range(2)) / DRAWS / busy
    for peer in PEERS:
        ranked = peer.ranking(quietly(peer.package), 100 - SCORES)
        ranked(weights[0])
        theirs = min(
            processor_seconds(lambda: [ranked(each) for each in weights])  # noqa: B023
            for _ in range(3)
        )
        print(f"{peer.label}: {1000 * theirs / few:.2f} ms a draw, {theirs / few / mine:.0f} times")
        if peer.bound is not None:
            assert theirs / few >= TIMES_FASTER * mine


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.package)
def test_a_peer_ranks_as_the_project_does(peer) -> None:
    """What is compared is the same work: the same order of the same scores."""
    scores = SCORES[:200]
    weights = drawn(1, scores.shape[1])[0]
    found = np.asarray(peer.ranking(quietly(peer.package), scores)(weights))
    expected = np.argsort(np.argsort(-(scores @ weights))) + 1
    np.testing.assert_array_equal(found, expected)


def test_the_floor_gives_the_quantiles_that_the_project_gives() -> None:
    """Of the same weights: the floor's draws ranked and counted as the project does."""
    scores, draws = SCORES[:200], 2_000
    counts = RankCounts(len(scores), len(scores), draws)
    gaps = drawn(draws, scores.shape[1]) @ (100 - scores.T)
    counts.add(*in_rank_order(gaps, np.ones(len(scores), np.int64)))
    # The floor's quantiles lie between ranks.
    assert np.abs(counts.quantiles(QUANTILES) - np.asarray(floor(scores, draws)())).max() <= 1
