"""Who is funded in every draw: packages priced and valued again, and chosen again within the budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from reports.certainty.drawn_gaps import DrawnGaps, product
from reports.certainty.draws import Draws
from reports.certainty.ranked_units import RankedUnits, ranked_units
from reports.edition import Edition
from reports.frame import Frame
from reports.gaps import EXTERNAL
from reports.method import Method

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
# Cost (VND, NaN where nothing is known) and benefit (NaN where not ranked) of n communes x money columns;
# true where a package is funded. What costs nothing or is worth nothing is never to be chosen.
Choose = Callable[[Floats, Floats], Truths]


@dataclass(frozen=True)
class Column:
    """One money column: gaps that its packages would close, and what they cost as it is.

    ``gaps``: of the m ranked units, 0 where there is no known need. ``cost``: unit costs × n, VND.
    ``unknown``: n, true where no need of the column is known.
    """

    gaps: DrawnGaps
    cost: Floats
    unknown: Truths


class DrawnPackages:
    """A :class:`~reports.robustness.Funding`: which packages of which commune are funded.

    ``population`` (n, > 0) is what the packages were valued with, and ``choose`` gives what a budget buys.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        method: Method,
        frame: Frame,
        edition: Edition,
        *,
        population: Floats,
        choose: Choose,
    ) -> None:
        apart = each_apart(ranked_units(questionnaire, frame, edition))
        self.rows = apart.rows
        self.remoteness = apart.remoteness
        self.people = population[apart.rows]
        self.choose = choose
        self.size = len(frame)
        self.columns = [
            column_of(questionnaire, method, edition, apart, name)
            for name in edition.needs.columns
            if name != EXTERNAL
        ]

    def __call__(self, draws: Draws, drawn: DrawnGaps) -> Truths:
        """Draws × n × columns: the packages chosen in each draw."""
        costs, benefits = self.costs(draws), self.benefits(draws)
        each = zip(costs, benefits, strict=True)
        return np.array([self.choose(cost, benefit) for cost, benefit in each])

    def costs(self, draws: Draws) -> Floats:
        """What each package costs in each draw: draws × n × columns, whole VND, NaN where not known."""
        found = np.empty((len(draws), self.size, len(self.columns)))
        for at, column in enumerate(self.columns):
            cost = np.round(product(draws.costs, column.cost))
            found[:, :, at] = np.where(column.unknown, np.nan, cost)
        return found

    def benefits(self, draws: Draws) -> Floats:
        """H^α · (1 + β·N/100) · the mean gap that each package closes: draws × n × columns."""
        lift = self.people ** draws.alpha[:, None] * (1 + draws.beta[:, None] * self.remoteness)
        found = np.full((len(draws), self.size, len(self.columns)), np.nan)
        for at, column in enumerate(self.columns):
            found[:, self.rows, at] = lift * column.gaps.means(draws)
        return found


def each_apart(units: RankedUnits) -> RankedUnits:
    """The same with a column for every ranked unit: communes with equal gaps may have other needs."""
    size = len(units.rows)
    goalposts, percentile = units.gaps
    return replace(
        units,
        column=np.arange(size),
        count=np.ones(size, dtype=np.int64),
        gaps=(goalposts[:, units.column], percentile[:, units.column]),
        kinds=units.kinds[:, units.column],
        remoteness=units.remoteness[units.column],
    )


def column_of(
    questionnaire: Questionnaire, method: Method, edition: Edition, units: RankedUnits, name: str
) -> Column:
    """The money column of this name."""
    costs = questionnaire.unit_costs or {}
    place = {cost: at for at, cost in enumerate(costs)}
    priced = np.zeros((len(costs), len(units.codes)))
    needed = np.zeros(units.kinds.shape, dtype=np.bool_)
    for question in questionnaire.questions:
        if question.gap is None or costs[question.gap.cost].column != name:
            continue
        need = edition.needs.by_question[question.id]
        priced[place[question.gap.cost]] += np.nan_to_num(need, nan=0.0)
        if question.id in units.questions:
            needed[units.questions.index(question.id)] = need[units.rows] > 0
    goalposts, percentile = (np.where(needed, gaps, 0.0) for gaps in units.gaps)
    gaps = DrawnGaps(replace(units, gaps=(goalposts, percentile)), method.geometric_floor / 100)
    return Column(gaps, priced, np.isnan(edition.needs.columns[name]))
