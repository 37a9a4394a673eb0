"""A sheet of the annex before it is written, and what the tops of most sheets share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.sentence import Sentence
from reports.annex.writing import FIRST_ROW, Sheet

MILLION = 1_000_000
UNIT = Sentence(
    "Đơn vị tính: triệu đồng; điểm từ 0 đến 100", "Unit: million dong; scores from 0 to 100"
)
TOTAL = Sentence("TỔNG SỐ", "TOTAL")


@dataclass(frozen=True, slots=True)
class Topic:
    """One sheet: its tab, its title, its column widths, and what writes it."""

    name: Sentence
    title: Sentence
    widths: tuple[int, ...]
    write: Callable[[Sheet], None]
    landscape: bool = True


def top(page: Sheet, columns: Sequence[tuple[Sentence, int]], at: int = FIRST_ROW) -> None:
    """The unit, the headings in row ``at``, and the row of numbers (1) (2) (3)."""
    unit = page.annex.say(UNIT)
    page.cells.merge_range(at - 1, 0, at - 1, len(columns) - 1, unit, page.formats["unit"])
    page.cells.set_row(at, 48)
    page.head(at, [heading for heading, _ in columns])
    for column in range(len(columns)):
        page.text(at + 1, column, f"({column + 1})", "number_row")
