"""What a file of scores holds, before its format: a row for each unit, a column for each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from reports.readiness import Readiness

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScoreTable:
    """Scores of n units in their order; the rank is not among them, for it hangs on all units there are.

    ``figures``: readiness, low, high (0–100) and coverage (0–1). ``sections``: by id, 0–100. NaN where
    missing, and everywhere in the row of a unit that is not ranked; its ``reasons`` say why, else None.
    """

    codes: tuple[str, ...]
    figures: Mapping[str, Floats]
    sections: Mapping[str, Floats]
    reasons: tuple[str | None, ...]

    @property
    def low(self) -> Floats:
        """What units are ranked on; NaN where a unit is not ranked."""
        return self.figures["low"]


def score_table(questionnaire: Questionnaire, scores: Readiness) -> ScoreTable:
    """The figures that are shown, the sections in the questionnaire's order."""
    whole, ranked = scores.whole, scores.whole.published
    shown = {
        "readiness": whole.observed,
        "low": whole.low,
        "high": whole.high,
        "coverage": whole.coverage,
    }
    sections: dict[str, Floats] = {}
    for section in questionnaire.sections:
        node = scores.sections.get(section.id)
        empty = np.full(len(scores.codes), np.nan)
        sections[section.id] = (
            empty if node is None else np.where(ranked & node.published, node.observed, np.nan)
        )
    return ScoreTable(
        scores.codes,
        {name: np.where(ranked, each, np.nan) for name, each in shown.items()},
        sections,
        tuple(None if each is None else str(each) for each in scores.reasons),
    )
