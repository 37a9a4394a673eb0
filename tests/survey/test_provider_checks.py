"""``doctor`` says whether people can be sent to the identity provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from survey.operating.checks import Level
from survey.operating.doctor import examine
from survey.settings import Settings
from tests.survey.founded import found_in, settings_of
from tests.survey.identity_provider import IdentityProvider


def said(settings: Settings, place: Path) -> list[tuple[Level, str]]:
    engine = found_in(place)
    known = replace(settings_of(engine), provider=settings.provider)
    found = [(each.level, each.said.en) for each in examine(known, engine, datetime.now(UTC))]
    engine.dispose()
    return [each for each in found if "identity provider" in each[1]]


def test_doctor_says_whether_the_provider_answers_and_is_the_named_one(tmp_path: Path) -> None:
    nobody = Settings("", "")
    with IdentityProvider() as idp:
        named = replace(nobody, provider=idp.named())
        assert [level for level, _ in said(named, tmp_path)] == [Level.GOOD]
        idp.described = {"issuer": "https://evil.example"}
        ((level, words),) = said(named, tmp_path)
        assert level is Level.BAD
        assert idp.issuer in words
    ((level, _),) = said(named, tmp_path)
    assert level is Level.BAD
    assert said(nobody, tmp_path) == []
