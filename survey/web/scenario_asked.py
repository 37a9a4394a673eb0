"""The scenario that an address asks for: everything in it, so that it can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from forms.numbers import write_number
from forms.sentence import Refused, Sentence
from reports.method import changed
from reports.scenario import Scenario
from survey.web.scenario_fields import Field


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that was refused (``id``), and what is wrong with it."""

    id: str
    sentence: Sentence


@dataclass(frozen=True)
class Asked:
    """``values``: what is taken and differs from before, in the fields' units; ``typed``: what stands in each.

    ``start``: the number of the edition that it starts from, 0 for none; ``commune``: whom it is about.
    """

    fields: tuple[Field, ...]
    start: int
    commune: str
    values: Mapping[str, float | None]
    typed: Mapping[str, str]
    faults: tuple[Fault, ...]

    @property
    def arguments(self) -> dict[str, str]:
        """The shortest address that asks for the same."""
        figures = {
            name: "" if value is None else write_number(float(value))
            for name, value in self.values.items()
        }
        about = {"commune": self.commune} if self.commune else {}
        return {"from": str(self.start), **figures, **about}

    @property
    def address(self) -> str:
        """The same as text, as it is saved."""
        return urlencode(self.arguments)

    @property
    def figures(self) -> str:
        """The same whoever it is about: what a calculation is kept by."""
        return replace(self, commune="").address


def read_asked(
    arguments: Mapping[str, str], fields: tuple[Field, ...], start: int, commune: str
) -> Asked:
    """Read an address. What cannot be taken is named, and everything else is kept."""
    values: dict[str, float | None] = {}
    typed: dict[str, str] = {}
    faults: list[Fault] = []
    for field in fields:
        typed[field.name] = field.shown
        if field.name not in arguments:
            continue
        text = arguments[field.name][:60]
        try:
            value = field.read(text)
        except Refused as refused:
            typed[field.name] = text
            faults.append(Fault(field.name, refused.sentence))
            continue
        if value != field.base:
            values[field.name] = value
            typed[field.name] = "" if value is None else write_number(value)
    return Asked(fields, start, commune, values, typed, tuple(faults))


def scenario_of(asked: Asked, base: Scenario) -> Scenario:
    """The scenario that is asked for, from the one that it starts from."""
    scaled = {
        field.name: None if (value := asked.values[field.name]) is None else value * field.scale
        for field in asked.fields
        if field.name in asked.values
    }
    numbers = {name: value for name, value in scaled.items() if value is not None}
    named = {each.name for each in base.method.parameters}
    method = {name: value for name, value in numbers.items() if name in named}
    floors = {**(base.floors or {}), **under("floor.", numbers)}
    gone = {name.removeprefix("floor.") for name, value in scaled.items() if value is None}
    kept = {code: floor for code, floor in floors.items() if code not in gone}
    return replace(
        base,
        method=changed(base.method, method) if method else base.method,
        weights={**base.weights, **under("weight.", numbers)},
        costs={**base.costs, **under("cost.", numbers)},
        budget=scaled.get("budget", base.budget),
        floors=kept or None,
    )


def under(prefix: str, numbers: Mapping[str, float]) -> dict[str, float]:
    """The numbers whose names begin like this, by the rest of the name."""
    return {
        name.removeprefix(prefix): value
        for name, value in numbers.items()
        if name.startswith(prefix)
    }
