"""The ranked units as matrices of gaps, laid out so that thousands of draws go through quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from reports.edition import Edition
from reports.frame import Frame

Floats = NDArray[np.float64]
Kinds = NDArray[np.int8]
EVIDENCE = ("missing", "claimed", "approved", "verified", "measured")
MISSING, CLAIMED, APPROVED = range(3)
NOT_APPLICABLE = len(EVIDENCE)
NOTHING_RANKED = Sentence(
    "Chưa có xã nào được xếp hạng, nên không tính được thứ hạng chắc đến đâu. Cần phê duyệt thêm phiếu"
    " hoặc bổ sung câu trả lời.",
    "No commune is ranked yet, so nothing can be said of how sure a rank is. Approve more responses or"
    " complete their answers.",
)


@dataclass(frozen=True)
class RankedUnits:
    """What the draws go over: K scored questions, and u columns of equal ranked units.

    ``codes``: all n units. ``rows``: the m ranked ones' places in them. ``column``: for each of the m
    its column. ``count``: units in each column. ``gaps``: by scale (goalposts, percentile), K × u, 0–1, 1
    where missing and 0 where not applicable. ``kinds``: K × u, place in ``EVIDENCE``, or
    ``NOT_APPLICABLE``. ``remoteness``: u, 0–1. ``rank``: n, NaN where not ranked.
    """

    codes: tuple[str, ...]
    rows: NDArray[np.int64]
    column: NDArray[np.int64]
    count: NDArray[np.int64]
    questions: tuple[str, ...]
    gaps: tuple[Floats, Floats]
    kinds: Kinds
    remoteness: Floats
    rank: Floats

    @property
    def columns(self) -> int:
        """u, how many columns are told apart."""
        return len(self.count)

    def spread(self, by_column: NDArray[np.generic]) -> Floats:
        """One figure for each column as one for each of the n units, NaN where not ranked."""
        every = np.full(len(self.codes), np.nan)
        every[self.rows] = by_column[self.column]
        return every

    @cached_property
    def base(self) -> Floats:
        """The rank of each column, from 1."""
        found = np.empty(self.columns)
        found[self.column] = self.rank[self.rows]
        return found


def ranked_units(questionnaire: Questionnaire, frame: Frame, edition: Edition) -> RankedUnits:
    """The ranked units of an edition and of the frame that it was made from.

    Units with equal answers share a column, and columns stand in an order of their own, so that neither
    the order of the rows nor the last bit of a sum tells equal units apart. Raises :class:`Refused`
    where no unit is ranked.
    """
    ranked = ~np.isnan(edition.priority.rank)
    if not ranked.any():
        raise Refused(NOTHING_RANKED)
    names = tuple(question.id for question in questionnaire.scored)
    scores = np.array([edition.readiness.scores[name] for name in names])
    kinds = kinds_of(names, frame, scores, edition.readiness.applicable)
    remoteness = np.nan_to_num(edition.remoteness.score, nan=0.0) / 100
    figures = np.vstack([np.nan_to_num(scores, nan=-1.0), kinds, remoteness])
    rows = np.flatnonzero(ranked)
    _, first, column, count = np.unique(
        np.ascontiguousarray(figures[:, rows].T),
        axis=0,
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    one = rows[first]
    gaps = (gaps_of(scores, kinds)[:, one], gaps_of(percentiles(scores), kinds)[:, one])
    return RankedUnits(
        frame.codes,
        rows,
        column,
        count,
        names,
        gaps,
        kinds[:, one],
        remoteness[one],
        edition.priority.rank,
    )


def kinds_of(
    names: tuple[str, ...],
    frame: Frame,
    scores: Floats,
    applicable: Mapping[str, NDArray[np.bool_]],
) -> Kinds:
    """How well each answer is known, K × n: a place in ``EVIDENCE``, or ``NOT_APPLICABLE``."""
    kinds = np.empty(scores.shape, dtype=np.int8)
    for row, name, score in zip(kinds, names, scores, strict=True):
        classes = frame.evidence.get(name)
        if classes is None:
            row[:] = EVIDENCE.index(frame.evidence_of_all)
        else:
            words, place = np.unique(classes, return_inverse=True)
            row[:] = np.array([EVIDENCE.index(str(word)) for word in words], np.int8)[place]
        row[np.isnan(score)] = MISSING
        row[~applicable[name]] = NOT_APPLICABLE
    return kinds


def gaps_of(scores: Floats, kinds: Kinds) -> Floats:
    """1 − s/100, K × n; 1 where missing, 0 where not applicable."""
    gaps = np.nan_to_num(1 - scores / 100, nan=1.0)
    return np.where(kinds == NOT_APPLICABLE, 0.0, gaps)


def percentiles(scores: Floats) -> Floats:
    """Each score as its percentile among those answered, 0–100, equal scores sharing the middle one.

    The unit in place r of m (from the lowest) stands at 100 · (r − 0.5)/m; NaN stays NaN.
    """
    by_unit = pd.DataFrame(scores.T)
    placed = 100 * (by_unit.rank() - 0.5) / by_unit.count()
    return np.ascontiguousarray(placed.to_numpy().T)
