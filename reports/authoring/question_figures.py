"""Every figure of one question that an author looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Option, Question
from reports.authoring.associations import Associations, Pair, correlation_of
from reports.authoring.distributions import (
    Counts,
    Spread,
    counts_of,
    options_of,
    share_at,
    spread_of,
)
from reports.authoring.effects import Effect
from reports.frame import ANSWERED, Frame

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Figures:
    """One question over the units that answered something; NaN where unknown.

    ``score``: of its 0–100 score, ``values``: of the raw answers of a number. ``floor`` and ``ceiling``:
    the shares of the answers that score 0 and 100. ``item_section``: the score's correlation with the
    mean of the section's other scores. ``item_index``: with the index without the question.
    ``alpha_without``: the section's alpha without it. ``nearest``: the question that goes with it most.
    """

    question: Question
    counts: Counts
    options: tuple[tuple[Option, float], ...] = ()
    values: Spread | None = None
    score: Spread | None = None
    floor: float = np.nan
    ceiling: float = np.nan
    effect: Effect = field(default_factory=lambda: Effect(0.0))
    item_section: float = np.nan
    item_index: float = np.nan
    alpha_without: float = np.nan
    nearest: Pair | None = None

    @property
    def constant(self) -> bool:
        """Whether everybody who answered scored, or where nothing is scored answered, the same."""
        if self.score is not None:
            return self.score.constant
        if self.values is not None:
            return self.values.constant
        return any(share == 1 for _, share in self.options)


@dataclass(frozen=True)
class Scoring:
    """What the scored questions are measured by, over n units: scores by question, 0–100 or NaN."""

    scores: Mapping[str, Floats]
    effects: Mapping[str, Effect]
    found: Associations
    rests: Mapping[str, Floats]
    alphas: Mapping[str, float]


def figures_of(question: Question, frame: Frame, keep: Truths, scoring: Scoring) -> Figures:
    """The figures of one question over the rows ``keep`` of the frame."""
    states = frame.states[question.id][keep]
    column = frame.columns.get(question.id)
    options = () if column is None else options_of(question, column[keep])
    values = None
    if column is not None and question.kind.is_number:
        values = spread_of(np.where(states == ANSWERED, column[keep].astype(np.float64), np.nan))
    if not question.scored:
        return Figures(question, counts_of(states), options, values)
    score = scoring.scores[question.id]
    effect = scoring.effects.get(question.id, Effect(0.0))
    return Figures(
        question,
        counts_of(states),
        options,
        values,
        spread_of(score),
        share_at(score, 0.0),
        share_at(score, 100.0),
        effect,
        correlation_of(score, scoring.rests[question.id]),
        correlation_of(score, effect.rest) if effect.rest.size else np.nan,
        scoring.alphas[question.id],
        scoring.found.nearest(question.id),
    )
