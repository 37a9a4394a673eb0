"""What operators see of a running server says nothing of any person, and is right."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from survey.app import create_app
from survey.store import journal
from survey.store.database import reading, writing
from survey.web.observing import LOG
from tests.survey.founded import settings_of
from tests.survey.web.offices import SECTION, Offices

TOKEN = "a-token-of-the-operators"


@pytest.fixture
def watched(offices: Offices) -> Iterator[Offices]:
    """The same survey with figures and a log."""
    settings = settings_of(offices.app.config["ENGINE"])
    yield Offices(create_app(replace(settings, metrics_token=TOKEN, log_requests=True)))
    LOG.handlers.clear()


def figures(watched: Offices, token: str = TOKEN) -> tuple[int, dict[str, float]]:
    """The status and the figures by name."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = watched.app.test_client().get("/metrics", headers=headers)
    lines = answer.text.splitlines() if answer.status_code == 200 else []
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return answer.status_code, {name: float(value) for name, value in pairs}


def test_a_server_that_can_work_says_so_and_one_that_cannot_too(offices: Offices) -> None:
    client = offices.app.test_client()
    assert client.get("/health").status_code == 200
    with writing(offices.app.config["ENGINE"]) as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json == {"state": "unavailable"}


def test_figures_count_requests_by_route_and_responses_by_status(watched: Offices) -> None:
    name = 'survey_requests_total{method="GET",route="/survey/section/<section_id>",status="200"}'
    before = figures(watched)[1].get(name, 0)
    watched.officer.open(SECTION)
    status, after = figures(watched)
    assert status == 200
    assert after[name] == before + 1
    assert after['survey_responses{status="not_started"}'] == 3321
    assert after["survey_journal_entries"] >= 0
    assert not any("00004" in each or "canbo" in each for each in after)


def test_methods_that_nobody_knows_are_counted_and_logged_as_one(
    watched: Offices, caplog: pytest.LogCaptureFixture
) -> None:
    LOG.addHandler(caplog.handler)
    client = watched.app.test_client()
    with caplog.at_level(logging.INFO, "survey.requests"):
        for at in range(20):
            assert client.open("/health", method="INVENTED" + "X" * at).status_code == 405
    assert {json.loads(each.getMessage())["method"] for each in caplog.records} == {"other"}
    names = figures(watched)[1]
    assert not any("INVENTED" in name for name in names)
    assert any('survey_requests_total{method="other"' in name for name in names)


@pytest.mark.parametrize("token", ["", "another-token-altogether", "a-token-of-the-operator"])
def test_figures_are_for_those_with_the_token(token: str, watched: Offices) -> None:
    assert figures(watched, token)[0] == 403


def test_without_a_token_there_is_no_such_page(offices: Offices) -> None:
    assert figures(offices)[0] == 404


def test_a_line_a_request_says_how_it_went_and_names_nobody(
    watched: Offices, caplog: pytest.LogCaptureFixture
) -> None:
    LOG.addHandler(caplog.handler)
    with caplog.at_level(logging.INFO, "survey.requests"):
        watched.officer.open(SECTION)
        watched.app.test_client().get("/no/such/place?name=canbo")
    lines = [json.loads(each.getMessage()) for each in caplog.records]
    opened = next(line for line in lines if "section" in line["route"])
    assert (opened["status"], opened["role"], opened["method"]) == (200, "officer", "GET")
    assert opened["ms"] > 0
    assert lines[-1]["route"] == "no route"
    text = caplog.text
    assert not any(word in text for word in ("canbo", "Người", "127.0.0.1", "no/such", "00004"))


def test_an_answer_names_its_request(offices: Offices) -> None:
    client = offices.app.test_client()
    names = {client.get("/health").headers["X-Request-ID"] for _ in range(3)}
    assert len(names) == 3


def test_whoever_takes_a_file_out_is_entered(offices: Offices) -> None:
    analyst = offices.signed_in("bo")
    for path in ("/ministry/scores.csv", "/ministry"):
        assert analyst.client.get(path).status_code == 200
    with reading(offices.app.config["ENGINE"]) as conn:
        found = [e for e in journal.entries(conn) if e.action == "file taken out"]
    assert [(each.by, each.subject) for each in found] == [("bo", "scores.csv")]
    assert found[0].detail == {"path": "/ministry/scores.csv"}
