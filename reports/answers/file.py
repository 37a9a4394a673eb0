"""A CSV, workbook or Parquet file of answers → a frame, every cell through the gate; no database, no register."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from pathlib import Path

import numpy as np

from forms import messages
from forms.answers import is_empty, read_answer
from forms.answers_table import read_table
from forms.numbers import read_number
from forms.questionnaire import Question, Questionnaire
from forms.refused_cells import said_in_file
from forms.sentence import Refused, Sentence
from reports.answers.raw_columns import Cells, RawColumns, raw_columns
from reports.answers.refusals import MOST_TOLD, AnswersRefused, Refusals
from reports.extras import needed
from reports.frame import Column, Frame, States, column_of, settled, states_of

REGISTER = "register_"
PARQUET = ".parquet"


def read_csv(questionnaire: Questionnaire, path: Path, evidence: str = "approved") -> Frame:
    """The answers in a file: first column the unit's code, the others questions or ``register_…``.

    Empty is unanswered, ``NA`` not applicable, ``?`` unknown. Raises Refused with every fault.
    """
    return gated(questionnaire, read_raw(path), evidence)


def read_raw(path: Path) -> RawColumns:
    """The raw cells of a CSV, a workbook or a Parquet file. Raises Refused where it is no such file."""
    if path.suffix.lower() != PARQUET:
        return raw_columns(read_table(path))
    read: Callable[[Path], RawColumns] = needed("reports.answers.parquet").read_parquet
    return read(path)


def gated(questionnaire: Questionnaire, raw: RawColumns, evidence: str = "approved") -> Frame:
    """Raw cells through the gate, each distinct one once. Raises AnswersRefused with every fault."""
    refusals = unknown_columns(questionnaire, raw)
    states: dict[str, States] = {}
    columns: dict[str, Column] = {}
    for question in questionnaire.questions:
        states[question.id], found, refused = column_read(question, raw)
        columns |= found
        refusals += refused
    for name in raw.cells:
        if name.startswith(REGISTER):
            columns[name], refused = numbers_read(name, raw)
            refusals += refused
    if refusals.count:
        raise AnswersRefused(refusals)
    return settled(questionnaire, Frame(raw.codes, states, columns, {}, evidence))


def unknown_columns(questionnaire: Questionnaire, raw: RawColumns) -> Refusals:
    """A sentence for each column that is no question."""
    unknown = [
        messages.UNKNOWN_QUESTION.filled(question=name[:60])
        for name in raw.cells
        if name not in questionnaire.by_id and not name.startswith(REGISTER)
    ]
    return Refusals(tuple(unknown[:MOST_TOLD]), len(unknown))


def column_read(question: Question, raw: RawColumns) -> tuple[States, dict[str, Column], Refusals]:
    """A question's states and values, one a row, with what is refused."""
    cells = raw.of(question.id)
    read = [read_answer(question, cell) for cell in cells.distinct]
    answers = [answer for answer, _ in read]
    values = column_of(question, [None if each is None else each.value for each in answers])
    refused = at_rows(
        question.id, raw, [[said_in_file(question, each) for each in found] for _, found in read]
    )
    return (
        states_of(answers)[cells.places],
        {name: each[cells.places] for name, each in values.items()},
        refused,
    )


def numbers_read(name: str, raw: RawColumns) -> tuple[Column, Refusals]:
    """A column of the register, as numbers; empty is missing."""
    cells = raw.of(name)
    numbers = np.full(len(cells.distinct), np.nan)
    refused: list[list[Sentence]] = [[] for _ in cells.distinct]
    for at, cell in enumerate(cells.distinct):
        try:
            numbers[at] = number_of(cell)
        except Refused as error:
            refused[at].append(error.sentence)
    return numbers[cells.places], at_rows(name, raw, refused)


def number_of(cell: object) -> float:
    """A number as it is, or as people write it; NaN where empty."""
    if is_empty(cell):
        return math.nan
    exact = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    if exact and math.isfinite(cell):  # type: ignore[arg-type]
        return float(cell)  # type: ignore[arg-type]
    return float(read_number(str(cell)))


def at_rows(name: str, raw: RawColumns, sentences: list[list[Sentence]]) -> Refusals:
    """What is said about each distinct cell of a column, at every row where that cell stands."""
    cells: Cells = raw.of(name)
    counts = np.array([len(each) for each in sentences], dtype=np.int64)[cells.places]
    told: Iterable[Sentence] = (
        at_row(raw.rows[row], raw.codes[row], name, said)
        for row in np.flatnonzero(counts).tolist()
        for said in sentences[cells.places[row]]
    )
    return Refusals(tuple(islice(told, MOST_TOLD)), int(counts.sum()))


def at_row(number: int, code: str, question: str, said: Sentence) -> Sentence:
    """A sentence with where it applies."""
    return Sentence(
        f"Dòng {number}, đơn vị {code[:40]}, câu {question}: {said.vi}",
        f"Row {number}, unit {code[:40]}, question {question}: {said.en}",
    )
