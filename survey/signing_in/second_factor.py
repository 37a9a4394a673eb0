"""The second factor: a six-digit code of the moment from a person's telephone (TOTP, RFC 6238).

The database holds a random number for each account; the secret that the telephone knows follows from it
and the server's own secret. Whoever steals the database alone can make no codes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from collections.abc import Callable
from datetime import datetime

import pyotp

from survey.signing_in.passwords import one_time_password

STEP_SECONDS = 30
# A telephone's clock may be off by one step either way.
DRIFT = 1
RECOVERY_CODES = 10
GROUPS_OF_A_CODE = 6
ISSUER = "Khao sat cap xa"


def new_number() -> str:
    """What the database keeps of a new second factor."""
    return secrets.token_hex(16)


def secret_of(number: str, server_secret: str) -> str:
    """The secret (base 32, 160 bits) that the telephone is told."""
    made = hmac.new(server_secret.encode(), f"second factor {number}".encode(), hashlib.sha256)
    return b32encode(made.digest()[:20]).decode()


def address_of(secret: str, sign_in: str) -> str:
    """What the picture for the telephone says (``otpauth://``)."""
    return pyotp.TOTP(secret).provisioning_uri(name=sign_in, issuer_name=ISSUER)


def accepted_step(secret: str, typed: str, at: datetime, last: int | None) -> int | None:
    """The 30-second step whose code was typed; None for a wrong code and for one used before.

    ``last`` is the step of the code that was accepted last: that one and older ones are refused.
    """
    code = "".join(typed.split())
    now, found = int(at.timestamp()) // STEP_SECONDS, None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code.encode(), pyotp.TOTP(secret).generate_otp(step).encode()):
            found = step
    return found if found is not None and (last is None or found > last) else None


def recovery_codes(below: Callable[[int], int]) -> tuple[str, ...]:
    """Ten codes for when the telephone is lost; ``below(n)`` draws from 0 to n − 1.

    117 bits each: with 112 or more a fast hash without salt is enough (ASVS 6.5.2).
    """
    return tuple(one_time_password(below, GROUPS_OF_A_CODE) for _ in range(RECOVERY_CODES))


def digest_of_code(typed: str) -> str:
    """SHA-256 of a recovery code's letters and digits, however it is typed; drawn at random, so enough."""
    bare = "".join(each for each in typed.casefold() if each.isalnum())
    return hashlib.sha256(f"recovery code {bare}".encode()).hexdigest()
