"""Passwords are hashed by Argon2id; one-time passwords can be read aloud."""

from __future__ import annotations

import secrets
import time
import unicodedata
from itertools import count

from survey.signing_in.passwords import (
    READABLE,
    hash_one_time,
    hash_password,
    is_one_time,
    nobodys_hash,
    one_time_password,
    verify_password,
)


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


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    typed = "mật khẩu đủ dài"
    stored = hash_password(unicodedata.normalize("NFD", typed))
    assert verify_password(stored, unicodedata.normalize("NFC", typed))
    assert verify_password(stored, unicodedata.normalize("NFD", typed))


def test_a_one_time_password_is_known_as_people_type_it_from_paper() -> None:
    made = one_time_password(secrets.randbelow)
    stored = hash_one_time(made)
    assert is_one_time(stored)
    assert made not in stored
    assert stored != hash_one_time(made)
    for typed in (made, made.upper(), made.replace("-", " "), made.replace("-", "")):
        assert verify_password(stored, typed)
    for wrong in (made[:-1], made + "a", "", made[::-1]):
        assert not verify_password(stored, wrong)


def test_nothing_opens_nobodys_hash() -> None:
    assert not verify_password(nobodys_hash(), "")
    assert nobodys_hash() is nobodys_hash()


def test_a_one_time_password_takes_as_long_to_check_as_any_other() -> None:
    """Else the time of an answer would tell who has not yet signed in."""
    times = {}
    for stored in (hash_one_time("abcd"), hash_password("abcd")):
        verify_password(stored, "warm")
        each = []
        for _ in range(7):
            # Of this thread: what else the machine does is not the password's.
            begun = time.thread_time()
            verify_password(stored, "wrong")
            each.append(time.thread_time() - begun)
        times[is_one_time(stored)] = min(each)
    assert 0.6 < times[True] / times[False] < 1.6
