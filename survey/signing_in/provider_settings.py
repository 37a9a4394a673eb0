"""The settings of signing in by an identity provider, from the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from forms.sentence import Sentence
from survey.accounts import Role
from survey.signing_in.provider import UNNAMED, Provider

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
NAMES = ("OIDC_NAME_VI", "OIDC_NAME_EN")
GIVEN = (
    *(*NEEDED, *NAMES, "OIDC_CLAIM"),
    *("OIDC_PROVEN_TWICE", "OIDC_ROLES", "OIDC_PROVINCES"),
)
LONGEST_NAME = 60
PROVINCE = re.compile(r"[0-9]{2}")
CLAIM = re.compile(r"[A-Za-z0-9_.:/-]{1,100}")
# What people choose for themselves, or share with others: it names nobody for certain.
NAMES_NOBODY = (
    *("name", "given_name", "family_name", "middle_name", "nickname", "profile", "picture"),
    *("website", "gender", "birthdate", "zoneinfo", "locale", "phone_number", "address"),
    *("iss", "aud", "exp", "iat", "acr", "amr", "azp", "nonce", "email_verified"),
)
# Of one factor, by the registered values of amr and by OpenID Connect Core.
ONCE = frozenset({"0", "pwd", "pin", "kba", "sms", "otp"})


def read_provider(environ: Mapping[str, str]) -> Provider | None:
    """The provider that ``environ`` names, which must be free of :func:`provider_faults`; else None."""
    if not environ.get("OIDC_ISSUER", ""):
        return None
    vi, en = (environ.get(name, "").strip() for name in NAMES)
    return Provider(
        issuer=environ.get("OIDC_ISSUER", ""),
        client_id=environ.get("OIDC_CLIENT_ID", ""),
        client_secret=environ.get("OIDC_CLIENT_SECRET", ""),
        site=environ.get("SITE_URL", "").rstrip("/"),
        claim=environ.get("OIDC_CLAIM", "") or "preferred_username",
        name=Sentence(vi or en, en or vi) if vi or en else UNNAMED,
        proven_twice=words(environ.get("OIDC_PROVEN_TWICE", "")),
        roles=words(environ.get("OIDC_ROLES", "")),
        provinces=words(environ.get("OIDC_PROVINCES", "")),
    )


def words(listed: str) -> frozenset[str]:
    """The words of a setting, which spaces or commas part."""
    return frozenset(listed.replace(",", " ").split())


def provider_faults(environ: Mapping[str, str]) -> Iterator[Sentence]:
    """A sentence for each setting that is wrong; none where no provider is named."""
    if not any(environ.get(name, "") for name in GIVEN):
        return
    missing = [name for name in NEEDED if not environ.get(name, "")]
    if missing:
        yield Sentence(
            f"Đăng nhập qua hệ thống định danh còn thiếu {', '.join(missing)}.",
            f"Signing in by an identity provider still needs {', '.join(missing)}.",
        )
    secret = environ.get("OIDC_CLIENT_ID", "") + environ.get("OIDC_CLIENT_SECRET", "")
    if not (secret.isascii() and secret.isprintable()):
        yield Sentence(
            "OIDC_CLIENT_ID và OIDC_CLIENT_SECRET chỉ gồm chữ cái không dấu, chữ số và dấu câu.",
            "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must consist of plain letters, digits and signs.",
        )
    if not is_safe(environ.get("OIDC_ISSUER", "") or "https://missing", ends=True):
        yield Sentence(
            "OIDC_ISSUER phải là địa chỉ https:// (http:// chỉ với 127.0.0.1), không có ? hay #.",
            "OIDC_ISSUER must be an https:// address (http:// only of 127.0.0.1) without ? or #.",
        )
    if not is_safe(environ.get("SITE_URL", ""), ends=True):
        yield Sentence(
            "SITE_URL phải là địa chỉ https:// của hệ thống khi có OIDC_ISSUER: người dùng quay lại địa chỉ đó.",
            "SITE_URL must be the survey's https:// address where OIDC_ISSUER is given: people come back to it.",
        )
    yield from _faults_of_words(environ)


def _faults_of_words(environ: Mapping[str, str]) -> Iterator[Sentence]:
    claim = environ.get("OIDC_CLAIM", "") or "sub"
    if not CLAIM.fullmatch(claim) or claim in NAMES_NOBODY:
        yield Sentence(
            "OIDC_CLAIM phải là trường định danh mà người dùng không tự sửa được: preferred_username, sub, email….",
            "OIDC_CLAIM must be a claim that people cannot change themselves: preferred_username, sub, email….",
        )
    for name in NAMES:
        given = environ.get(name, "").strip()
        if len(given) > LONGEST_NAME or not given.isprintable():
            yield Sentence(
                f"{name} dài tối đa {LONGEST_NAME} ký tự, trên một dòng.",
                f"{name} must be one line of at most {LONGEST_NAME} characters.",
            )
    if words(environ.get("OIDC_ROLES", "")) - {role.value for role in Role}:
        yield Sentence(
            "OIDC_ROLES chỉ nêu vai trò: officer, reviewer, analyst, administrator.",
            "OIDC_ROLES must name roles only: officer, reviewer, analyst, administrator.",
        )
    if not all(PROVINCE.fullmatch(code) for code in words(environ.get("OIDC_PROVINCES", ""))):
        yield Sentence(
            "OIDC_PROVINCES chỉ nêu mã tỉnh gồm hai chữ số, như 01 15.",
            "OIDC_PROVINCES must name codes of provinces only, two digits each, such as 01 15.",
        )
    if words(environ.get("OIDC_PROVEN_TWICE", "")) & ONCE:
        yield Sentence(
            "OIDC_PROVEN_TWICE chỉ nêu giá trị acr hoặc amr nghĩa là đã xác thực hai bước, như mfa.",
            "OIDC_PROVEN_TWICE must name only values of acr or amr that mean two factors, such as mfa.",
        )


def is_safe(address: str, *, ends: bool = False, loopback: bool = True) -> bool:
    """Whether it is an ``https://`` address, or with ``loopback`` an ``http://`` one of this very machine.

    With ``ends`` it has neither query nor fragment.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    spelt = address.isascii() and address.isprintable() and " " not in address
    plain = not (parts.username or parts.password or parts.fragment or (ends and parts.query))
    home = loopback and parts.scheme == "http" and host in LOOPBACK
    return bool(spelt and plain and host and port != 0 and (parts.scheme == "https" or home))
