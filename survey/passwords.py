"""Passwords: hashed with Argon2id, and one-time passwords that can be read aloud."""

from __future__ import annotations

from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane; about 20 ms on an old core.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# No letters or digits that look or sound alike.
READABLE = "abcdefghkmnpqrstuvxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def hash_password(password: str) -> str:
    """The Argon2id hash to store, with its own salt and parameters."""
    return HASHER.hash(password)


def verify_password(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed; False too for what is no hash."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def one_time_password(below: Callable[[int], int]) -> str:
    """Sixteen characters in groups of four, 77 bits; ``below(n)`` draws from 0 to n − 1 in secret."""
    groups = (
        "".join(READABLE[below(len(READABLE))] for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
    return "-".join(groups)
