"""A founded round with some approved responses and a published edition with a budget, and programs that read it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from reports.method import changed
from reports.method_file import load_method
from reports.scenario import Scenario
from survey.communes import load_register
from survey.deciding.edition_making import make_edition, publish_edition, stored_inputs
from survey.signing_in.api_tokens import Scope, new_token
from survey.store import accounts, api_tokens, editions, rounds
from survey.store.database import engine_for, reading, writing
from tests.builders import MONDAY, the_questionnaire
from tests.survey.founded import approve_all, found_in

BUDGET = 20e9
EVERY = 30
ALL = tuple(each.value for each in Scope)


def published_in(folder: Path) -> Engine:
    """A database of one's own with edition 1 published and edition 2 a draft; copied, since making takes longer."""
    place = folder / "survey.db"
    shutil.copy(published_once(), place)
    return engine_for(f"sqlite:///{place}")


@lru_cache
def published_once() -> Path:
    """The database that copies are made of: every thirtieth commune approved, in all provinces."""
    folder = Path(tempfile.mkdtemp(prefix="published-"))
    engine = found_in(folder)
    approve_all(engine, the_questionnaire(), every=EVERY)
    # Without a floor: some hundred communes reach one only by a long search in every draw.
    method = changed(load_method(), {"draws": 100, "remote_share": 0})
    with reading(engine) as conn:
        of = rounds.current_round(conn)
    assert of is not None
    scenario = Scenario(method, budget=BUDGET)
    made = make_edition(engine, of, load_register(), scenario, name="Lần 1", by="bo", at=MONDAY)
    with writing(engine) as conn:
        rows, inputs = editions.rows_of_edition(conn, made.id), stored_inputs(conn, made)
        editions.add_edition(conn, replace(made, name="Lần 2"), inputs, rows)
    publish_edition(engine, made.id, None, by="bo", at=MONDAY)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "survey.db"


def token_for(app: Flask, who: str, scopes: tuple[str, ...] = ALL) -> str:
    """A token of this account's, stored."""
    text = f"csds_{who}-{'-'.join(scopes)}"
    with writing(app.config["ENGINE"]) as conn:
        account = accounts.account_by_sign_in(conn, who)
        assert account is not None
        at = app.config["CLOCK"]()
        new = new_token(
            text, account_id=account.id, name="thử", scopes=scopes, days="30", at=at, alive=0
        )
        api_tokens.add_token(conn, new)
    return text


@dataclass
class Program:
    """A program that reads with a token."""

    app: Flask
    token: str

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        return self.app.test_client().get(f"/api/v1{path}", headers=sent)

    def read(self, path: str) -> dict[str, Any]:
        """A payload that must come."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}\n{answer.text[:1000]}"
        found: dict[str, Any] = answer.json
        return found

    def all(self, path: str) -> list[dict[str, Any]]:
        """Every item, page by page."""
        mark = "&" if "?" in path else "?"
        found: list[dict[str, Any]] = []
        while True:
            page = self.read(f"{path}{mark}per_page=500&page={len(found) // 500 + 1}")
            found += page["items"]
            if len(found) >= page["total"]:
                return found

    def refused(self, path: str, status: int) -> dict[str, Any]:
        """A problem, which must have this status."""
        answer = self.get(path)
        assert answer.status_code == status, f"{path}: {answer.status}\n{answer.text[:1000]}"
        assert answer.content_type == "application/problem+json"
        problem: dict[str, Any] = answer.json or {}
        assert problem["status"] == status
        assert problem["vi"] != problem["en"]
        return problem
