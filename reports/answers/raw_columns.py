"""A file's raw cells column by column: each distinct one once, and where in the column it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from forms.answers_table import AnswersTable

Places = NDArray[np.intp]
NOTHING: Final = (None,)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of n cells: the distinct ones, and for each row its place among them."""

    distinct: Sequence[object]
    places: Places


@dataclass(frozen=True, slots=True)
class RawColumns:
    """n units: their codes, the row of the file in which each stands, and their cells by column."""

    codes: tuple[str, ...]
    rows: Sequence[int]
    cells: Mapping[str, Cells]

    def of(self, name: str) -> Cells:
        """A column; empty cells where the file has no such column."""
        return self.cells.get(name) or Cells(NOTHING, np.zeros(len(self.codes), dtype=np.intp))


def raw_columns(table: AnswersTable) -> RawColumns:
    """The rows of a CSV or workbook as columns."""
    return RawColumns(
        tuple(row.code for row in table.rows),
        tuple(row.number for row in table.rows),
        {name: cells_of(row.cells.get(name) for row in table.rows) for name in table.columns},
    )


def cells_of(values: Iterable[object]) -> Cells:
    """A column from its values in order; 1, 1.0 and true are three values, not one."""
    at: dict[tuple[type, object], int] = {}
    places = [at.setdefault((type(value), value), len(at)) for value in values]
    return Cells([value for _, value in at], np.array(places, dtype=np.intp))
