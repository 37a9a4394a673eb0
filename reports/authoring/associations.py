"""How questions go together: correlations of their scores over the units that answered both.

Pearson's, not Spearman's: the index adds scores up, and alpha and effective weights are made of the
same covariances; scores are cut off at 0 and 100, so that no outlier can make or hide a correlation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Below ten units a correlation of 0 may come out anywhere within ±0.63 (95 %): nothing can be said.
FEWEST = 10
# Scores are 0–100: a variance below this is the rounding of equal numbers.
NO_VARIANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions and their correlation, −1 to 1."""

    first: str
    second: str
    r: float


@dataclass(frozen=True, slots=True)
class Between:
    """The correlations of one section's questions with another's (or its own): mean, least, most."""

    first: str
    second: str
    pairs: int
    mean: float
    least: float
    most: float


@dataclass(frozen=True)
class Associations:
    """Of m columns, m × m each, over the units that have both: covariance, correlation; NaN unknown.

    Unknown where fewer than ``FEWEST`` have both, or (the correlation) where one does not vary.
    """

    names: tuple[str, ...]
    covariance: Floats
    correlation: Floats

    def pairs(self) -> Iterator[Pair]:
        """Every two columns whose correlation is known, in the columns' order."""
        for row, first in enumerate(self.names):
            for column in range(row + 1, len(self.names)):
                r = float(self.correlation[row, column])
                if not np.isnan(r):
                    yield Pair(first, self.names[column], r)

    def nearest(self, name: str) -> Pair | None:
        """The column that goes with this one most closely; None where nothing is known."""
        row = self.correlation[self.names.index(name)].copy()
        row[self.names.index(name)] = np.nan
        if np.isnan(row).all():
            return None
        best = int(np.nanargmax(row))
        return Pair(name, self.names[best], float(row[best]))

    def across(self, ours: Sequence[str], theirs: Sequence[str]) -> Floats:
        """The known correlations of one group with another, or with itself, each pair once."""
        rows, columns = ([self.names.index(n) for n in names] for names in (ours, theirs))
        block = self.correlation[np.ix_(rows, columns)]
        pairs = block[np.triu_indices(len(rows), 1)] if ours == theirs else block.ravel()
        return pairs[~np.isnan(pairs)]

    def within(self, names: Sequence[str]) -> Floats:
        """The covariances of these columns."""
        at = [self.names.index(name) for name in names]
        return self.covariance[np.ix_(at, at)]


def associations(names: Sequence[str], columns: Sequence[Floats]) -> Associations:
    """Covariances and correlations of columns of n units each, NaN where missing."""
    if not names:
        return Associations((), np.empty((0, 0)), np.empty((0, 0)))
    scores = np.array(columns, dtype=np.float64)
    known = ~np.isnan(scores)
    # Measured from each column's mean, so that sums of squares lose no digits.
    means = np.where(known, scores, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    centred = np.where(known, scores - means[:, None], 0.0)
    there = known.astype(np.float64)
    count = there @ there.T
    sums, squares = centred @ there.T, centred**2 @ there.T
    with np.errstate(all="ignore"):
        covariance = (centred @ centred.T - sums * sums.T / count) / (count - 1)
        variance = (squares - sums**2 / count) / (count - 1)
        variance = np.where(variance > NO_VARIANCE, variance, np.nan)
        correlation = np.clip(covariance / np.sqrt(variance * variance.T), -1, 1)
    few = count < FEWEST
    covariance[few] = correlation[few] = np.nan
    return Associations(tuple(names), covariance, correlation)


def correlation_of(first: Floats, second: Floats) -> float:
    """The correlation of two columns; NaN where unknown."""
    return float(associations(("first", "second"), (first, second)).correlation[0, 1])


def rest_means(columns: Sequence[Floats]) -> list[Floats]:
    """For each column, the mean of what else the unit has; NaN where there is nothing else."""
    scores = np.array(columns)
    known = ~np.isnan(scores)
    total, count = np.where(known, scores, 0).sum(axis=0), known.sum(axis=0)
    with np.errstate(all="ignore"):
        return list((total - np.where(known, scores, 0)) / (count - known))


def between(found: Associations, sections: Sequence[tuple[str, Sequence[str]]]) -> list[Between]:
    """Each section with itself and with each after it; NaN where no pair is known."""
    rows = []
    for at, (first, ours) in enumerate(sections):
        for second, theirs in sections[at:]:
            r = found.across(ours, theirs)
            figures = (r.mean(), r.min(), r.max()) if r.size else (np.nan,) * 3
            rows.append(Between(first, second, r.size, *map(float, figures)))
    return rows
