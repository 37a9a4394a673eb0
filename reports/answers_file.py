"""A CSV or workbook of answers → a frame, every cell through the gate; no database, no register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forms import messages
from forms.answers import Answer, Problem, read_answer
from forms.answers_table import AnswersTable, read_table
from forms.numbers import read_number
from forms.questionnaire import Question, Questionnaire
from forms.sentence import Refused, Sentence
from reports.frame import Column, Frame, States, column_of, settled, states_of

MOST_TOLD = 200
REGISTER = "register_"


class AnswersRefused(Refused):
    """A file whose answers can't be used; ``refusals`` names row, unit and question of each."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


def read_csv(questionnaire: Questionnaire, path: Path, evidence: str = "approved") -> Frame:
    """The answers in a file: first column the unit's code, the others questions or ``register_…``.

    Empty is unanswered, ``NA`` not applicable, ``?`` unknown. Raises Refused with every fault.
    """
    table = read_table(path)
    refusals = unknown_columns(questionnaire, table)
    states: dict[str, States] = {}
    columns: dict[str, Column] = {}
    for question in questionnaire.questions:
        answers, found = column_read(question, table)
        refusals += found
        states[question.id] = states_of(answers)
        columns |= column_of(question, [None if each is None else each.value for each in answers])
    for name in table.columns:
        if name.startswith(REGISTER):
            numbers, found = numbers_read(name, table)
            refusals += found
            columns[name] = np.array(numbers, dtype=np.float64)
    if refusals:
        raise AnswersRefused(told(refusals))
    codes = tuple(row.code for row in table.rows)
    return settled(questionnaire, Frame(codes, states, columns, {}, evidence))


def unknown_columns(questionnaire: Questionnaire, table: AnswersTable) -> list[Sentence]:
    """A sentence for each column that is no question."""
    return [
        messages.UNKNOWN_QUESTION.filled(question=name[:60])
        for name in table.columns
        if name not in questionnaire.by_id and not name.startswith(REGISTER)
    ]


def column_read(
    question: Question, table: AnswersTable
) -> tuple[list[Answer | None], list[Sentence]]:
    """A question's answers, one a row, with the refusals; each distinct cell is read once."""
    read: dict[tuple[type, object], tuple[Answer | None, tuple[Problem, ...]]] = {}
    answers: list[Answer | None] = []
    refusals: list[Sentence] = []
    for row in table.rows:
        raw = row.cells.get(question.id)
        key = type(raw), raw
        if key not in read:
            read[key] = read_answer(question, raw)
        answer, problems = read[key]
        answers.append(answer)
        refusals += [at_row(row.number, row.code, question.id, each.sentence) for each in problems]
    return answers, refusals


def numbers_read(name: str, table: AnswersTable) -> tuple[list[float], list[Sentence]]:
    """A column of the register, as numbers; empty is missing."""
    numbers: list[float] = []
    refusals: list[Sentence] = []
    for row in table.rows:
        text = str(row.cells.get(name) or "").strip()
        try:
            numbers.append(float(read_number(text)) if text else np.nan)
        except Refused as refused:
            numbers.append(np.nan)
            refusals.append(at_row(row.number, row.code, name, refused.sentence))
    return numbers, refusals


def at_row(number: int, code: str, question: str, said: Sentence) -> Sentence:
    """A sentence with where it applies."""
    return Sentence(
        f"Dòng {number}, đơn vị {code[:40]}, câu {question}: {said.vi}",
        f"Row {number}, unit {code[:40]}, question {question}: {said.en}",
    )


def told(refusals: list[Sentence]) -> list[Sentence]:
    """At most 200 sentences, and how many more there are."""
    if len(refusals) <= MOST_TOLD:
        return refusals
    more = len(refusals) - MOST_TOLD
    return [*refusals[:MOST_TOLD], Sentence(f"… và {more} lỗi nữa.", f"… and {more} more.")]
