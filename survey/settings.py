"""The settings, from the environment; everything missing or wrong is named at once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forms.sentence import Refused, Sentence
from survey.people.mailing import is_mail_server
from survey.signing_in.provider import Provider
from survey.signing_in.provider_settings import provider_faults, read_provider

SHORTEST_SECRET = 32
SHORTEST_TOKEN = 16
DATABASES = ("sqlite:///", "postgresql+psycopg://", "postgresql://", "postgres://")
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from place to place. ``https`` says that browsers reach the server by HTTPS.

    ``evidence_folder`` keeps what communes attach, unless ``evidence_in_database`` (``EVIDENCE=database``); it is
    never served as a folder. ``own_secret``: the secret was made here, and no other host has it. ``second_factor``: analysts
    and administrators must have one; :func:`read_settings` requires it unless told ``SECOND_FACTOR=off``.
    ``log_requests`` (``LOG=json``) writes a line a request; ``metrics_token`` opens ``/metrics``.
    ``trusted_proxies`` of the operator's stand before the server. ``security_contact``: mailto: or https:.
    ``smtp`` sends letters from ``smtp_from`` that lead to ``site``; all three or none.
    ``provider`` signs people in by an identity provider, beside their passwords.
    """

    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    https: bool = False
    trusted_hosts: tuple[str, ...] = ()
    evidence_folder: Path = Path("instance") / "evidence"
    evidence_in_database: bool = False
    own_secret: bool = False
    second_factor: bool = False
    log_requests: bool = False
    metrics_token: str = ""
    trusted_proxies: int = 0
    security_contact: str = ""
    smtp: str = ""
    smtp_from: str = ""
    site: str = ""
    provider: Provider | None = None


class SettingsRefused(Refused):
    """One or more settings are wrong; ``refusals`` has a sentence for each."""

    def __init__(self, refusals: tuple[Sentence, ...]) -> None:
        super().__init__(
            Sentence(" ".join(each.vi for each in refusals), " ".join(each.en for each in refusals))
        )
        self.refusals = refusals


def read_settings(environ: Mapping[str, str], instance: Path) -> Settings:
    """Settings from ``environ``; without DATABASE_URL and SECRET_KEY, files under ``instance``.

    Raises :class:`SettingsRefused` with every fault.
    """
    refusals = tuple(_faults(environ))
    if refusals:
        raise SettingsRefused(refusals)
    hosts = (host.strip() for host in environ.get("TRUSTED_HOSTS", "").split(","))
    return Settings(
        database_url=_database(environ.get("DATABASE_URL", ""), instance),
        secret_key=environ.get("SECRET_KEY") or _kept_secret(instance),
        own_secret=not environ.get("SECRET_KEY"),
        host=environ.get("HOST") or "127.0.0.1",
        port=int(environ.get("PORT") or 8000),
        https=environ.get("HTTPS", "").lower() in YES,
        trusted_hosts=tuple(host for host in hosts if host),
        trusted_proxies=int(environ.get("TRUSTED_PROXIES") or 0),
        security_contact=environ.get("SECURITY_CONTACT", "").strip(),
        second_factor=environ.get("SECOND_FACTOR", "") != "off",
        smtp=environ.get("SMTP_URL", ""),
        smtp_from=environ.get("SMTP_FROM", ""),
        site=environ.get("SITE_URL", "").rstrip("/"),
        provider=read_provider(environ),
        log_requests=environ.get("LOG", "") == "json",
        metrics_token=environ.get("METRICS_TOKEN", ""),
        evidence_folder=Path(environ.get("EVIDENCE_FOLDER") or instance / "evidence"),
        evidence_in_database=environ.get("EVIDENCE", "") == "database",
    )


