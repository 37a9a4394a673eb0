"""What a scenario would do, without its draws: quick enough to be asked at every change of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from forms.questionnaire import Questionnaire
from reports.edition import Edition, calculate
from reports.editions.frozen import funding_figures, selected
from reports.editions.inputs import Inputs
from reports.frame import Frame
from reports.scenario import Scenario, applied
from reports.selection import Selection

# The parameters that scores and needs hang on; a budget is spent by the others.
SCORING = (
    *("beta", "section_coverage", "children_published", "geometric_floor", "zone_factor_remote"),
    *("evidence_claimed", "evidence_approved", "evidence_verified", "evidence_measured"),
)


@dataclass(frozen=True, eq=False)
class Basis:
    """What the communes are and said, compiled once. ``questionnaire`` is as it was asked: no scenario applied."""

    questionnaire: Questionnaire
    frame: Frame
    places: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Preview:
    """A scenario calculated; ``selection`` only with a budget."""

    basis: Basis
    scenario: Scenario
    edition: Edition
    selection: Selection | None

    @cached_property
    def table(self) -> pd.DataFrame:
        """As an edition's table that was never drawn: a row for each unit, by code."""
        return self.edition.table.assign(**funding_figures(self.selection))


def basis_of(inputs: Inputs) -> Basis:
    """The basis that an edition's inputs hold."""
    return Basis(inputs.asked, inputs.frame(), inputs.places)


def preview(basis: Basis, scenario: Scenario, near: Preview | None = None) -> Preview:
    """The scenario calculated; what ``near`` has calculated alike is not calculated again.

    Raises Refused for weights, costs, a budget or floors that cannot be.
    """
    asked = applied(basis.questionnaire, scenario)
    if near is not None and near.basis is basis and scored_alike(near.scenario, scenario):
        edition = near.edition
    else:
        edition = calculate(asked, scenario.method, basis.frame, basis.places)
    return Preview(basis, scenario, edition, selected(edition, scenario, basis.frame, basis.places))


def scored_alike(one: Scenario, other: Scenario) -> bool:
    """Whether both give the same scores and needs."""
    parameters = all(getattr(one.method, each) == getattr(other.method, each) for each in SCORING)
    return parameters and (one.weights, one.costs) == (other.weights, other.costs)
