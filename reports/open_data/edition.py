"""A published edition as it is stored, and a table of its open data before its format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from forms.sentence import Sentence
from reports.editions.codebook import Column
from reports.editions.inputs import Inputs

Row = Sequence[Any]


@dataclass(frozen=True)
class OpenEdition:
    """A published edition as it is stored: ``rows`` are its figures by code, as JSON."""

    number: int
    name: str
    published: date
    software: str
    results: str
    replaces: int | None
    inputs: Inputs
    rows: Mapping[str, str]

    @cached_property
    def figures(self) -> Mapping[str, Mapping[str, Any]]:
        """Every unit's figures by code."""
        return {code: json.loads(text) for code, text in sorted(self.rows.items())}


@dataclass(frozen=True)
class Table:
    """One file: its rows have a cell for each column, None where it is missing.

    ``key``: the columns that name a row; ``refers``: column → table and column that it must stand in.
    """

    name: str
    title: Sentence
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]]
