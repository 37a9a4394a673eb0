"""An identity provider of the ministry's or a province's own (OpenID Connect): what the rest needs to know of it.

Whatever speaks with it stands on optional packages and is imported only where the settings name a provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forms.sentence import Sentence
from reports.extras import needed

OPTIONAL = ("authlib", "joserfc", "requests")
NO_EXTRA = Sentence(
    "Cấu hình có OIDC_ISSUER nhưng chưa cài phần đăng nhập qua hệ thống định danh (thiếu gói {package}). Hãy cài phần bổ sung «oidc» của chương trình.",
    "OIDC_ISSUER is set, but what signs people in by an identity provider is not installed (package {package} is missing). Install this program's «oidc» extra.",
)
UNNAMED = Sentence("cổng định danh của cơ quan", "your organisation's sign-in service")


@dataclass(frozen=True, slots=True)
class Provider:
    """Which provider, what we are called there, and what of its word is believed.

    ``claim`` names the account: by its sign-in name or, where it is ``email``, by its official address.
    ``roles`` and ``provinces`` (codes) are those whose accounts it may open; empty means all.
    ``proven_twice`` are values of ``acr`` or ``amr`` that mean two factors. ``site`` is the survey's own address.
    ``seconds`` is how long the provider may take to answer.
    """

    issuer: str
    client_id: str
    client_secret: str
    site: str
    claim: str = "preferred_username"
    name: Sentence = UNNAMED
    proven_twice: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sign-in at the provider is recognised by when it comes back; all three are drawn for it alone."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Came:
    """What a browser brings back: a code, and who sent it where the provider says so (RFC 9207)."""

    code: str
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Proven:
    """Who the provider says this is, and whether by two factors."""

    name: str
    twice: bool


class NotReached(Exception):
    """The provider does not answer, or not with anything that can be used."""


class NotProven(Exception):
    """What came back proves nobody's identity; ``str`` of it says why, for the operator's log."""


class SignsIn(Protocol):
    """What the pages ask of a provider; each may raise :class:`NotReached`."""

    def address(self, asked: Asked, back: str, language: str, at: datetime) -> str:
        """Where to send the browser, which comes ``back`` to this address of ours."""

    def proven(self, came: Came, asked: Asked, back: str, at: datetime) -> Proven:
        """Who came back. Raises :class:`NotProven` too."""

    def leaving(self, back: str, at: datetime) -> str:
        """Where to sign out of the provider; empty where it has no such page."""


def signing_in_by(provider: Provider) -> SignsIn:
    """What speaks with the provider; nothing is asked of it yet. Raises Refused without the extra «oidc»."""
    made: SignsIn = needed("survey.signing_in.openid_connect", OPTIONAL, NO_EXTRA).OpenIdConnect(
        provider
    )
    return made
