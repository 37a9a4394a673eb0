"""Measurements as one table for people, and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence

import numpy as np

from survey.benchmarks.measured import Measured

HEADS = ("work", "ours", "floor or peer", "its time", "ratio", "held to", "peak memory", "note")


def as_table(measured: Iterable[Measured]) -> str:
    """Lines with columns under their heads, times in ms or s, memory in MiB."""
    rows = [HEADS, *(cells(each) for each in measured)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def cells(each: Measured) -> Sequence[str]:
    """One measurement's cells."""
    return (
        each.work,
        in_units(each.ours, each.unit),
        each.against,
        in_units(each.other, each.unit),
        f"{each.ratio:.3g}",
        "" if each.bound is None else f"{'ok' if each.kept else 'MISSED'}: ≤ {each.bound:.3g}",
        f"{each.memory / 2**20:,.0f} MiB",
        each.note,
    )


def in_units(figure: float, unit: str) -> str:
    """A time in milliseconds below one second, else in seconds; anything else in its own unit."""
    if unit != "s":
        return f"{figure:.1f} {unit}"
    return f"{1000 * figure:.2f} ms" if figure < 1 else f"{figure:.2f} s"


def as_json(measured: Iterable[Measured]) -> str:
    """The same as JSON: times in seconds unless another unit is named, memory in bytes, and what it was measured on."""
    machine = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": platform.platform(),
        "processors": os.cpu_count(),
    }
    found = [each.as_dict() for each in measured]
    return json.dumps({"machine": machine, "measurements": found}, ensure_ascii=False, indent=1)
