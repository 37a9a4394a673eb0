"""Answers of many communes from one file into a round: planned whole, then applied whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.answers import Answer, read_answers
from forms.answers_table import AnswersTable, Row
from forms.questionnaire import Level, Questionnaire
from forms.sentence import Refused, Sentence
from forms.settling import check
from survey.communes import Register
from survey.responses import Response, Revision, Via, save
from survey.rounds import Round
from survey.store import journal, responses
from survey.store.database import reading, writing

NO_SUCH_COMMUNE = Sentence(
    "Mã xã này không có trong danh mục. Hãy dùng mã 5 chữ số hiện hành.",
    "This commune code is not in the register. Use the current five-digit code.",
)
CONFLICT = Sentence(
    "Câu này vừa được người khác sửa. Hãy chạy lại.",
    "Someone has just changed this one. Run again.",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing refused: where (row, commune, question; the question may be empty) and why."""

    row: int
    commune: str
    question: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would change, and everything that it refuses. It is applied only if nothing is."""

    changes: tuple[tuple[Response, Revision], ...]
    unchanged: int
    warnings: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """Who imports which table into which round, when; ``key`` makes a repeated import harmless."""

    table: AnswersTable
    questionnaire: Questionnaire
    register: Register
    round: Round
    by: str
    at: datetime
    key: str


def plan(engine: Engine, asked: Import) -> Plan:
    """The dry run: what would change and what is refused; nothing is written."""
    with reading(engine) as connection:
        return planned(connection, asked)


def apply(engine: Engine, asked: Import) -> Plan:
    """Plan and write in one transaction; where anything is refused, nothing is written."""
    with writing(engine) as connection:
        outcome = planned(connection, asked)
        if not outcome.refusals:
            responses.append_many(connection, outcome.changes)
            detail = {"round": asked.round.id, "communes": len(outcome.changes), "key": asked.key}
            journal.enter(
                connection, asked.at, asked.by, "import", f"round {asked.round.id}", detail
            )
    return outcome


def planned(connection: Connection, asked: Import) -> Plan:
    """Every row through the gate, the rules and the response's own state."""
    changes: list[tuple[Response, Revision]] = []
    refusals: list[Refusal] = []
    unchanged = warnings = 0
    for row in asked.table.rows:
        step, doubted, refused = row_planned(connection, asked, row)
        warnings += doubted
        refusals += refused
        if step is not None:
            changes.append(step)
        elif not refused:
            unchanged += 1
    return Plan(tuple(changes), unchanged, warnings, tuple(refusals))


def row_planned(
    connection: Connection, asked: Import, row: Row
) -> tuple[tuple[Response, Revision] | None, int, list[Refusal]]:
    """One row: the step to write (None where nothing changes), warnings, refusals."""
    code = asked.register.code_of(row.code)
    if code is None:
        return None, 0, [Refusal(row.number, row.code[:20], "", NO_SUCH_COMMUNE)]
    answers, problems = read_answers(asked.questionnaire, row.cells)
    refused = [Refusal(row.number, code, p.question_id, p.sentence) for p in problems]
    response = responses.response_of(connection, asked.round.id, code)
    rules = check(
        asked.questionnaire, {**response.answers, **answers}, asked.register.columns(code)
    )
    refused += [
        Refusal(row.number, code, p.question_id, p.sentence)
        for p in rules
        if p.level is Level.ERROR
    ]
    if refused:
        return None, 0, refused
    doubted = sum(problem.level is Level.WARN for problem in rules)
    return stepped(asked, row, response, answers, doubted)


def stepped(
    asked: Import, row: Row, response: Response, answers: Mapping[str, Answer], doubted: int
) -> tuple[tuple[Response, Revision] | None, int, list[Refusal]]:
    """The save of one row's answers, refused where the response can't be changed now."""
    try:
        saved = save(
            response,
            asked.questionnaire,
            answers,
            None,
            by=asked.by,
            at=asked.at,
            via=Via.IMPORT,
            key=f"{asked.key}-{response.commune_code}",
        )
    except Refused as refusal:
        return None, 0, [Refusal(row.number, response.commune_code, "", refusal.sentence)]
    if saved.revision is None:
        return None, doubted, []
    return (saved.response, saved.revision), doubted, []
