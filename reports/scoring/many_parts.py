"""Answers in parts → scores: parts are scored where they lie; only ranks and repeated codes need all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from forms.sentence import Sentence
from reports.answers.refusals import MOST_TOLD, AnswersRefused, Refusals
from reports.scores.ranks import ranks_from_best
from reports.scoring.one_part import (
    Digests,
    Scoring,
    Summary,
    scored_part,
    summary_of,
    units_like,
)
from reports.scoring.table import Floats

Result = TypeVar("Result")
Progress = Callable[[Sentence, int, int], None]
SCORED = Sentence("Đã chấm {done}/{total} phần", "{done} of {total} parts scored")
LOOKED = Sentence(
    "Đã dò mã trùng ở {done}/{total} phần", "{done} of {total} parts searched for repeated codes"
)
TWICE = Sentence(
    "Mã {code} có ở nhiều phần: {places}. Mỗi đơn vị chỉ một dòng.",
    "Code {code} stands in several parts: {places}. One row a unit.",
)
OTHER_COLUMNS = Sentence(
    "Tệp {part} có các cột khác tệp {first}: {columns}. Mọi phần phải cùng một dòng đầu.",
    "File {part} has other columns than file {first}: {columns}. All parts must have the same head.",
)


class Engine(Protocol):
    """Who runs the work on the parts. ``keep`` leaves the results where they were made."""

    def keep(
        self, work: Callable[..., Any], *each: Sequence[Any], saying: Sentence
    ) -> Sequence[Any]:
        """Run ``work`` on every part; give what stands for the results."""

    def bring(
        self, work: Callable[..., Result], *each: Sequence[Any], saying: Sentence
    ) -> list[Result]:
        """Run ``work`` on every part; give the results themselves, which must be small."""


@dataclass(frozen=True)
class Here:
    """NumPy in this process, one part after the other."""

    progress: Progress

    def keep(self, work: Callable[..., Any], *each: Sequence[Any], saying: Sentence) -> list[Any]:
        """The results."""
        return self.bring(work, *each, saying=saying)

    def bring(
        self, work: Callable[..., Result], *each: Sequence[Any], saying: Sentence
    ) -> list[Result]:
        """The results."""
        results = []
        for arguments in zip(*each, strict=True):
            results.append(work(*arguments))
            self.progress(saying, len(results), len(each[-1]))
        return results


@dataclass(frozen=True)
class ScoredParts:
    """The scored parts, as the engine keeps them, and the ranks of each one's units."""

    kept: Sequence[Any]
    ranks: tuple[Floats, ...]

    @property
    def units(self) -> int:
        """How many units there are in all parts."""
        return sum(map(len, self.ranks))


def score_parts(engine: Engine, scoring: Scoring, paths: Sequence[Path]) -> ScoredParts:
    """Score the files (at least one), and rank all units together by the rule of ``reports.scores.ranks``.

    Raises AnswersRefused with all that is refused in any part, codes in two parts and differing heads
    among it; then no part counts.
    """
    kept = engine.keep(scored_part, [scoring] * len(paths), paths, saying=SCORED)
    summaries = engine.bring(summary_of, kept, saying=SCORED)
    refusals = refused_in(summaries) + repeated_in(engine, kept, summaries)
    if refusals.count:
        raise AnswersRefused(refusals)
    ranks = ranks_from_best(np.concatenate([each.low for each in summaries]))
    ends = np.cumsum([len(each.low) for each in summaries])[:-1]
    return ScoredParts(kept, tuple(np.split(ranks, ends)))


def refused_in(summaries: Sequence[Summary]) -> Refusals:
    """What was refused in each part, in their order, then parts whose columns differ."""
    refusals = sum((each.refusals for each in summaries), Refusals())
    whole = [each for each in summaries if not each.refusals.count]
    differing = tuple(
        OTHER_COLUMNS.filled(
            part=each.name,
            first=whole[0].name,
            columns=", ".join(sorted(each.columns ^ whole[0].columns))[:200],
        )
        for each in whole
        if each.columns != whole[0].columns
    )
    return refusals + Refusals(differing[:MOST_TOLD], len(differing))


def repeated_in(engine: Engine, kept: Sequence[Any], summaries: Sequence[Summary]) -> Refusals:
    """Codes that stand in two parts. Two codes may share a digest, so the parts are asked again."""
    suspects = repeated(np.concatenate([each.digests for each in summaries]))
    for start in range(0, len(suspects), MOST_TOLD):
        asked = suspects[start : start + MOST_TOLD]
        found = engine.bring(units_like, kept, [asked] * len(kept), saying=LOOKED)
        told = told_twice([unit for part in found for unit in part])
        if told:
            return Refusals(tuple(told), len(told) + max(0, len(suspects) - start - len(asked)))
    return Refusals()


def repeated(digests: Digests) -> Digests:
    """The digests that stand twice or more."""
    distinct, times = np.unique(digests, return_counts=True)
    return np.asarray(distinct[times > 1])


def told_twice(units: Sequence[tuple[str, str, int]]) -> list[Sentence]:
    """A sentence for each code that stands twice among these units, in the order of the codes."""
    places: dict[str, list[str]] = defaultdict(list)
    for code, part, row in units:
        places[code].append(f"{part} ({row})")
    return [
        TWICE.filled(code=code[:40], places=", ".join(where[:5]))
        for code, where in sorted(places.items())
        if len(where) > 1
    ]
