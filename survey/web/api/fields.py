"""The figures that the API gives: each one's name, type, unit and meaning. Payloads and description come from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.sentence import Sentence

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One member of an item. ``limits`` are further keywords of JSON Schema; ``missing``: it may be null."""

    name: str
    type: str
    about: Sentence
    unit: str = ""
    missing: bool = False
    limits: Mapping[str, Any] = field(default_factory=dict)

    def schema(self) -> Schema:
        """The member in JSON Schema 2020-12."""
        kinds: str | list[str] = [self.type, "null"] if self.missing else self.type
        unit = {"x-unit": self.unit} if self.unit else {}
        return {"type": kinds, "description": str(self.about), **self.limits, **unit}


def object_of(fields: Sequence[Field]) -> Schema:
    """An item with these members, all of them and no others."""
    return {
        "type": "object",
        "properties": {each.name: each.schema() for each in fields},
        "required": [each.name for each in fields],
        "additionalProperties": False,
    }


def units_of(fields: Sequence[Field]) -> dict[str, str]:
    """Field → unit, of those that have one."""
    return {each.name: each.unit for each in fields if each.unit}


def map_of(kind: str) -> Mapping[str, Any]:
    """Members whose names are not known beforehand, each of this type or null."""
    return {"additionalProperties": {"type": [kind, "null"]}}


def moment(name: str, vi: str, en: str) -> Field:
    """A moment in UTC that may not have come."""
    return Field(name, "string", Sentence(vi, en), missing=True, limits={"format": "date-time"})


def day(name: str, vi: str, en: str) -> Field:
    """A day."""
    return Field(name, "string", Sentence(vi, en), limits={"format": "date"})
