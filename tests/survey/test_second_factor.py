"""Codes of the moment: RFC 6238's own numbers, one use each, a clock that may be a little off."""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from survey.signing_in.second_factor import (
    accepted_step,
    address_of,
    digest_of_code,
    new_number,
    recovery_codes,
    secret_of,
)
from tests.builders import MONDAY

RFC_SECRET = b32encode(b"12345678901234567890").decode()
SERVER = "s" * 64


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, SHA-1; its codes have eight digits, ours are the last six."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert accepted_step(RFC_SECRET, code, at, None) == seconds // 30


def test_a_code_is_good_once_and_older_ones_are_void_with_it() -> None:
    secret = secret_of(new_number(), SERVER)
    code = pyotp.TOTP(secret).at(MONDAY)
    step = accepted_step(secret, code, MONDAY, None)
    assert step is not None
    assert accepted_step(secret, code, MONDAY, step) is None
    assert accepted_step(secret, code, MONDAY, step - 1) == step
    earlier = pyotp.TOTP(secret).at(MONDAY - timedelta(seconds=30))
    assert accepted_step(secret, earlier, MONDAY, step) is None


@pytest.mark.parametrize(("off", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_off(off: int, good: bool) -> None:
    secret = secret_of(new_number(), SERVER)
    code = pyotp.TOTP(secret).at(MONDAY + timedelta(seconds=off))
    assert (accepted_step(secret, code, MONDAY, None) is not None) is good


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "mã mã", "０１２３４５", "\x00", "9" * 5000]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert accepted_step(RFC_SECRET, typed, MONDAY, None) is None


def test_spaces_within_a_code_do_no_harm() -> None:
    code = pyotp.TOTP(RFC_SECRET).at(MONDAY)
    assert accepted_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", MONDAY, None) is not None


def test_the_database_alone_makes_no_codes() -> None:
    """The same number under another server's secret is another secret: 160 bits in base 32."""
    number = new_number()
    assert secret_of(number, SERVER) == secret_of(number, SERVER)
    assert secret_of(number, SERVER) != secret_of(number, "t" * 64)
    assert secret_of(number, SERVER) != secret_of(new_number(), SERVER)
    assert len(secret_of(number, SERVER)) == 32
    assert number not in secret_of(number, SERVER).lower()


def test_the_picture_says_whose_it_is() -> None:
    address = address_of(RFC_SECRET, "bộ.an")
    assert address.startswith("otpauth://totp/")
    assert pyotp.parse_uri(address).name == "bộ.an"


def test_recovery_codes_differ_and_are_known_as_people_type_them() -> None:
    codes = recovery_codes(secrets.randbelow)
    assert len(set(codes)) == 10
    one = codes[0]
    assert digest_of_code(one.upper().replace("-", " ")) == digest_of_code(one)
    assert digest_of_code(one) != digest_of_code(codes[1])
    assert one not in digest_of_code(one)
