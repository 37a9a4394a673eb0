"""Figures that cannot stand together: which field to mend, in the unit that fields have."""

from __future__ import annotations

from collections.abc import Iterator

from forms.sentence import Refused
from reports.funding.budget import MILLION_DONG, FloorsRefused
from reports.scenario import ScenarioRefused
from survey.web.scenario_asked import Asked, Fault
from survey.web.scenario_fields import Field

FLOOR = "floor."


def faults_of(refused: Refused, asked: Asked) -> list[Fault]:
    """Each thing that is wrong, with the field where it is mended first."""
    if isinstance(refused, FloorsRefused):
        return [Fault(floor_at_fault(refused, asked), refused.told_in(MILLION_DONG))]
    if isinstance(refused, ScenarioRefused):
        first = next((each.name for each in asked.fields if each.group == "weights"), "budget")
        return [Fault(first, each) for each in refused.refusals]
    return [Fault("budget", refused.sentence)]


def floor_at_fault(refused: FloorsRefused, asked: Asked) -> str:
    """The floor of the province that is named, else the greatest of a province, else that of remote communes."""
    if refused.code:
        return FLOOR + refused.code
    floors = [each for each in asked.fields if each.group == "floors" and value(asked, each)]
    greatest = max(floors, key=lambda each: value(asked, each), default=None)
    return "remote_share" if greatest is None else greatest.name


def value(asked: Asked, field: Field) -> float:
    """What is asked for in this field; 0 for nothing."""
    return asked.values.get(field.name, field.base) or 0.0


def folds(asked: Asked, faults: list[Fault]) -> Iterator[str]:
    """The groups of fields that must not be folded away: something in them was changed, or is at fault."""
    named = {*asked.values, *(each.id for each in faults)}
    for field in asked.fields:
        if field.name in named:
            yield field.group
