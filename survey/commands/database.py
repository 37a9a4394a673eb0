"""What commands that work on a database share: which database, which round."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import click
from sqlalchemy import Connection, Engine

from forms.sentence import Refused, Sentence
from survey.rounds import Round
from survey.settings import read_settings
from survey.store import communes, rounds
from survey.store.database import engine_for, reading, upgrade

INSTANCE = Path(__file__).resolve().parents[2] / "instance"
NO_ROUND = Sentence(
    "Chưa có đợt khảo sát này. Hãy xem «rounds list».", "There is no such round. See «rounds list»."
)
NOT_FOUNDED = Sentence(
    "Cơ sở dữ liệu này chưa được khởi tạo. Hãy chạy «serve» một lần trước, hoặc kiểm tra DATABASE_URL.",
    "This database has not been set up. Run «serve» once first, or check DATABASE_URL.",
)
database_option = click.option(
    "--database", default=None, help="Database address; DATABASE_URL if not given."
)
round_option = click.option(
    "--round", "round_id", type=int, default=None, help="Round id; the current one if not given."
)


def opened_engine(database: str | None) -> Engine:
    """The database asked for, else the environment's, brought up to date; refused where it is empty.

    It is closed with the command.
    """
    given = {"DATABASE_URL": database} if database else {}
    engine = engine_for(read_settings({**os.environ, **given}, INSTANCE).database_url)
    click.get_current_context().call_on_close(engine.dispose)
    upgrade(engine)
    with reading(engine) as connection:
        if not communes.load_register(connection).communes:
            raise Refused(NOT_FOUNDED)
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


def person() -> str:
    """Who works at this terminal."""
    return f"command line: {getpass.getuser()}"
