"""Databases for tests: an SQLite file always, PostgreSQL where TEST_POSTGRESQL_URL names one.

With CI=true a missing PostgreSQL is a failure: the gate tests both. Elsewhere one test says that it
was left out.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from survey.store.database import engine_for, upgrade

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "")
WITHOUT_SERVER = not SERVER and os.environ.get("CI") != "true"
TRIED = ("sqlite",) if WITHOUT_SERVER else ("sqlite", "postgresql")


@pytest.fixture(params=TRIED)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of this test alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'survey.db'}"
    else:
        yield from a_schema()


@pytest.fixture
def empty_engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database without tables."""
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """An engine on a database with tables and nothing in them."""
    upgrade(empty_engine)
    return empty_engine


def a_schema() -> Iterator[str]:
    """An own schema on the PostgreSQL given, gone afterwards."""
    if not SERVER:
        pytest.fail("TEST_POSTGRESQL_URL is missing: the gate tests PostgreSQL too")
    schema, owner = f"test_{uuid.uuid4().hex}", create_engine(SERVER)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
    with owner.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    owner.dispose()
