"""The tables of an edition's open data: every figure with its words, no contact and no text that a person wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from forms.sentence import Sentence
from reports.editions.codebook import CODE, PLACE, column, described
from reports.editions.inputs import PLACES, USUAL
from reports.open_data.codebook import (
    QUESTION,
    is_open,
    parameters,
    questions,
    sections,
    unit_costs,
)
from reports.open_data.edition import OpenEdition, Row, Table

TITLE = Sentence("Kết quả của ấn bản", "The edition's results")
SIMULATED = column(
    "simulated", "boolean", "", "số liệu mô phỏng, không phải thật", "simulated, not real figures"
)


def tables_of(edition: OpenEdition) -> tuple[Table, ...]:
    """Every table, those that others refer to first; the last describes all columns."""
    tables = (
        communes(edition),
        results(edition),
        sections(edition),
        questions(edition),
        answers(edition),
        parameters(edition),
        unit_costs(edition),
    )
    return (*tables, columns(tables))


def communes(edition: OpenEdition) -> Table:
    """The units as the edition knew them, with the register's figures."""
    register = json.loads(edition.inputs.texts["register"])
    known = sorted({name for each in register.values() for name in each["columns"]})
    figures = tuple(
        column(name, "number", "", "số liệu của danh mục", "a figure of the register")
        for name in known
    )
    rows = (
        (code, *each["place"], *(each["columns"].get(name) for name in known))
        for code, each in sorted(register.items())
    )
    assert [each.name for each in PLACE[1:]] == list(PLACES)
    title = Sentence("Xã, phường, đặc khu", "Communes")
    return Table("communes", title, (*PLACE, *figures), rows, ("code",), {})


def results(edition: OpenEdition) -> Table:
    """Scores, ranks, needs, who is funded and how sure that is."""
    asked = edition.inputs.questionnaire
    first = next(iter(edition.figures.values()), {})
    about = tuple(described(name, asked) for name in first)
    simulated = edition.inputs.round.simulated
    rows = (
        (code, *(each[name] for name in first), simulated) for code, each in edition.figures.items()
    )
    refers = {"code": ("communes", "code")}
    return Table("results", TITLE, (CODE, *about, SIMULATED), rows, ("code",), refers)


def answers(edition: OpenEdition) -> Table:
    """The approved answers as they counted, a row for each, without notes and reasons."""
    about = (
        CODE,
        QUESTION,
        column(
            "state",
            "string",
            "",
            "answered: đã trả lời; unknown: chưa có số liệu; not_applicable: không áp dụng",
            "answered, unknown (no figure yet) or not_applicable",
        ),
        column(
            "value", "string", "", "giá trị, đơn vị ở questions.csv", "value, unit in questions.csv"
        ),
        column("evidence", "string", "", "mức căn cứ", "how well the answer is known"),
        SIMULATED,
    )
    refers = {"code": ("communes", "code"), "question_id": ("questions", "question_id")}
    title = Sentence("Câu trả lời đã duyệt", "Approved answers")
    return Table("answers", title, about, answer_rows(edition), ("code", "question_id"), refers)


def answer_rows(edition: OpenEdition) -> Iterator[Row]:
    """Answers by commune and question."""
    wanted = {each.id for each in edition.inputs.questionnaire.questions if is_open(each)}
    simulated = edition.inputs.round.simulated
    for code, given in sorted(json.loads(edition.inputs.texts["answers"]).items()):
        for question, each in sorted(given["a"].items()):
            if question in wanted:
                evidence = given["e"].get(question, USUAL)
                yield code, question, each["s"], each.get("v"), evidence, simulated


def columns(tables: Sequence[Table]) -> Table:
    """The codebook of every column of these tables."""
    about = (
        column("table", "string", "", "bảng", "table"),
        column("column", "string", "", "cột", "column"),
        column("type", "string", "", "kiểu", "type"),
        column("unit", "string", "", "đơn vị", "unit"),
        column("description_vi", "string", "", "ý nghĩa", "meaning, in Vietnamese"),
        column("description_en", "string", "", "ý nghĩa, tiếng Anh", "meaning, in English"),
    )
    rows = (
        (table.name, each.name, each.type, each.unit, each.about.vi, each.about.en)
        for table in tables
        for each in table.columns
    )
    title = Sentence("Ý nghĩa các cột", "What the columns mean")
    return Table("columns", title, about, rows, ("table", "column"), {})
