"""Passwords are hashed by Argon2id; one-time passwords can be read aloud."""

from __future__ import annotations

import secrets
from itertools import count

from survey.passwords import READABLE, hash_password, one_time_password, verify_password


def test_a_password_is_known_again_and_another_is_not() -> None:
    stored = hash_password("mật khẩu đủ dài")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify_password(stored, "mật khẩu đủ dài")
    assert not verify_password(stored, "mat khau du dai")
    assert not verify_password("no hash at all", "mật khẩu đủ dài")


def test_a_one_time_password_has_no_letters_that_look_alike() -> None:
    made = {one_time_password(secrets.randbelow) for _ in range(50)}
    assert len(made) == 50
    assert not set("il1oO0jw") & set(READABLE)
    assert all([len(group) for group in each.split("-")] == [4, 4, 4, 4] for each in made)


def test_a_one_time_password_is_drawn_from_the_source_given() -> None:
    numbers = count()
    assert one_time_password(lambda below: next(numbers) % below) == "abcd-efgh-kmnp-qrst"
