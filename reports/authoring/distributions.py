"""How the answers to one question spread: how many there are, quartiles, options, floor and ceiling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Kind, Option, Question
from forms.sentence import Sentence
from reports.frame import ANSWERED, NOT_APPLICABLE, UNANSWERED, UNKNOWN, Column, States

Floats = NDArray[np.float64]
YES = Option("yes", Sentence("Có", "Yes"))
NO = Option("no", Sentence("Không", "No"))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units stand in each state of an answer."""

    answered: int
    unknown: int
    unanswered: int
    not_applicable: int

    @property
    def missing(self) -> float:
        """The share not answered among those to whom the question applies, 0–1; NaN where to none."""
        applying = self.answered + self.unknown + self.unanswered
        return (self.unknown + self.unanswered) / applying if applying else np.nan


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles, mean and standard deviation (n − 1) of what is known; NaN where too little is."""

    count: int
    lower: float = np.nan
    median: float = np.nan
    upper: float = np.nan
    mean: float = np.nan
    deviation: float = np.nan
    constant: bool = False


def counts_of(states: States) -> Counts:
    """The states of n units, counted."""
    codes = (ANSWERED, UNKNOWN, UNANSWERED, NOT_APPLICABLE)
    return Counts(*(int((states == code).sum()) for code in codes))


def spread_of(values: Floats) -> Spread:
    """The spread of n values, NaN where missing. Quartiles are interpolated linearly."""
    known = values[~np.isnan(values)]
    if not known.size:
        return Spread(0)
    lower, median, upper = map(float, np.quantile(known, (0.25, 0.5, 0.75)))
    deviation = float(known.std(ddof=1)) if known.size > 1 else np.nan
    constant = bool((known == known[0]).all())
    return Spread(known.size, lower, median, upper, float(known.mean()), deviation, constant)


def share_at(values: Floats, end: float) -> float:
    """The share of the known values that equal ``end``, 0–1; NaN where none is known."""
    known = values[~np.isnan(values)]
    return float((known == end).mean()) if known.size else np.nan


def options_of(question: Question, column: Column) -> tuple[tuple[Option, float], ...]:
    """Each option with its share of the answers, 0–1 (NaN where none answered); empty for numbers."""
    if question.kind is Kind.YES_NO:
        numbers = column.astype(np.float64)
        return (YES, share_at(numbers, 1.0)), (NO, share_at(numbers, 0.0))
    if question.kind is not Kind.CHOICE:
        return ()
    chosen = column.astype(np.int64)
    place = np.where(chosen < 0, np.nan, chosen.astype(np.float64))
    return tuple((option, share_at(place, at)) for at, option in enumerate(question.options))