def _faults(environ: Mapping[str, str]) -> list[Sentence]:
    faults: list[Sentence] = []
    url = environ.get("DATABASE_URL", "")
    if url and not url.startswith(DATABASES):
        faults.append(
            Sentence(
                "DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://.",
                "DATABASE_URL must begin with sqlite:/// or postgresql://.",
            )
        )
    elif url in ("sqlite:///", "sqlite:///:memory:"):
        faults.append(
            Sentence(
                "DATABASE_URL phải chỉ một tệp SQLite, không phải bộ nhớ: dữ liệu sẽ mất khi dừng.",
                "DATABASE_URL must name an SQLite file, not memory: everything would be lost at stop.",
            )
        )
    secret = environ.get("SECRET_KEY", "")
    if secret and len(secret) < SHORTEST_SECRET:
        faults.append(
            Sentence(
                f"SECRET_KEY phải có ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên.",
                f"SECRET_KEY must have at least {SHORTEST_SECRET} random characters.",
            )
        )
    port = environ.get("PORT", "")
    if port and not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        faults.append(
            Sentence("PORT phải là số từ 1 đến 65535.", "PORT must be a number from 1 to 65535.")
        )
    if environ.get("LOG", "") not in ("", "off", "json"):
        faults.append(Sentence("LOG phải là json hoặc off.", "LOG must be json or off."))
    if 0 < len(environ.get("METRICS_TOKEN", "")) < SHORTEST_TOKEN:
        faults.append(
            Sentence(
                f"METRICS_TOKEN phải có ít nhất {SHORTEST_TOKEN} ký tự ngẫu nhiên.",
                f"METRICS_TOKEN must have at least {SHORTEST_TOKEN} random characters.",
            )
        )
    faults += _safety_faults(environ)
    if environ.get("HTTPS", "").lower() not in YES + NO:
        faults.append(Sentence("HTTPS phải là 1 hoặc 0.", "HTTPS must be 1 or 0."))
    return faults


def _safety_faults(environ: Mapping[str, str]) -> Iterator[Sentence]:
    if environ.get("TRUSTED_PROXIES", "") not in ("", "0", "1", "2", "3"):
        yield Sentence(
            "TRUSTED_PROXIES là số máy chủ trung gian đứng trước, từ 0 đến 3.",
            "TRUSTED_PROXIES is the number of your own proxies before the server, 0 to 3.",
        )
    contact = environ.get("SECURITY_CONTACT", "").strip()
    if contact and not (contact.startswith(("mailto:", "https://")) and contact.isprintable()):
        yield Sentence(
            "SECURITY_CONTACT phải bắt đầu bằng mailto: hoặc https://.",
            "SECURITY_CONTACT must begin with mailto: or https://.",
        )
    yield from _mail_faults(
        *(environ.get(name, "") for name in ("SMTP_URL", "SMTP_FROM", "SITE_URL"))
    )
    yield from provider_faults(environ)
    if environ.get("EVIDENCE", "") not in ("", "folder", "database"):
        yield Sentence(
            "EVIDENCE phải là folder hoặc database.", "EVIDENCE must be folder or database."
        )
    if environ.get("SECOND_FACTOR", "") not in ("", "required", "off"):
        yield Sentence(
            "SECOND_FACTOR phải là required hoặc off.", "SECOND_FACTOR must be required or off."
        )


def _mail_faults(server: str, sender: str, site: str) -> Iterator[Sentence]:
    if server and not is_mail_server(server):
        yield Sentence(
            "SMTP_URL phải có dạng smtp://tên:mật-khẩu@máy-chủ:587 hoặc smtps://….",
            "SMTP_URL must look like smtp://name:password@host:587 or smtps://….",
        )
    if server and ("@" not in sender or not sender.isprintable()):
        yield Sentence(
            "SMTP_FROM phải là địa chỉ thư người gửi khi có SMTP_URL.",
            "SMTP_FROM must be the sender's address where SMTP_URL is given.",
        )
    if server and not site.startswith(("https://", "http://127.0.0.1")):
        yield Sentence(
            "SITE_URL phải là địa chỉ https:// của hệ thống khi có SMTP_URL.",
            "SITE_URL must be the survey's https:// address where SMTP_URL is given.",
        )


def _database(url: str, instance: Path) -> str:
    """The address asked for; a file under ``instance`` where none is."""
    if not url:
        instance.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{instance / 'survey.db'}"
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _kept_secret(instance: Path) -> str:
    """A secret of this place, made once and readable by its owner only."""
    instance.mkdir(parents=True, exist_ok=True)
    place = instance / "secret_key"
    try:
        made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text("ascii").strip()
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return place.read_text("ascii").strip()
