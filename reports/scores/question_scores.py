"""The score of each question, 0–100, between goalposts fixed by policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Kind, Question, Questionnaire
from reports.frame import NOT_APPLICABLE, Frame

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class QuestionScores:
    """The k scored questions of n units, those of one section side by side.

    ``scores`` (k × n): 0–100, NaN where not answered or not applicable. ``applies`` (k × n).
    """

    places: Mapping[str, int]
    scores: Floats
    applies: Truths

    def of(self, questions: Sequence[Question]) -> tuple[Floats, Truths]:
        """The rows of one section's questions, as views."""
        first = self.places[questions[0].id] if questions else 0
        rows = slice(first, first + len(questions))
        return self.scores[rows], self.applies[rows]


def scores_of(questionnaire: Questionnaire, frame: Frame) -> QuestionScores:
    """The score of every scored question of every unit."""
    section = {each.id: place for place, each in enumerate(questionnaire.sections)}
    asked = sorted(questionnaire.scored, key=lambda question: section[question.section])
    scores = np.empty((len(asked), len(frame)))
    applies = np.empty(scores.shape, dtype=np.bool_)
    for question, row, applying in zip(asked, scores, applies, strict=True):
        np.not_equal(frame.states[question.id], NOT_APPLICABLE, out=applying)
        row[:] = score_of(question, frame)
        if not applying.all():
            row[~applying] = np.nan
    return QuestionScores({q.id: place for place, q in enumerate(asked)}, scores, applies)


def score_of(question: Question, frame: Frame) -> Floats:
    """S = 100·clip((t(x) − t(zero)) / (t(full) − t(zero)), 0, 1); NaN where x is missing.

    t is the identity, ln x, or ln(1 + x). A choice scores its option's points, yes/no 0 or 100.
    """
    rows = len(frame)
    if question.score is None:
        value = frame.columns[question.id]
        if question.kind is Kind.YES_NO:
            return 100 * value.astype(np.float64)
        points = [np.nan if o.score is None else o.score for o in question.options]
        table: Floats = np.array([*points, np.nan])
        return table[value.astype(np.int64)]
    goal = question.score
    with np.errstate(all="ignore"):
        x = goal.expression.evaluate_frame(frame.columns, rows)
        ends = np.array([goal.zero, goal.full])
        if goal.scale == "log":
            x, ends = np.log(np.where(x > 0, x, np.where(np.isnan(x), np.nan, 0))), np.log(ends)
        elif goal.scale == "log1p":
            x, ends = np.log1p(np.where(np.isnan(x), np.nan, np.maximum(x, -1))), np.log1p(ends)
        zero, full = ends
        x -= zero
        x /= full - zero
        np.clip(x, 0, 1, out=x)
        x *= 100
    return x
