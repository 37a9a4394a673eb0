"""The settings of an identity provider: safe where few are given, and everything wrong named at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from forms.sentence import Refused, Sentence
from survey.app import create_app
from survey.settings import SettingsRefused, read_settings
from survey.signing_in.provider import Provider
from survey.signing_in.provider_settings import is_safe
from tests.survey.founded import found_in, settings_of

ISSUER = "https://id.example.gov.vn/realms/tinh"
SITE = "https://khaosat.example.gov.vn"
NEEDED = {
    "OIDC_ISSUER": ISSUER,
    "OIDC_CLIENT_ID": "khao-sat",
    "OIDC_CLIENT_SECRET": "x",
    "SITE_URL": SITE,
}


def test_without_them_nobody_signs_in_by_a_provider(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).provider is None


def test_four_settings_are_enough(tmp_path: Path) -> None:
    provider = read_settings({**NEEDED, "SITE_URL": SITE + "/"}, tmp_path).provider
    assert provider == Provider(ISSUER, "khao-sat", "x", SITE)
    assert provider.claim == "preferred_username"
    assert provider.proven_twice == frozenset()


def test_every_setting_is_read(tmp_path: Path) -> None:
    given = {
        "OIDC_CLAIM": "sub",
        "OIDC_NAME_VI": "Cổng tỉnh",
        "OIDC_PROVEN_TWICE": "mfa, urn:gov:loa:3",
        "OIDC_ROLES": "officer reviewer",
        "OIDC_PROVINCES": "01,15",
    }
    provider = read_settings({**NEEDED, **given}, tmp_path).provider
    assert provider is not None
    assert (provider.claim, provider.name) == ("sub", Sentence("Cổng tỉnh", "Cổng tỉnh"))
    assert provider.proven_twice == {"mfa", "urn:gov:loa:3"}
    assert provider.roles == {"officer", "reviewer"}
    assert provider.provinces == {"01", "15"}
    both = {**NEEDED, **given, "OIDC_NAME_EN": "Province ID"}
    named = read_settings(both, tmp_path).provider
    assert named is not None
    assert named.name == Sentence("Cổng tỉnh", "Province ID")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_CLIENT_SECRET": "bí mật"}, "plain letters"),
        ({"OIDC_ISSUER": "http://id.example.gov.vn"}, "https"),
        ({"OIDC_ISSUER": "http://127.0.0.1.evil.example"}, "https"),
        ({"OIDC_ISSUER": ISSUER + "?a=1"}, "https"),
        ({"OIDC_ISSUER": "https://an:word@id.example.gov.vn"}, "https"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"SITE_URL": "http://khaosat.example.gov.vn"}, "SITE_URL"),
        ({"OIDC_CLAIM": "name"}, "OIDC_CLAIM"),
        ({"OIDC_CLAIM": "a b"}, "OIDC_CLAIM"),
        ({"OIDC_NAME_VI": "x" * 61}, "OIDC_NAME_VI"),
        ({"OIDC_NAME_EN": "a\nb"}, "OIDC_NAME_EN"),
        ({"OIDC_PROVEN_TWICE": "mfa pwd"}, "OIDC_PROVEN_TWICE"),
        ({"OIDC_ROLES": "officer boss"}, "OIDC_ROLES"),
        ({"OIDC_PROVINCES": "Hà Nội"}, "OIDC_PROVINCES"),
        ({"OIDC_PROVINCES": "1"}, "OIDC_PROVINCES"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsRefused, match=said):
        read_settings({**NEEDED, **wrong}, tmp_path)


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read_settings({"OIDC_CLAIM": "name", "OIDC_PROVEN_TWICE": "0"}, tmp_path)
    assert len(refused.value.refusals) == 4


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example.gov.vn:8443/x", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("https://", False),
        ("https://id.example:x", False),
        ("https://[", False),
        ("https://id.example/a b", False),
        ("https://id.example/\t", False),
        ("https://ệ.example", False),
        ("ftp://127.0.0.1", False),
        ("", False),
    ],
    ids=ascii,
)
def test_an_address_is_safe_by_https_or_on_this_machine(address: str, safe: bool) -> None:
    assert is_safe(address) == safe


@pytest.mark.parametrize("package", ["authlib", "joserfc", "requests"])
def test_without_the_extra_the_start_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for each in [
        each
        for each in sys.modules
        if each.startswith(("survey.signing_in.openid", "survey.signing_in.id_"))
    ]:
        monkeypatch.delitem(sys.modules, each)
    for each in [each for each in sys.modules if each.partition(".")[0] == package]:
        monkeypatch.setitem(sys.modules, each, None)
    monkeypatch.setitem(sys.modules, package, None)
    engine = found_in(tmp_path)
    known = replace(settings_of(engine), provider=Provider(ISSUER, "khao-sat", "x", SITE))
    with pytest.raises(Refused, match=f"«oidc».*package {package} is missing"):
        create_app(known)
    # Whoever names no provider needs none of it.
    create_app(settings_of(engine)).config["ENGINE"].dispose()
    engine.dispose()
