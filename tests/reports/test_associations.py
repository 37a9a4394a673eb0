"""Correlations of questions: by hand, against pandas with figures missing, too few, constant."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reports.authoring.associations import FEWEST, associations, between, correlation_of

STEPS = st.sampled_from([0.0, 20.0, 50.0, 55.5, 100.0, math.nan])


def test_a_correlation_by_hand() -> None:
    first = np.array([1.0, 2, 3, 4, 5] * 2)
    second = np.array([2.0, 1, 4, 3, 5] * 2)
    assert correlation_of(first, second) == pytest.approx(0.8)
    assert correlation_of(first, -first) == -1


@given(arrays(np.float64, (4, 25), elements=STEPS))
def test_correlations_are_over_the_units_that_have_both(scores: np.ndarray) -> None:
    found = associations(list("abcd"), list(scores))
    expected = pd.DataFrame(scores.T).corr(min_periods=FEWEST).to_numpy()
    np.testing.assert_allclose(found.correlation, expected, atol=1e-9)
    covariance = pd.DataFrame(scores.T).cov(min_periods=FEWEST).to_numpy()
    np.testing.assert_allclose(found.covariance, covariance, atol=1e-9)


def test_too_few_units_or_a_constant_question_have_no_correlation() -> None:
    column = np.arange(FEWEST, dtype=float)
    assert correlation_of(column, column**2) > 0.9
    assert math.isnan(correlation_of(column[1:], column[1:] ** 2))
    assert math.isnan(correlation_of(column, np.full(FEWEST, 1 / 3)))
    assert list(associations((), ()).pairs()) == []


def test_sections_are_compared_pair_by_pair() -> None:
    a, b = np.arange(12.0), np.arange(12.0) ** 2
    found = associations(["a", "b", "c", "d"], [a, b, -a, np.full(12, 5.0)])
    inside, across, other = between(found, [("one", ["a", "b"]), ("two", ["c", "d"])])
    r = correlation_of(a, b)
    assert (inside.pairs, inside.mean) == (1, pytest.approx(r))
    assert (across.pairs, across.least, across.most) == (2, -1, pytest.approx(-r))
    assert (other.pairs, math.isnan(other.mean)) == (0, True)
    nearest = found.nearest("a")
    assert nearest is not None
    assert (nearest.second, nearest.r) == ("b", pytest.approx(r))
    assert found.nearest("d") is None
