"""An edition whole, from its inputs and nothing else: scores, who is funded, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.certainty.drawn_funding import funding_of
from reports.edition import Edition, calculate
from reports.editions.inputs import Inputs
from reports.frame import Frame
from reports.funding.packages import packages_of
from reports.method import Method
from reports.robustness import Robustness, robustness, standing_of
from reports.scenario import Scenario
from reports.selection import Selection, select

Figures = NDArray[np.generic]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FrozenEdition:
    """``selection`` only with a budget; ``certainty`` only once drawn.

    ``stored`` is the table of an edition that was drawn before, so that it need not be drawn again.
    """

    inputs: Inputs
    frame: Frame
    edition: Edition
    selection: Selection | None = None
    certainty: Robustness | None = None
    stored: pd.DataFrame | None = None

    @property
    def drawn(self) -> bool:
        """Whether it is known how sure each rank is."""
        return "rank_low" in self.table

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each unit, by code: the edition's table and more. NaN is missing, and never 0.

        With a budget: funded (true where any of its packages is), funded_… by money column, funded_vnd.
        Once drawn: the method interval rank_low to rank_high and, with a budget, chance_… (0–1) by money
        column, chance (see :func:`chance_of`) and standing, the class of that.
        """
        if self.stored is not None:
            return self.stored
        table = self.edition.table.copy()
        for name, figures in {**funding_figures(self.selection), **self._certainty()}.items():
            table[name] = figures
        return table

    def _certainty(self) -> dict[str, Figures]:
        """The method interval of each rank and, with a budget, how sure its funding is."""
        found = self.certainty
        if found is None:
            return {}
        interval: dict[str, Figures] = {"rank_low": found.low, "rank_high": found.high}
        if found.packages is None or self.selection is None:
            return interval
        chance = chance_of(found.packages, self.selection)
        by_column = zip(self.selection.packages.columns, found.packages.T, strict=True)
        return {
            **interval,
            **{f"chance_{name}": each for name, each in by_column},
            "chance": chance,
            "standing": np.array([word_of(each, self.inputs.scenario.method) for each in chance]),
        }


def funding_figures(selection: Selection | None) -> dict[str, Figures]:
    """Who is funded, by money column and in VND; nothing without a budget."""
    if selection is None:
        return {}
    chosen, packages = selection.chosen, selection.packages
    by_column = zip(packages.columns, chosen.T, strict=True)
    return {
        "funded": chosen.any(axis=1),
        **{f"funded_{name}": each for name, each in by_column},
        "funded_vnd": np.where(chosen, packages.cost, 0.0).sum(axis=1),
    }


def chance_of(funded: Floats, selection: Selection) -> Floats:
    """How sure each unit's funding is, 0–1: the least of its funded packages, else its best other's.

    ``funded``: n × m. NaN where a unit has no package that could be funded.
    """
    chosen, able = selection.chosen, selection.packages.candidates
    least = np.where(chosen, funded, np.inf).min(axis=1)
    most = np.where(able, funded, -np.inf).max(axis=1)
    found = np.where(chosen.any(axis=1), least, most)
    return np.where(np.isfinite(found), found, np.nan)


def word_of(chance: float, method: Method) -> str:
    """The class of a chance of funding (0–1) as its word; empty where there is none."""
    standing = standing_of(chance, method)
    return "" if standing is None else standing.value


def freeze(
    inputs: Inputs, *, draws: bool = True, progress: Callable[[int, int], None] | None = None
) -> FrozenEdition:
    """Every step of the method; without ``draws`` nothing is said of how sure it is."""
    scenario, questionnaire, frame = inputs.scenario, inputs.questionnaire, inputs.frame()
    method = scenario.method
    edition = calculate(questionnaire, method, frame, inputs.places)
    selection = selected(edition, scenario, frame, inputs.places)
    if not draws:
        return FrozenEdition(inputs, frame, edition, selection)
    funding = None
    if selection is not None:
        funding = funding_of(
            questionnaire,
            method,
            frame,
            edition,
            packages=selection.packages,
            budget=selection.budget,
            floors=scenario.floors,
        )
    certainty = robustness(
        questionnaire, method, frame, edition, funding=funding, progress=progress
    )
    return FrozenEdition(inputs, frame, edition, selection, certainty)


def selected(
    edition: Edition, scenario: Scenario, frame: Frame, places: pd.DataFrame
) -> Selection | None:
    """The packages that the scenario's budget funds; None without one. Raises Refused as ``select`` does."""
    if scenario.budget is None:
        return None
    order, method = edition.priority, scenario.method
    packages = packages_of(
        edition.questionnaire,
        method,
        frame,
        {str(code): str(each) for code, each in places["province_code"].items()},
        needs=edition.needs,
        weights=order.weights,
        gaps=order.gaps,
        remoteness=edition.remoteness.score,
        ranked=edition.readiness.whole.published,
    )
    remote = edition.remoteness.remote
    return select(packages, scenario.budget, remote, None, method, floors=scenario.floors)
