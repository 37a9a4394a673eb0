"""Scores as Parquet: the same columns as the CSV, codes as text, missing as null."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from reports.scoring.table import Floats, ScoreTable


def write_parquet(path: Path, tables: Sequence[ScoreTable], ranks: Sequence[Floats]) -> None:
    """Write these tables (at least one), each with its ranks, one after the other into one file."""
    first = arrow_table(tables[0], ranks[0])
    with pq.ParquetWriter(path, first.schema) as file:
        file.write_table(first)
        for table, places in zip(tables[1:], ranks[1:], strict=True):
            file.write_table(arrow_table(table, places))


def arrow_table(table: ScoreTable, ranks: Floats) -> pa.Table:
    """Code, readiness, low, high, coverage, rank (whole), one column for each section, reason."""
    columns = {
        "code": pa.array(table.codes, pa.string()),
        **{name: numbers(each) for name, each in table.figures.items()},
        "rank": whole(ranks),
    }
    sections = [numbers(each) for each in table.sections.values()]
    return pa.table(
        [*columns.values(), *sections, pa.array(table.reasons, pa.string())],
        names=[*columns, *table.sections, "reason"],
    )


def numbers(values: Floats) -> pa.Array:
    """Float64, null where NaN."""
    return pa.array(values, pa.float64(), from_pandas=True)


def whole(values: Floats) -> pa.Array:
    """Int64, null where NaN."""
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0, values).astype(np.int64), mask=missing)
