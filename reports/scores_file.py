"""Scores as CSV, full precision: what ``score`` writes and the ministry downloads."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from forms.questionnaire import Questionnaire
from reports.readiness import Readiness

COLUMNS = ("code", "readiness", "low", "high", "coverage", "rank")


def write_scores(target: Path | TextIO, questionnaire: Questionnaire, scores: Readiness) -> None:
    """Write one row a unit in the frame's order: 0–100 (coverage 0–1), sections in file order, reason.

    A unit that is not ranked keeps its row with empty scores. Readiness ranks on its low bound.
    """
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as file:
            write_scores(file, questionnaire, scores)
        return
    writer = csv.writer(target, lineterminator="\n")
    sections = [section.id for section in questionnaire.sections]
    writer.writerow([*COLUMNS, *sections, "reason"])
    writer.writerows(rows(questionnaire, scores))


def rows(questionnaire: Questionnaire, scores: Readiness) -> Iterator[list[str]]:
    """The cells of every unit."""
    whole = scores.whole
    figures = [scores.index, whole.low, whole.high, whole.coverage, scores.rank]
    for row, code in enumerate(scores.codes):
        reason = scores.reasons[row]
        if reason is not None:
            yield [code, *[""] * (len(figures) + len(questionnaire.sections)), str(reason)]
            continue
        line = [code, *(exact(each[row]) for each in figures[:-1]), str(int(scores.rank[row]))]
        for section in questionnaire.sections:
            node = scores.sections.get(section.id)
            shown = node is not None and node.published[row]
            line.append(exact(node.observed[row]) if node is not None and shown else "")
        yield [*line, ""]


def exact(value: float) -> str:
    """A number that reads back as itself; empty where missing."""
    return "" if math.isnan(value) else repr(float(value))
