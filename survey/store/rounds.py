"""Rounds, each with the text of the questionnaire that it froze."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, select

from survey.rounds import Round, RoundState
from survey.store.schema import questionnaires, rounds

COLUMNS = [
    rounds.c[name]
    for name in (
        "id",
        "name",
        "questionnaire_id",
        "questionnaire_version",
        "cutoff",
        "opens",
        "closes",
        "state",
        "simulated",
        "sign_off",
    )
]
BY_ID = select(*COLUMNS).where(rounds.c.id == bindparam("round"))


def add_round(conn: Connection, new: Round, questionnaire_text: str) -> Round:
    """Store a round (its id is given here) with its questionnaire; rounds share an equal text."""
    digest = hashlib.sha256(questionnaire_text.encode()).hexdigest()
    known = select(questionnaires.c.sha256).where(questionnaires.c.sha256 == digest)
    if conn.execute(known).first() is None:
        conn.execute(questionnaires.insert().values(sha256=digest, text=questionnaire_text))
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    made = conn.execute(
        rounds.insert()
        .values(**values | {"state": new.state.value, "questionnaire_sha256": digest})
        .returning(rounds.c.id)
    )
    return replace(new, id=made.scalar_one())


def all_rounds(conn: Connection) -> tuple[Round, ...]:
    """Every round, in the order in which they were made."""
    return tuple(round_of(row) for row in conn.execute(select(*COLUMNS).order_by(rounds.c.id)))


def round_by_id(conn: Connection, round_id: int) -> Round | None:
    """The round with this id; None where there is none."""
    row = conn.execute(BY_ID, {"round": round_id}).first()
    return None if row is None else round_of(row)


def current_round(conn: Connection) -> Round | None:
    """The newest open round, else the newest; None before the first."""
    open_first = case((rounds.c.state == RoundState.OPEN.value, 0), else_=1)
    row = conn.execute(select(*COLUMNS).order_by(open_first, rounds.c.id.desc()).limit(1)).first()
    return None if row is None else round_of(row)


def close_round(conn: Connection, round_id: int, at: datetime) -> None:
    """From now on its responses take no more changes."""
    _set_state(conn, round_id, RoundState.CLOSED, at)


def open_round(conn: Connection, round_id: int, at: datetime) -> None:
    """Its responses take changes (again)."""
    _set_state(conn, round_id, RoundState.OPEN, at)


def set_last_day(conn: Connection, round_id: int, closes: date) -> None:
    """From now on this is the announced last day of all communes."""
    conn.execute(rounds.update().where(rounds.c.id == round_id).values(closes=closes))


def ask_sign_off(conn: Connection, round_id: int, asked: bool) -> None:
    """From now on its responses are submitted only when a leader of the commune has signed off, or freely."""
    conn.execute(rounds.update().where(rounds.c.id == round_id).values(sign_off=asked))


def questionnaire_text(conn: Connection, asked: Round) -> str:
    """The YAML that the round froze. Raises NoResultFound for a round that is not stored."""
    joined = rounds.join(questionnaires)
    found = select(questionnaires.c.text).select_from(joined).where(rounds.c.id == asked.id)
    text: str = conn.execute(found).scalar_one()
    return text


def round_of(row: Row[*tuple[Any, ...]]) -> Round:
    """A row with :data:`COLUMNS` as a round."""
    values = {column.name: row._mapping[column] for column in COLUMNS}
    return Round(**values | {"state": RoundState(values["state"])})


def _set_state(conn: Connection, round_id: int, state: RoundState, at: datetime) -> None:
    changed = rounds.update().where(rounds.c.id == round_id, rounds.c.state != state.value)
    conn.execute(changed.values(state=state.value, state_changed_at=at))
