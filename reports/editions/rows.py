"""An edition's figures as text, a row for each unit: what is stored, hashed, and compared later."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reports.editions.inputs import canonical

# A sum in another order, on another machine, differs in the last bits; nobody's figure does.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what it was: ``column`` is empty where the whole row is missing or new."""

    code: str
    column: str
    before: Any
    after: Any


def rows_of(table: pd.DataFrame) -> dict[str, str]:
    """Each unit's figures as canonical JSON, by code; a missing figure is null."""
    columns = [str(name) for name in table.columns]
    return {
        str(code): canonical(dict(zip(columns, map(plain, row), strict=True)))
        for code, row in zip(table.index, table.itertuples(index=False, name=None), strict=True)
    }


def plain(value: Any) -> Any:
    """A number, text or truth as JSON has it; NaN as null."""
    if isinstance(value, str):
        return value
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and math.isnan(number) else number


def table_of(rows: Mapping[str, str]) -> pd.DataFrame:
    """The figures that :func:`rows_of` wrote, by code."""
    table = pd.DataFrame([json.loads(text) for text in rows.values()], index=list(rows))
    table.index.name = "code"
    # Where a figure is missing everywhere, pandas cannot know that it is one.
    empty = [name for name in table.columns if table[name].isna().all()]
    return table.astype(dict.fromkeys(empty, "float64"))


def sha256_of(rows: Mapping[str, str]) -> str:
    """The hash, in hex, of all rows by code."""
    lines = "\n".join(f"{code}\t{rows[code]}" for code in sorted(rows))
    return hashlib.sha256(lines.encode()).hexdigest()


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """Every figure in which two editions' rows differ, by code."""
    for code in sorted(before.keys() | after.keys()):
        if code not in before or code not in after:
            yield Difference(code, "", before.get(code), after.get(code))
        elif before[code] != after[code]:
            yield from between(code, json.loads(before[code]), json.loads(after[code]))


def between(code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """The figures in which two rows differ by more than the last bits."""
    for column in sorted(before.keys() | after.keys()):
        old, new = before.get(column), after.get(column)
        if not alike(old, new):
            yield Difference(code, column, old, new)


def alike(one: Any, other: Any) -> bool:
    """Whether two figures are the same, the last bits aside."""
    numbers = [each for each in (one, other) if isinstance(each, int | float)]
    if len(numbers) == 2:
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)
