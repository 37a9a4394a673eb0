"""Two hosts that share nothing but the database and the secret: whoever works notices nothing of it.

Every request goes to the other host than the one of its kind before, as behind a balancer that takes turns.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import Client

from survey.app import create_app
from survey.communes import load_register
from survey.responses import Via
from survey.settings import Settings
from survey.store import attachments, responses
from survey.store.copying import copy_all
from survey.store.database import engine_for, reading, upgrade, writing
from survey.store.sign_in_tables import paces as paces_table
from tests.builders import BA_DINH, the_questionnaire
from tests.databases import TRIED, a_schema
from tests.forms.forms_at_hand import filled
from tests.survey.founded import COMPILED, PASSWORD, approved, diced, founded_once
from tests.survey.published import token_for
from tests.survey.web.handing_in import PROVINCES, a_zip, downloaded, hand_in, upload
from tests.survey.web.offices import Offices
from tests.survey.web.test_arriving_files import PICTURE, QUESTION, send
from tests.visitor import Visitor


class Balanced:
    """An application that is several: each request goes to the next, those that write by turns of their own."""

    def __init__(self, hosts: list[Flask]) -> None:
        self.turns = {"GET": cycle(hosts), "POST": cycle(hosts)}
        self.config = hosts[0].config

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return next(self.turns[environ["REQUEST_METHOD"]])(environ, start)

    def test_client(self) -> Client:
        """A browser."""
        return Client(self)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder of each host's own."""
    return [tmp_path_factory.mktemp(f"host-{number}") for number in range(2)]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A founded database, of PostgreSQL where there is one."""
    place = tmp_path_factory.mktemp("shared") / "survey.db"
    shutil.copy(founded_once(), place)
    if TRIED[-1] == "sqlite":
        yield f"sqlite:///{place}"
        return
    for made in a_schema():
        copied(engine_for(f"sqlite:///{place}"), engine_for(made))
        yield made


def copied(source: Engine, target: Engine) -> None:
    """What ``copy-database`` does."""
    upgrade(source)
    upgrade(target)
    with reading(source) as here, writing(target) as there:
        copy_all(here, there, lambda *_: None)
    source.dispose()
    target.dispose()


@pytest.fixture(scope="module")
def offices(url: str, folders: list[Path]) -> Iterator[Offices]:
    """Offices that work at both hosts by turns."""
    settings = Settings(url, "s" * 64, evidence_in_database=True)
    hosts = []
    for folder in folders:
        hosts.append(create_app(replace(settings, evidence_folder=folder / "evidence")))
        hosts[-1].jinja_env.bytecode_cache = COMPILED
    yield Offices(cast(Flask, Balanced(hosts)))
    for host in hosts:
        host.config["ENGINE"].dispose()


def test_answers_and_excel_forms_are_taken_whichever_host_is_asked(offices: Offices) -> None:
    offices.save({"infra_scanners": "2"})
    assert "Đã lưu" in hand_in(offices, {"infra_scanners": 4}).text
    form = filled({"infra_scanners": 5}, downloaded(offices.officer))
    page = upload(offices.reviewer, a_zip({"a.xlsx": form}), path=PROVINCES)
    path = f"{PROVINCES}/accept"
    assert "Đã lưu 1 câu" in offices.reviewer.post(path, page.fields(path)).text
    assert offices.response.answers["infra_scanners"].value == 5
    assert [each.via for each in offices.history] == [Via.PAGE, Via.WORKBOOK, Via.WORKBOOK]


def test_a_file_begun_at_one_host_is_finished_at_another_and_had_from_either(
    offices: Offices, folders: list[Path]
) -> None:
    third = len(PICTURE) // 3
    for at in (0, third):
        assert send(offices, PICTURE[at : at + third], at) == {"have": at + third}
    assert send(offices, PICTURE[2 * third :], 2 * third)["count"] == 1
    with reading(offices.app.config["ENGINE"]) as conn:
        [one] = attachments.attached(conn, 1, BA_DINH, QUESTION)
    for who in (offices.officer, offices.reviewer):
        for _ in range(2):
            answer = who.client.get(f"/evidence/{BA_DINH}/{one.id}", buffered=True)
            assert (answer.data, answer.content_length) == (PICTURE, len(PICTURE))
    assert [list(folder.rglob("*")) for folder in folders] == [[], []]


def test_wrong_passwords_at_both_hosts_are_counted_together(offices: Offices) -> None:
    stranger = Visitor(offices.app)
    for _ in range(5):
        stranger.post("/sign-in", {"sign_in": "quantri", "password": "sai-mat-khau-sai"}, 403)
    refused = stranger.post("/sign-in", {"sign_in": "quantri", "password": PASSWORD}, 429)
    assert "tạm khóa" in refused.text


def test_a_session_that_is_ended_at_one_host_is_ended_at_the_other(offices: Offices) -> None:
    visitor = offices.signed_in("bo")
    cookies = dict(visitor.client._cookies or {})
    visitor.sign_out()
    visitor.client._cookies = cookies
    for _ in range(2):
        visitor.refused("/ministry", 302)


def test_a_programs_requests_are_counted_over_both_hosts(offices: Offices) -> None:
    text = token_for(offices.app, "bo", ("progress",))
    headers = {"Authorization": f"Bearer {text}"}
    client = offices.app.test_client()
    engine = offices.app.config["ENGINE"]
    assert {client.get("/api/v1/rounds", headers=headers).status_code for _ in range(2)} == {200}
    # Each host has taken ten; now nothing is left to take.
    long_after = datetime.now(UTC) + timedelta(hours=1)
    with writing(engine) as conn:
        conn.execute(paces_table.update().values(paid_until=long_after))
    found = [client.get("/api/v1/rounds", headers=headers).status_code for _ in range(20)]
    with writing(engine) as conn:
        conn.execute(paces_table.delete())
    assert found == [200] * 18 + [429] * 2


@pytest.mark.drill
def test_every_host_gives_the_same_annex_and_knows_of_new_approvals(offices: Offices) -> None:
    analyst, questionnaire = offices.signed_in("bo"), the_questionnaire()
    engine = offices.app.config["ENGINE"]
    assert "Chưa có xã nào" in analyst.open("/ministry").text
    assert "Chưa có xã nào" in analyst.open("/ministry").text
    with writing(engine) as conn:
        codes = sorted(load_register().communes)[1::40]
        responses.append_many(conn, [approved(c, diced(questionnaire, c)) for c in codes])
    files = [analyst.client.get("/ministry/priority-list.xlsx").data for _ in range(2)]
    assert files[0] == files[1]
    assert len(files[0]) > 10_000
