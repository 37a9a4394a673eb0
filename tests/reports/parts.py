"""Answers of all communes, whole and in parts, as files and as a frame's readiness."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from survey.communes import load_register
from survey.simulated.simulation import simulate
from tests.builders import SHIPPED, the_questionnaire

Row = Mapping[str, object]
__all__ = [
    "SHIPPED",
    "Row",
    "all_communes",
    "as_csv",
    "as_parquet",
    "in_parts",
    "the_questionnaire",
]
SIZES = (1000, 1, 1500, 0, 820)


@cache
def all_communes() -> list[dict[str, object]]:
    """A row for each commune, about one answer in eighty unknown; every fiftieth left empty."""
    rows = [{"code": each.commune_code, **each.raws} for each in simulate(load_register(), 2026)]
    for at, row in enumerate(rows):
        if at % 50 == 0:
            row |= {"infra_lan": "", "svc_files": "", "dig_archive_m": ""}
    return rows


def in_parts(rows: Sequence[Row], sizes: Sequence[int]) -> list[Sequence[Row]]:
    """The rows in order, as many to each part as its size says."""
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    assert ends[-1] == len(rows)
    return [rows[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def as_csv(folder: Path, parts: Sequence[Sequence[Row]], head: Sequence[str]) -> Path:
    """A folder of CSV parts."""
    folder.mkdir()
    for at, part in enumerate(parts):
        with (folder / f"part-{at}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, head)
            writer.writeheader()
            writer.writerows(part)
    return folder


def as_parquet(folder: Path, parts: Sequence[Sequence[Row]], head: Sequence[str]) -> Path:
    """A folder of Parquet parts: a column with a word in it as text, any other as numbers."""
    folder.mkdir()
    for at, part in enumerate(parts):
        columns = {}
        for name in head:
            cells = [None if row[name] == "" else row[name] for row in part]
            words = any(isinstance(cell, str) for cell in cells)
            columns[name] = (
                [None if cell is None else str(cell) for cell in cells] if words else cells
            )
        frame = pd.DataFrame(columns)
        frame["code"] = frame["code"].astype("str")
        frame.to_parquet(folder / f"part-{at}.parquet", index=False)
    return folder
