"""Answers of many communes from one file into a round: planned whole, then applied whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.answers import Answer, read_answers
from forms.answers_table import AnswersTable, Row
from forms.questionnaire import Level, Questionnaire
from forms.refused_cells import said_in_file
from forms.sentence import Refused, Sentence
from forms.settling import check
from survey.communes import Register
from survey.deadlines import hindrance
from survey.responses import Response, Revision, Via, save
from survey.rounds import Round, refuse_if_closed
from survey.store import deadlines, journal, responses, rounds
from survey.store.database import reading, writing

NO_SUCH_COMMUNE = Sentence(
    "Mã xã này không có trong danh mục. Hãy dùng mã 5 chữ số hiện hành.",
    "This commune code is not in the register. Use the current five-digit code.",
)
NO_SUCH_QUESTION = Sentence(
    "Bộ câu hỏi của đợt không có câu này. Hãy sửa hoặc bỏ cột.",
    "The round's questionnaire has no such question. Correct or remove the column.",
)
TWICE = Sentence(
    "Xã này đã có ở dòng {row}. Mỗi xã chỉ được một dòng.",
    "This commune stands in row {row} already. One row a commune.",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing refused: where (row, commune, question; either may be empty) and why."""

    row: int
    commune: str
    question: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Import:
    """Who imports which table into which round, when; ``key`` tells this file from others."""

    table: AnswersTable
    questionnaire: Questionnaire
    register: Register
    round: Round
    by: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One row: the save to write (None where nothing changes), what is replaced, doubted, refused."""

    step: tuple[Response, Revision] | None = None
    replaced: int = 0
    warnings: int = 0
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would change, and everything that it refuses. It is applied only if nothing is.

    ``replaced`` counts answers that stood already and would become others.
    """

    changes: tuple[tuple[Response, Revision], ...]
    unchanged: int
    replaced: int
    warnings: int
    refusals: tuple[Refusal, ...]


def plan(engine: Engine, asked: Import) -> Plan:
    """The dry run: what would change and what is refused; nothing is written."""
    with reading(engine) as connection:
        return planned(connection, asked)


def apply(engine: Engine, asked: Import) -> Plan:
    """Plan and write in one transaction; where anything is refused, nothing is written."""
    with writing(engine) as connection:
        outcome = planned(connection, asked)
        if outcome.changes and not outcome.refusals:
            responses.append_many(connection, outcome.changes)
            detail = {"communes": len(outcome.changes), "file": asked.key}
            subject = f"round {asked.round.id}"
            journal.enter(connection, asked.at, asked.by, "import", subject, detail)
    return outcome


def planned(connection: Connection, asked: Import) -> Plan:
    """Every row through the gate, the rules and the response's own state. Raises RoundClosed."""
    into = rounds.round_by_id(connection, asked.round.id) or asked.round
    refuse_if_closed(into)
    rulings = deadlines.rulings_made(connection, into.id)
    refusals = list(unknown_columns(asked))
    seen: dict[str, int] = {}
    rows: list[Planned] = []
    for row in asked.table.rows:
        code = asked.register.code_of(row.code)
        if code is None:
            refusals.append(Refusal(row.number, row.code[:20], "", NO_SUCH_COMMUNE))
        elif code in seen:
            refusals.append(Refusal(row.number, code, "", TWICE.filled(row=seen[code])))
        elif late := hindrance(into, rulings.get(code, ()), asked.at):
            refusals.append(Refusal(row.number, code, "", late.sentence))
        else:
            seen[code] = row.number
            rows.append(row_planned(connection, asked, row, code))
    refusals += [refusal for each in rows for refusal in each.refusals]
    return Plan(
        changes=tuple(each.step for each in rows if each.step is not None),
        unchanged=sum(each.step is None and not each.refusals for each in rows),
        replaced=sum(each.replaced for each in rows),
        warnings=sum(each.warnings for each in rows),
        refusals=tuple(sorted(refusals, key=lambda refusal: refusal.row)),
    )


def unknown_columns(asked: Import) -> tuple[Refusal, ...]:
    """The head's columns that are no question, named once and not in every row."""
    known = asked.questionnaire.by_id
    return tuple(
        Refusal(1, "", column[:60], NO_SUCH_QUESTION)
        for column in asked.table.columns
        if column not in known
    )


def row_planned(connection: Connection, asked: Import, row: Row, code: str) -> Planned:
    """One commune's row through the gate and the rules, joined with what it answered before."""
    known = asked.questionnaire.by_id
    cells = {name: cell for name, cell in row.cells.items() if name in known}
    answers, problems = read_answers(asked.questionnaire, cells)
    response = responses.response_of(connection, asked.round.id, code)
    kept = {
        name: with_words(answer, response.answers.get(name)) for name, answer in answers.items()
    }
    rules = check(asked.questionnaire, {**response.answers, **kept}, asked.register.columns(code))
    faults = [*problems, *(each for each in rules if each.level is Level.ERROR)]
    refused = tuple(
        Refusal(row.number, code, each.question_id, said_in_file(known[each.question_id], each))
        for each in faults
    )
    if refused:
        return Planned(refusals=refused)
    return saved(asked, row, response, kept, sum(each.level is Level.WARN for each in rules))


def with_words(answer: Answer, before: Answer | None) -> Answer:
    """The answer from the file; the note and reason that stood beside the same answer stay.

    Where the file has its own, those count.
    """
    if before is None or (before.state, before.value) != (answer.state, answer.value):
        return answer
    note, reason = answer.note or before.note, answer.reason or before.reason
    return replace(answer, note=note, reason=reason)


def saved(
    asked: Import, row: Row, response: Response, answers: Mapping[str, Answer], doubted: int
) -> Planned:
    """The save of one row's answers, refused where the response can't be changed now."""
    # The revision is part of the key: the same file may be imported again after a correction.
    key = f"{asked.key}-{response.revision}"
    try:
        done = save(response, answers, None, by=asked.by, at=asked.at, via=Via.IMPORT, key=key)
    except Refused as refusal:
        return Planned(refusals=(Refusal(row.number, response.commune_code, "", refusal.sentence),))
    if done.revision is None:
        return Planned(warnings=doubted)
    replaced = sum(name in response.answers for name in done.revision.changed)
    return Planned((done.response, done.revision), replaced, doubted)
