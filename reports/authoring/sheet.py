"""The sheet of the annex that says what each question does."""

from __future__ import annotations

from collections.abc import Sequence

from forms.numbers import write_number
from forms.sentence import Sentence
from reports.annex.topics import Topic
from reports.annex.writing import FIRST_ROW, Sheet
from reports.authoring import words
from reports.authoring.report import AuthoringReport
from reports.authoring.tables import Cell, Table, missing, tables

WIDTHS = (6, 8, 42, *(10,) * 10, 60)
HEAD_HEIGHT = 78
# These stand on a page of their own when printed; the short ones after them share the last.
LONG_TABLES = 4


def write_questions(page: Sheet) -> None:
    """Every table, one under the other, and how the figures are read."""
    report = page.annex.questions
    assert report is not None
    at = FIRST_ROW
    breaks = []
    page.cells.freeze_panes(FIRST_ROW + 3, 3)
    for number, table in enumerate(tables(report), 1):
        at = write_table(page, at, table) + 1
        breaks += [at] if number <= LONG_TABLES else []
    page.cells.set_h_pagebreaks(breaks)
    for said in (*explained(), *summed_up(report)):
        page.paragraph(at, said, WIDTHS)
        at += 1


def write_table(page: Sheet, at: int, table: Table) -> int:
    """Write a title, headings and rows from row ``at``; returns the first free row."""
    page.cells.write_string(at, 0, page.annex.say(table.title), page.formats["heading"])
    page.cells.set_row(at + 1, HEAD_HEIGHT)
    end = at + 3 + len(table.rows)
    for down in range(at + 1, end) if table.until else ():
        page.cells.merge_range(
            down, table.columns[-1][0], down, table.until, "", page.formats["text"]
        )
    for number, (column, heading, _) in enumerate(table.columns, 1):
        page.text(at + 1, column, page.annex.say(heading), "head")
        page.text(at + 2, column, f"({number})", "number_row")
    for down, row in enumerate(table.rows, at + 3):
        fit(page, down, table, row)
        for (column, _, form), cell in zip(table.columns, row, strict=True):
            write_cell(page, down, column, cell, form)
    return end


def fit(page: Sheet, at: int, table: Table, row: Sequence[Cell]) -> None:
    """Give a row the height of its longest text."""
    widths = [WIDTHS[column] for column, _, _ in table.columns]
    if table.until:
        widths[-1] = sum(WIDTHS[table.columns[-1][0] : table.until + 1])
    cells = zip(row, widths, strict=True)
    page.tall_enough(at, *((page.annex.say(c), w) for c, w in cells if isinstance(c, Sentence)))


def write_cell(page: Sheet, at: int, column: int, cell: Cell, form: str) -> None:
    """A number as a number, a text in the annex's language, the words for what is not known."""
    if isinstance(cell, Sentence):
        page.text(at, column, page.annex.say(cell), "unknown" if cell == words.NONE else "text")
    elif isinstance(cell, str):
        page.text(at, column, cell, "centre")
    elif missing(cell):
        page.text(at, column, page.annex.say(words.TOO_FEW), "unknown")
    else:
        page.cells.write_number(at, column, cell, page.formats[form])


def explained() -> list[Sentence]:
    """How each figure is read, and what missing means."""
    terms = [
        Sentence(
            f"{term.name.vi}: {term.meaning.vi}",
            f"{term.name.en}: {term.meaning.en}",
        )
        for term in words.TERMS
    ]
    return [*terms, words.MISSING]


def summed_up(report: AuthoringReport) -> list[Sentence]:
    """On how many units the report stands, and what share of the variance is no question's."""
    counts = {"units": report.units, "ranked": report.ranked, "silent": report.silent}
    said = [words.UNITS.filled(**counts)]
    if not missing(report.pattern):
        share = 100 * report.pattern
        said.append(
            Sentence(
                words.PATTERN.vi.format(share=f"{write_number(share, 1)}%"),
                words.PATTERN.en.format(share=f"{share:.1f}%"),
            )
        )
    return said


QUESTIONS = Topic(Sentence("Câu hỏi", "Questions"), words.TITLE, WIDTHS, write_questions)
