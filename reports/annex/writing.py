"""What every sheet of the annex is written from, and how a cell is written."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.authoring.report import AuthoringReport
from reports.edition import Edition
from reports.editions.frozen import FrozenEdition
from reports.method import Method

NEEDS = ("need_infrastructure", "need_digitisation", "need_skills", "need_total")
NOT_KNOWN = Sentence("chưa rõ", "not known")
FIRST_ROW = 6
LINE_POINTS = 15.0
# Times New Roman is narrower than the letters that a column's width counts.
LETTERS_TO_A_WIDTH = 1.1
# What a text stands away from the border, in the letters that a column's width counts.
INDENT = 1


@dataclass(frozen=True)
class Annex:
    """What every sheet is written from; ``questions`` is None where nobody answered.

    ``frozen`` is the whole edition, with who is funded and how sure that is; None for a mere calculation.
    """

    edition: Edition
    places: pd.DataFrame
    questionnaire: Questionnaire
    method: Method
    round_name: str
    made_on: date
    simulated: bool
    language: str
    questions: AuthoringReport | None = None
    frozen: FrozenEdition | None = None

    def say(self, sentence: Sentence) -> str:
        """A sentence in the annex's language."""
        return sentence.in_language(self.language)

    def table(self) -> pd.DataFrame:
        """Places beside the edition's figures, by code; a money column that is not asked needs nothing."""
        figures = self.edition.table if self.frozen is None else self.frozen.table
        absent = dict.fromkeys((name for name in NEEDS if name not in figures), 0.0)
        return self.places.join(figures.assign(**absent), how="inner").sort_index()


@dataclass(frozen=True)
class Sheet:
    """One sheet being written. ``form`` is a name of the table in ``workbook_formats``."""

    annex: Annex
    cells: Worksheet
    formats: dict[str, Format]

    def text(self, at: int, column: int, text: str, form: str = "text") -> None:
        """A text, never a formula."""
        self.cells.write_string(at, column, text, self.formats[form])

    def number(self, at: int, column: int, value: float, form: str) -> None:
        """A number, or the words for a missing one."""
        if value != value:  # noqa: PLR0124 - NaN, at a third of the price of math.isnan
            self.text(at, column, self.annex.say(NOT_KNOWN), "unknown")
        else:
            self.cells.write_number(at, column, value, self.formats[form])

    def tall_enough(self, at: int, *cells: tuple[str, int]) -> None:
        """Give a row the height of its longest text, where that takes more lines than one.

        ``cells``: texts with the widths of their columns. Not every program does it by itself.
        """
        letters = [(text, int((width - INDENT) * LETTERS_TO_A_WIDTH)) for text, width in cells]
        long = [(text, most) for text, most in letters if len(text) > most]
        if long:
            lines = max(len(textwrap.wrap(text, most)) for text, most in long)
            self.cells.set_row(at, LINE_POINTS * lines)

    def paragraph(self, at: int, said: Sentence, widths: Sequence[int]) -> None:
        """A sentence across the columns of these widths, as tall as it needs."""
        words = self.annex.say(said)
        self.cells.merge_range(at, 0, at, len(widths) - 1, words, self.formats["wrapped"])
        self.tall_enough(at, (words, sum(widths)))

    def head(self, at: int, headings: Sequence[Sentence]) -> None:
        """A row of headings."""
        for column, heading in enumerate(headings):
            self.text(at, column, self.annex.say(heading), "head")
