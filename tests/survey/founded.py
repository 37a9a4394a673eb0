"""A database as it stands on the first working day: register, an open round, an account of each role."""

from __future__ import annotations

import random
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, Engine

from forms.answers import Answer, Answers, State, Value
from forms.questionnaire import Kind, Question, Questionnaire
from survey.accounts import Role
from survey.app import create_app
from survey.communes import load_register
from survey.founding import add_first_round
from survey.responses import Response, Revision, Status, Via
from survey.settings import Settings
from survey.signing_in.passwords import hash_password
from survey.store import accounts, communes, overview, responses
from survey.store.copying import copy_all
from survey.store.database import engine_for, reading, upgrade, writing
from tests.builders import BA_DINH, MONDAY

# Far away, so that no test fails one day: what is about the deadline sets the clock.
DAYS = 36_500
PASSWORD = "mat-khau-thu-2026"


class Compiled(BytecodeCache):
    """Templates compiled once a process: each test has an application of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
WHO = {
    "canbo": (Role.OFFICER, BA_DINH, None),
    "tinh": (Role.REVIEWER, None, "01"),
    "bo": (Role.ANALYST, None, None),
    "quantri": (Role.ADMINISTRATOR, None, None),
}


def found_in(folder: Path) -> Engine:
    """A founded database of one's own; copied, since making one takes longer."""
    place = folder / "survey.db"
    shutil.copy(founded_once(), place)
    return engine_for(f"sqlite:///{place}")


def found_at(url: str, folder: Path) -> Engine:
    """The same at the address of an empty database of either kind; the folder is for making it."""
    source, target = found_in(folder), engine_for(url)
    upgrade(target)
    with reading(source) as here, writing(target) as there:
        copy_all(here, there, lambda _table, _rows: None)
    source.dispose()
    return target


@lru_cache
def founded_once() -> Path:
    """The database that copies are made of."""
    folder = Path(tempfile.mkdtemp(prefix="founded-"))
    engine = engine_for(f"sqlite:///{folder / 'survey.db'}")
    upgrade(engine)
    hashed = hash_password(PASSWORD)
    with writing(engine) as connection:
        communes.store_register(connection, load_register())
        add_first_round(connection, MONDAY.date(), simulated=False, days=DAYS)
        for name, (role, commune_code, province_code) in WHO.items():
            accounts.add_account(
                connection,
                sign_in=name,
                name=f"Người {name}",
                role=role,
                commune_code=commune_code,
                province_code=province_code,
                password_hash=hashed,
                must_change_password=False,
                at=MONDAY,
            )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "survey.db"


def settings_of(engine: Engine, *, in_database: bool = False) -> Settings:
    """Settings of an application over this database; evidence beside it in a folder, or in it."""
    folder = Path(str(engine.url.database)).parent / "evidence"
    return Settings(
        str(engine.url), "s" * 64, evidence_folder=folder, evidence_in_database=in_database
    )


def app_over(engine: Engine, *, in_database: bool = False) -> Flask:
    """The application over this database."""
    app = create_app(settings_of(engine, in_database=in_database))
    app.config["TESTING"] = False
    # A test on a busy machine waits for the page itself.
    app.config["PATIENCE"] = None
    app.jinja_env.bytecode_cache = COMPILED
    return app


def revisions_made(conn: Connection, round_id: int) -> int:
    """How many revisions the round has: more after every change of a response."""
    return sum(row.revision for row in overview.queue(conn, round_id))


def approve_all(engine: Engine, questionnaire: Questionnaire, *, every: int = 1) -> None:
    """An approved response of every commune (or every ``every``-th), answered by its own dice."""
    codes = sorted(load_register().communes)[::every]
    pairs = [approved(code, diced(questionnaire, code)) for code in codes]
    with writing(engine) as connection:
        responses.append_many(connection, pairs)


def approved(code: str, answers: Answers) -> tuple[Response, Revision]:
    """A response as it stands after approval, with the revision that made it."""
    revision = Revision(1, 0, MONDAY, "Bình", Via.PAGE, "approve", answers, tuple(answers), code)
    return Response(1, code, 1, Status.APPROVED, answers, updated_at=MONDAY), revision


def diced(questionnaire: Questionnaire, code: str) -> Answers:
    """Answers drawn from the code: mostly answered, some unknown, some left out."""
    dice = random.Random(code)
    missing = dice.choice((0.02, 0.1, 0.25, 0.6))
    answers = {}
    for question in questionnaire.questions:
        if dice.random() < missing:
            continue
        unknown = dice.random() < 0.03
        value = value_of(question, dice)
        answers[question.id] = Answer(State.UNKNOWN) if unknown else Answer(value=value)
    return answers


def value_of(question: Question, dice: random.Random) -> Value:
    """A value that the question's range allows."""
    if question.kind is Kind.CHOICE:
        return dice.choice(question.options).value
    if question.kind is Kind.YES_NO:
        return dice.random() < 0.6
    if question.kind is Kind.TEXT:
        return "Ghi chú"
    low = question.minimum or 0
    high = min(100.0, question.maximum if question.maximum is not None else 100.0)
    value = low + (high - low) * dice.random()
    return round(value) if question.kind is Kind.INTEGER else round(value, 1)
