"""Settings from the environment: sensible without any, and everything wrong named at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from survey.settings import SettingsRefused, read_settings


def test_without_any_settings_everything_lies_under_instance(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path / "instance")
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'survey.db'}"
    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8000, False)
    assert len(settings.secret_key) == 64


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = read_settings({}, tmp_path).secret_key
    assert read_settings({}, tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    wrong = {"DATABASE_URL": "mysql://x", "SECRET_KEY": "short", "PORT": "http", "HTTPS": "maybe"}
    wrong["EVIDENCE"] = "cloud"
    with pytest.raises(SettingsRefused) as refused:
        read_settings(wrong, tmp_path)
    assert len(refused.value.refusals) == 5
    for name in wrong:
        assert name in refused.value.sentence.vi
        assert name in refused.value.sentence.en
    assert "short" not in str(refused.value).replace("SECRET_KEY", "")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_because_it_would_be_lost(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsRefused):
        read_settings({"DATABASE_URL": url}, tmp_path)


@pytest.mark.parametrize("url", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"])
def test_postgresql_may_be_named_in_any_usual_way(tmp_path: Path, url: str) -> None:
    settings = read_settings({"DATABASE_URL": url}, tmp_path)
    assert settings.database_url == "postgresql+psycopg://h/d"


def test_hosts_are_a_list_with_commas(tmp_path: Path) -> None:
    settings = read_settings({"TRUSTED_HOSTS": "khaosat.gov.vn, 10.0.0.2"}, tmp_path)
    assert settings.trusted_hosts == ("khaosat.gov.vn", "10.0.0.2")


@pytest.mark.parametrize(("typed", "required"), [("", True), ("required", True), ("off", False)])
def test_a_second_factor_is_required_unless_it_is_turned_off(
    tmp_path: Path, typed: str, required: bool
) -> None:
    assert read_settings({"SECOND_FACTOR": typed}, tmp_path).second_factor is required


def test_a_second_factor_cannot_be_turned_off_by_a_slip_of_the_keyboard(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="SECOND_FACTOR"):
        read_settings({"SECOND_FACTOR": "of"}, tmp_path)


@pytest.mark.parametrize(("typed", "there"), [("", False), ("folder", False), ("database", True)])
def test_evidence_lies_in_a_folder_unless_the_database_is_named(
    tmp_path: Path, typed: str, there: bool
) -> None:
    settings = read_settings({"EVIDENCE": typed}, tmp_path)
    assert settings.evidence_in_database is there
    assert settings.evidence_folder == tmp_path / "evidence"
