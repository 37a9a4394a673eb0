"""Passwords: hashed with Argon2id; one-time passwords, drawn at random, that can be read aloud."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane; about 20 ms on an old core.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# No letters or digits that look or sound alike.
READABLE = "abcdefghkmnpqrstuvxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
ONE_TIME = "$one-time$"
# Long enough for paper to reach an island, short enough that a slip nobody used opens nothing next year.
ONE_TIME_LASTS = timedelta(days=60)


def hash_password(password: str) -> str:
    """The Argon2id hash to store, with its own salt and parameters; letters are composed (NFC) first."""
    return HASHER.hash(normalize("NFC", password))


def hash_one_time(password: str) -> str:
    """The hash of a one-time password of :func:`one_time_password`: salted SHA-256, microseconds.

    A slow hash protects what a person thought of. Of what was drawn at random there are 2^77: at 10^12
    tries a second that is 4,000 years, whatever the hash, and ten thousand slips need seconds, not minutes.
    """
    salt = secrets.token_hex(16)
    return f"{ONE_TIME}{salt}${_digest(salt, password)}"


def is_one_time(stored: str) -> bool:
    """Whether the hash is one of :func:`hash_one_time`."""
    return stored.startswith(ONE_TIME)


def verify_password(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed; False too for what is no hash.

    Takes as long for a one-time password as for any other, so that time tells nobody which it is.
    """
    if is_one_time(stored):
        _verify_slowly(nobodys_hash(), password)
        salt, _, digest = stored.removeprefix(ONE_TIME).partition("$")
        return hmac.compare_digest(digest, _digest(salt, password))
    return _verify_slowly(stored, password)


@lru_cache
def nobodys_hash() -> str:
    """A hash that no password opens, to verify where there is none; made once a process."""
    return hash_password(secrets.token_hex())


def one_time_password(below: Callable[[int], int], groups_of_four: int = GROUPS) -> str:
    """Sixteen characters in groups of four, 77 bits; ``below(n)`` draws from 0 to n − 1 in secret."""
    groups = (
        "".join(READABLE[below(len(READABLE))] for _ in range(GROUP_LENGTH))
        for _ in range(groups_of_four)
    )
    return "-".join(groups)


def _verify_slowly(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False


def _digest(salt: str, password: str) -> str:
    """Of the letters and digits alone: people type from paper, with or without dashes, in capitals."""
    bare = "".join(each for each in password.casefold() if each.isalnum())
    return hashlib.sha256(f"{salt}{bare}".encode()).hexdigest()
