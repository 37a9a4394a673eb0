"""Scores as CSV, full precision: what ``score`` writes and the ministry downloads."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from forms.questionnaire import Questionnaire
from reports.readiness import Readiness
from reports.scoring.table import Floats, ScoreTable, score_table

COLUMNS = ("code", "readiness", "low", "high", "coverage", "rank")


def write_scores(target: Path | TextIO, questionnaire: Questionnaire, scores: Readiness) -> None:
    """Write one row a unit in the frame's order: 0–100 (coverage 0–1), sections in file order, reason.

    A unit that is not ranked keeps its row with empty scores. Readiness ranks on its low bound.
    """
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as file:
            write_scores(file, questionnaire, scores)
        return
    write_table(target, [score_table(questionnaire, scores)], [scores.rank])


def write_table(target: TextIO, tables: Sequence[ScoreTable], ranks: Sequence[Floats]) -> None:
    """Write these tables (at least one), each with its ranks, one after the other under one head."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*COLUMNS, *tables[0].sections, "reason"])
    for table, places in zip(tables, ranks, strict=True):
        writer.writerows(rows(table, places))


def rows(table: ScoreTable, ranks: Floats) -> Iterator[list[str]]:
    """The cells of every unit."""
    figures = [*table.figures.values()]
    for row, (code, reason) in enumerate(zip(table.codes, table.reasons, strict=True)):
        shown = (exact(each[row]) for each in figures)
        sections = (exact(each[row]) for each in table.sections.values())
        rank = "" if math.isnan(ranks[row]) else str(int(ranks[row]))
        yield [code, *shown, rank, *sections, reason or ""]


def exact(value: float) -> str:
    """A number that reads back as itself; empty where missing."""
    return "" if math.isnan(value) else repr(float(value))
