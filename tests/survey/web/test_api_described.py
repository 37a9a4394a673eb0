"""The description of the API is true: schemathesis asks everything that it says may be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup

from survey.store.paces import Pace
from survey.web.api.bearer import Allowance
from survey.web.api.resources import RESOURCES
from tests.survey.founded import app_over
from tests.survey.published import published_in, token_for


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("described"))
    made = app_over(engine)
    made.extensions["allowance"] = Allowance(Pace(timedelta(microseconds=1), at_once=10**9))
    yield made
    engine.dispose()


@pytest.fixture(scope="module")
def token(app: Flask) -> str:
    return token_for(app, "bo")


def walk(app: Flask, token: str, examples: int) -> int:
    """Ask every operation so many times, rightly and wrongly; how many requests that were."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    # Asked in this process, nothing unpacks what was compressed on the way.
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept-Encoding": "identity",
    }
    asked = 0
    modes = list(schemathesis.GenerationMode)
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in modes:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )
            def ask(case: Any) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(headers=headers)

            ask()
    return asked


def test_schemathesis_finds_no_failure(app: Flask, token: str) -> None:
    assert walk(app, token, examples=2) >= 2 * len(RESOURCES)


def test_schemathesis_would_find_a_payload_that_is_not_as_described(
    app: Flask, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.web.api.endpoints.units_of", lambda _: {"readiness": 100})
    with pytest.raises(FailureGroup, match="not of type"):
        walk(app, token, examples=1)


@pytest.mark.drill
def test_schemathesis_finds_no_failure_however_long_it_asks(app: Flask, token: str) -> None:
    assert walk(app, token, examples=30) >= 30 * len(RESOURCES)


def test_the_description_is_made_from_the_resources_and_needs_no_token(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    told = json.loads(answer.data)
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {each.path for each in RESOURCES}
    assert answer.headers["ETag"]
