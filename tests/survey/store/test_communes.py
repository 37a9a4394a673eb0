"""The register in the database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from survey.communes import Register, load_register
from survey.store import communes
from survey.store.database import reading, writing
from tests.builders import BA_DINH


def test_the_whole_register_comes_back_as_it_was_stored(engine: Engine) -> None:
    register = load_register()
    with writing(engine) as conn:
        communes.store_register(conn, register)
    with reading(engine) as conn:
        stored = communes.load_register(conn)
    assert stored.communes == register.communes
    assert list(stored.communes) == sorted(stored.communes)
    assert stored.provinces == register.provinces
    assert len(stored.communes) == 3321


def test_before_the_register_is_stored_there_are_no_communes(engine: Engine) -> None:
    with reading(engine) as conn:
        assert communes.load_register(conn) == Register({}, {})


def test_storing_again_corrects_names_and_keeps_what_is_gone(
    engine: Engine, two_communes: Register
) -> None:
    renamed = replace(two_communes.communes[BA_DINH], name="Ba Đình mới")
    corrected = Register({BA_DINH: renamed}, two_communes.provinces)
    with writing(engine) as conn:
        communes.store_register(conn, two_communes)
        communes.store_register(conn, corrected)
        stored = communes.load_register(conn)
    assert stored.communes == {**two_communes.communes, BA_DINH: renamed}
