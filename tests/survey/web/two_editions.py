"""A database with two drafts of editions, made once a process and copied."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

from reports.method import Method, changed
from reports.method_file import load_method
from reports.scenario import Scenario
from survey.deciding.edition_making import make_edition, publish_edition
from survey.store import communes, rounds
from survey.store.database import engine_for, reading
from tests.builders import MONDAY, the_questionnaire
from tests.survey.founded import approve_all, found_in

BUDGET = 2e10


def two_editions_in(folder: Path) -> Engine:
    """A database of one's own: the second edition has half the money and another weight."""
    shutil.copy(two_editions_once(), folder / "survey.db")
    return engine_for(f"sqlite:///{folder / 'survey.db'}")


def published_in(folder: Path) -> Engine:
    """The same with the first edition published."""
    engine = two_editions_in(folder)
    publish_edition(engine, 1, None, by="bo", at=MONDAY + timedelta(hours=3))
    return engine


def few_draws() -> Method:
    """Without a floor: some hundred communes reach one only by a long search in every draw."""
    return changed(load_method(), {"draws": 100, "remote_share": 0})


@lru_cache
def two_editions_once() -> Path:
    """The database that copies are made of: every twenty-fifth commune has answered."""
    engine = found_in(Path(tempfile.mkdtemp(prefix="editions-")))
    approve_all(engine, the_questionnaire(), every=25)
    with reading(engine) as conn:
        of, register = rounds.current_round(conn), communes.load_register(conn)
    assert of is not None
    scenarios = (
        Scenario(few_draws(), budget=BUDGET),
        Scenario(few_draws(), {"infra": 40.0}, budget=BUDGET / 2),
    )
    for number, scenario in enumerate(scenarios, 1):
        at = MONDAY + timedelta(hours=number)
        make_edition(engine, of, register, scenario, name=f"Lần {number}", by="bo", at=at)
    with engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return Path(str(engine.url.database))
