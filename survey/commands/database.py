"""What commands that work on a database share: which database, which round."""

from __future__ import annotations

import os

from sqlalchemy import Connection, Engine

from forms.sentence import Refused, Sentence
from survey.commands.serving import INSTANCE
from survey.rounds import Round
from survey.settings import read_settings
from survey.store import rounds
from survey.store.database import engine_for, upgrade

NO_ROUND = Sentence(
    "Chưa có đợt khảo sát này. Hãy xem «rounds list».", "There is no such round. See «rounds list»."
)


def opened_engine(database: str | None) -> Engine:
    """The database asked for, else the environment's; brought up to date."""
    given = {"DATABASE_URL": database} if database else {}
    engine = engine_for(read_settings({**os.environ, **given}, INSTANCE).database_url)
    upgrade(engine)
    return engine


def round_asked(connection: Connection, round_id: int | None) -> Round:
    """The round with this id, else the current one; refused where there is none."""
    found = (
        rounds.current_round(connection)
        if round_id is None
        else rounds.round_by_id(connection, round_id)
    )
    if found is None:
        raise Refused(NO_ROUND)
    return found
