"""One part of the answers: read, gated and scored where the part is, by whichever engine runs it.

Everything here is a plain function of picklable values, so that NumPy here and workers elsewhere run
the very same; what is refused comes back as a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused
from reports.answers.file import gated, read_raw
from reports.answers.refusals import AnswersRefused, Refusals
from reports.extras import needed
from reports.method import Method
from reports.readiness import readiness
from reports.scoring.table import Floats, ScoreTable, score_table

Digests = NDArray[np.uint64]


@dataclass(frozen=True)
class Scoring:
    """What every part is scored by; ``in_parts`` where refusals must name the part."""

    questionnaire: Questionnaire
    method: Method
    in_parts: bool


@dataclass(frozen=True)
class ScoredPart:
    """A part's scores and the rows that its units stand in; or what was refused in it, and no scores."""

    name: str
    columns: frozenset[str] = frozenset()
    rows: Sequence[int] = ()
    table: ScoreTable | None = None
    refusals: Refusals = field(default_factory=Refusals)


@dataclass(frozen=True)
class Summary:
    """What must be known of all parts at once, 16 bytes a unit: digests of the codes, and the low bounds."""

    name: str
    columns: frozenset[str]
    digests: Digests
    low: Floats
    refusals: Refusals


def scored_part(scoring: Scoring, path: Path) -> ScoredPart:
    """Read, gate and score one file. Never raises for what is wrong with the answers."""
    questionnaire = scoring.questionnaire
    try:
        raw = read_raw(path)
        frame = gated(questionnaire, raw)
    except AnswersRefused as refused:
        found = refused.found.of_part(path.name) if scoring.in_parts else refused.found
        return ScoredPart(path.name, refusals=found)
    except Refused as refused:
        return ScoredPart(path.name, refusals=Refusals((refused.sentence,), 1))
    table = score_table(questionnaire, readiness(questionnaire, scoring.method, frame))
    return ScoredPart(path.name, frozenset(raw.cells), raw.rows, table)


def summary_of(part: ScoredPart) -> Summary:
    """The little of a part that is brought together with the others'."""
    if part.table is None:
        nothing = np.zeros(0)
        return Summary(part.name, part.columns, digests_of(()), nothing, part.refusals)
    digests = digests_of(part.table.codes)
    return Summary(part.name, part.columns, digests, part.table.low, part.refusals)


def digests_of(codes: Sequence[str]) -> Digests:
    """64 bits for each code, the same on every machine; equal codes have equal ones."""
    return np.asarray(pd.util.hash_array(np.array(codes, dtype=object)), dtype=np.uint64)


def units_like(part: ScoredPart, digests: Digests) -> list[tuple[str, str, int]]:
    """The units of a part whose codes have one of these digests: code, part, row."""
    if part.table is None:
        return []
    alike = np.flatnonzero(np.isin(digests_of(part.table.codes), digests)).tolist()
    return [(part.table.codes[at], part.name, part.rows[at]) for at in alike]


def written_part(part: ScoredPart, ranks: Floats, path: Path) -> Path:
    """Write a part's scores with the ranks of its units, as Parquet."""
    assert part.table is not None
    needed("reports.scoring.parquet").write_parquet(path, [part.table], [ranks])
    return path
