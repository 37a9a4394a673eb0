"""The scenario that an address asks for: everything in it, so that it can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from forms.numbers import as_typed, both_ways
from forms.sentence import Refused, Sentence
from reports.method import changed
from reports.scenario import Scenario
from survey.web.scenario_fields import Field

# In what a form sends: the language of its page, by which its numbers are read. No address that we write has it.
LANGUAGE = "written"


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
            name: "" if value is None else plain(value) for name, value in self.values.items()
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


def plain(value: float) -> str:
    """A number as addresses have it, whoever reads them: ``50000``, ``0.4``; never ``1.234``, which could be read as 1234."""
    return as_typed(value).en


def read_asked(
    arguments: Mapping[str, str],
    fields: tuple[Field, ...],
    start: int,
    commune: str,
    language: str = "vi",
) -> Asked:
    """Read an address. What cannot be taken is named, and everything else is kept.

    ``language`` is the reader's, in which ``typed`` is written; the numbers may have come from a page of the other.
    """
    written = arguments.get(LANGUAGE, "")
    written = written if written in ("vi", "en") else ""
    values: dict[str, float | None] = {}
    typed: dict[str, str] = {}
    faults: list[Fault] = []
    for field in fields:
        typed[field.name] = in_field(field.base, language)
        if field.name not in arguments:
            continue
        text = arguments[field.name][:60]
        try:
            value = field.read(text, written)
        except Refused as refused:
            typed[field.name] = text
            faults.append(Fault(field.name, refused.sentence))
            continue
        if value != field.base:
            values[field.name] = value
            typed[field.name] = in_field(value, language)
    return Asked(fields, start, commune, values, typed, tuple(faults))


def in_field(value: float | None, language: str) -> str:
    """What a field on a page of this language shows."""
    return "" if value is None else both_ways(float(value)).in_language(language)


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
