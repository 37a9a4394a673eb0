"""Judging an ID token: who signed it, for whom, in answer to what, and until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from survey.signing_in.provider import NotProven, Provider

# Signatures that only the provider can make: none of a shared secret, and never «none».
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LONGEST = 32 * 1024
# Clocks of two servers differ by so many seconds at most.
LEEWAY = 60
LONGEST_CLAIM = 200
Keys = Callable[[bool], KeySet]


@dataclass(frozen=True, slots=True)
class Given:
    """What the provider gave for a code: the ID token, and the access token that came with it."""

    id_token: object
    access_token: object


def claims_of(
    given: Given, keys: Keys, provider: Provider, nonce: str, at: datetime
) -> dict[str, Any]:
    """The claims of a token that is in order in every respect. Raises :class:`NotProven`, saying in which not.

    ``keys(newer)`` gives the provider's keys, and with True those of this moment.
    """
    token = given.id_token
    if not isinstance(token, str) or len(token) > LONGEST:
        raise NotProven("no ID token")
    try:
        try:
            read = jwt.decode(token, keys(False), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            read = jwt.decode(token, keys(True), algorithms=ALGORITHMS)
        if str(read.header.get("typ", "JWT")).upper() != "JWT":
            raise NotProven("another kind of token")
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            params={
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": given.access_token,
            },
        )
        claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    except JoseError as error:
        raise NotProven(f"{error.error} {getattr(error, 'claim', '')}".strip()) from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise NotProven(f"unreadable: {type(error).__name__}") from error
    return dict(claims)


def name_in(claims: Mapping[str, Any], claim: str) -> str:
    """What names the account. Raises :class:`NotProven` where it is no short line of text.

    An address names it only where the provider has checked that it is the person's.
    """
    name = claims.get(claim)
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_CLAIM or not name.isprintable():
        raise NotProven(f"no usable claim {claim}")
    if claim == "email" and claims.get("email_verified") is not True:
        raise NotProven("the address is not verified")
    return name


def is_twice(claims: Mapping[str, Any], values: frozenset[str]) -> bool:
    """Whether ``acr``, or one of the ways in ``amr``, is one that means two factors."""
    ways = claims.get("amr")
    said = [claims.get("acr"), *(ways if isinstance(ways, list) else ())]
    return any(isinstance(each, str) and each in values for each in said)
