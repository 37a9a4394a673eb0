"""Every test of the store runs on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from survey.communes import Register, load_register
from survey.rounds import Round
from survey.store.communes import store_register
from survey.store.database import writing
from survey.store.rounds import add_round
from tests.builders import BA_DINH, MUONG_HUM, a_round
from tests.databases import database_url, empty_engine, engine

__all__ = ["database_url", "empty_engine", "engine"]


@pytest.fixture(scope="session")
def two_communes() -> Register:
    """Two communes of the real register, far apart, and their provinces."""
    register = load_register()
    communes = {code: register.communes[code] for code in (BA_DINH, MUONG_HUM)}
    provinces = {each.province_code for each in communes.values()}
    return Register(communes, {code: register.provinces[code] for code in sorted(provinces)})


@pytest.fixture
def first_round(engine: Engine, two_communes: Register) -> Round:
    """An open round of two communes."""
    with writing(engine) as conn:
        store_register(conn, two_communes)
        return add_round(conn, a_round(), "id: a\n")
