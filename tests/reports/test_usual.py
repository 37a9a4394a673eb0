"""What is usual among similar units: by hand, and whatever the numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.usual import AT_LEAST, FAR, LEAST_LOG, LEAST_SHARE, usual

# Iglewicz and Hoaglin's rule by hand: median 55, deviations 45 35 25 15 5 5 15 25 35 45, MAD 25.
TENS = np.arange(10.0, 101.0, 10.0)


def test_median_quartiles_and_mad_are_those_worked_out_by_hand() -> None:
    found = usual(TENS, logarithmic=False, at_least=10)
    assert found is not None
    assert (found.size, found.median, found.low, found.high) == (10, 55, 32.5, 77.5)
    assert found.spread == pytest.approx(1.4826 * 25)
    assert found.distance(55 + 1.4826 * 25 * 2) == pytest.approx(2)
    assert not found.is_far(55 + 1.4826 * 25 * 3.49)
    assert found.is_far(55 - 1.4826 * 25 * 3.51)


def test_counts_are_compared_by_the_logarithm() -> None:
    found = usual(np.full(30, 99.0), logarithmic=True, counted=True)
    assert found is not None
    assert found.centre == pytest.approx(math.log(100))
    assert found.spread == LEAST_LOG
    edge = 100 * math.exp(FAR * LEAST_LOG) - 1
    assert found.is_far(edge + 1)
    assert not found.is_far(edge - 1)


def test_one_wild_value_does_not_move_what_is_usual() -> None:
    calm = usual(np.append(TENS, 60.0), logarithmic=False, at_least=1)
    wild = usual(np.append(TENS, 1e9), logarithmic=False, at_least=1)
    assert calm is not None
    assert wild is not None
    assert wild.median == calm.median == 60
    assert wild.is_far(1e9)


def test_where_over_half_agree_the_mean_deviation_takes_the_place_of_the_mad() -> None:
    values = np.array([50.0] * 8 + [0.0, 100.0])
    found = usual(values, logarithmic=False, at_least=10)
    assert found is not None
    assert found.spread == pytest.approx(math.sqrt(math.pi / 2) * 10)


def test_a_small_difference_among_units_that_agree_is_nothing_strange() -> None:
    shares = usual(np.array([90.0] * 40), logarithmic=False)
    scanners = usual(np.array([2.0] * 40), logarithmic=True, counted=True)
    assert shares is not None
    assert scanners is not None
    assert shares.spread == LEAST_SHARE
    assert not shares.is_far(75)
    assert shares.is_far(70)
    # The spread of chance: 1 / √3 on the logarithm.
    assert not scanners.is_far(0)
    assert not scanners.is_far(12)
    assert scanners.is_far(25)


def test_missing_values_are_not_counted_and_a_small_group_says_nothing() -> None:
    few = np.array([1.0] * (AT_LEAST - 1) + [np.nan] * 50)
    assert usual(few, logarithmic=True) is None
    assert usual(np.array([]), logarithmic=False, at_least=0) is None
    enough = usual(np.append(few, 1.0), logarithmic=True)
    assert enough is not None
    assert enough.size == AT_LEAST


@given(st.lists(st.floats(0, 1e9), min_size=AT_LEAST, max_size=60), st.booleans(), st.booleans())
def test_whatever_the_values_the_median_is_never_far_and_most_are_not(
    values: list[float], logarithmic: bool, counted: bool
) -> None:
    found = usual(np.array(values), logarithmic=logarithmic, counted=counted)
    assert found is not None
    assert found.low <= found.median <= found.high
    assert found.spread > 0
    assert not found.is_far(found.median)
    assert sum(map(found.is_far, values)) <= len(values) / 2
