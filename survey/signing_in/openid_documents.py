"""Asking an identity provider: its description of itself and its keys, within limits of time, size and number."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from requests.adapters import HTTPAdapter

from survey.signing_in.provider import NotReached, Provider
from survey.signing_in.provider_settings import is_safe

LARGEST, LONGEST_ADDRESS = 256 * 1024, 2000
KEPT_FOR = timedelta(hours=1)
# A key that is not known may be new; a provider is not asked for its keys more often than this.
KEYS_EVERY = timedelta(minutes=1)
# One that did not answer is left alone for so long: nobody else waits for it in vain.
REST = timedelta(seconds=30)
# So few of a server's threads ever wait for the provider: signing in by password goes on.
AT_ONCE, WAIT_SECONDS = 2, 2.0
COST_TIME = (requests.ConnectionError, requests.Timeout)
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Description:
    """What a provider says of itself (OpenID Connect Discovery), as far as it is used here."""

    authorization: str
    token: str
    keys: str
    user: str
    leaving: str
    by_post: bool
    names_itself: bool


class Bounded(HTTPAdapter):
    """Every answer that a session gets through it is whole at once, small, and in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def send(self, request: Any, *_: Any, **options: Any) -> Any:
        """As its parent, with both limits; raises requests' own errors."""
        until = time.monotonic() + 2 * self.seconds
        known = {**options, "stream": True, "timeout": self.seconds}
        response = super().send(request, **known)
        parts, size = [], 0
        for part in response.iter_content(8192):
            parts.append(part)
            size += len(part)
            if size > LARGEST or time.monotonic() > until:
                response.close()
                raise requests.Timeout("too long an answer")
        # Where requests itself keeps what it has read.
        response._content = b"".join(parts)
        return response


class Documents:
    """A provider's description and keys: read when first needed, kept for an hour, and longer while it is down."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._silent_until: datetime | None = None
        self._described: tuple[Description, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    def limit(self, session: requests.Session) -> requests.Session:
        """The session, in which every answer is bounded."""
        for scheme in ("https://", "http://"):
            session.mount(scheme, Bounded(self.provider.seconds))
        return session

    @contextmanager
    def talk(self, at: datetime) -> Iterator[None]:
        """A turn to speak with the provider. Raises :class:`NotReached` where it is silent or too many speak."""
        silent = self._silent_until
        if (silent is not None and at < silent) or not self._places.acquire(timeout=WAIT_SECONDS):
            raise NotReached
        try:
            yield
        except (requests.RequestException, RecursionError) as error:
            if isinstance(error, COST_TIME):
                self._silent_until = at + REST
            log.warning("The identity provider was not reached: %s", type(error).__name__)
            raise NotReached from error
        finally:
            self._places.release()

    def described(self, at: datetime) -> Description:
        """The provider's description. Raises :class:`NotReached` where there is none."""
        if self._described is not None and at - self._described[1] < KEPT_FOR:
            return self._described[0]
        try:
            issuer = self.provider.issuer.rstrip("/")
            said = self.asked(f"{issuer}/.well-known/openid-configuration", at)
            self._described = (described(said, self.provider.issuer), at)
        except NotReached:
            if self._described is None:
                raise
        return self._described[0]

    def keys(self, at: datetime, *, newer: bool = False) -> KeySet:
        """The provider's keys to check signatures by; with ``newer`` asked for again, though not every second."""
        age = None if self._keys is None else at - self._keys[1]
        if self._keys is not None and age is not None and age < (KEYS_EVERY if newer else KEPT_FOR):
            return self._keys[0]
        self._keys = (key_set(self.asked(self.described(at).keys, at)), at)
        return self._keys[0]

    def asked(self, address: str, at: datetime, bearer: str = "") -> Mapping[str, Any]:
        """The JSON object at an address of the provider's. Raises :class:`NotReached`."""
        headers = {"Accept": "application/json"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        with self.talk(at), self.limit(requests.Session()) as session:
            answer = session.get(address, headers=headers, allow_redirects=False)
            if answer.status_code != 200:
                raise requests.HTTPError(str(answer.status_code))
            said = answer.json()
            if not isinstance(said, dict):
                raise requests.exceptions.InvalidJSONError("not an object")
        return said


def described(said: Mapping[str, Any], issuer: str) -> Description:
    """What the provider says of itself. Raises :class:`NotReached` where it is not who was named, or unsafe."""
    if said.get("issuer") != issuer:
        log.error("The identity provider calls itself otherwise than OIDC_ISSUER does.")
        raise NotReached
    at_home = issuer.startswith("http://")

    def safe(name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
            return ""
        return address if is_safe(address, loopback=at_home) else ""

    if not all(map(safe, NEEDED)):
        log.error("The identity provider does not name all of %s by https.", ", ".join(NEEDED))
        raise NotReached
    ways = said.get("token_endpoint_auth_methods_supported")
    return Description(
        authorization=safe("authorization_endpoint"),
        token=safe("token_endpoint"),
        keys=safe("jwks_uri"),
        user=safe("userinfo_endpoint"),
        leaving=safe("end_session_endpoint"),
        by_post=isinstance(ways, list) and "client_secret_basic" not in ways,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def key_set(said: Mapping[str, Any]) -> KeySet:
    """The keys for signatures; those for other uses, secret or unknown kinds are left out."""
    keys, listed = [], said.get("keys")
    for each in listed if isinstance(listed, list) else ():
        kind = each.get("kty") if isinstance(each, dict) else None
        if kind in ("RSA", "EC", "OKP") and each.get("use", "sig") == "sig":
            try:
                keys.append(JWKRegistry.import_key(each))
            except (JoseError, ValueError, TypeError):
                log.warning("A key of the identity provider's could not be read.")
    return KeySet(keys)
