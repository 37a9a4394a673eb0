"""Passwords that a guesser of Vietnamese offices would try are refused, with what to do."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from survey.signing_in.password_strength import COMMON, OWN, PATTERN, weakness
from survey.signing_in.password_words import forms_of, local_words

SURVEY = Path(__file__).parents[2] / "survey"
LAN = ("Nguyễn Thị Lan", "lan.nt", "Xã Mường Hum")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("matkhau123456", COMMON),
        ("Mật khẩu 2026", COMMON),
        ("M@tKh4u2026!!", COMMON),
        ("anhyeuem2026", COMMON),
        ("chuyendoiso2026", COMMON),
        ("haiphong123456", COMMON),
        ("Hải Phòng 2026", COMMON),
        ("muonghum@2026", OWN),
        ("Xã Mường Hum 2026", OWN),
        ("NguyenThiLan1", OWN),
        ("lan.nt.lan.nt.", OWN),
        ("passwordpassword", PATTERN),
        ("qwertyuiop12", COMMON),
        ("123456789012", COMMON),
        ("aaaaaaaaaaaaaaaa", PATTERN),
        ("300419750209", PATTERN),
    ],
)
def test_what_is_easily_guessed_is_refused_with_why(password: str, why: object) -> None:
    found = weakness(password, LAN)
    assert found is not None
    assert found == why
    assert "không liên quan" in found.vi
    assert "unrelated" in found.en


@pytest.mark.parametrize(
    "password",
    [
        "xe đạp tím nhai bánh",
        "con trau nhai kem da",
        "mưa rào gõ cửa tủ lạnh",
        "correct horse battery staple",
        "vT7#qLz9!mWk",
    ],
)
def test_a_few_unrelated_words_are_enough_and_no_mix_of_signs_is_asked_for(password: str) -> None:
    assert weakness(password, LAN) is None


def test_marks_and_capitals_make_no_password_harder() -> None:
    assert weakness("Hải Phòng 2026", LAN) == weakness("hai phong 2026", LAN)


def test_another_persons_name_is_judged_by_the_lists_alone() -> None:
    assert weakness("Vương Quốc Khải 7", ("Vương Quốc Khải", "khai")) == OWN
    assert weakness("Vương Quốc Khải 7", LAN) is None


def test_every_province_and_commune_is_among_the_words_without_marks() -> None:
    words = local_words()
    assert {"ha noi", "hanoi", "mat khau", "matkhau", "muonghum", "phuquoc"} <= words.keys()
    assert all(word == word.lower() and "đ" not in word for word in words)
    assert words["matkhau"] < words["muonghum"]
    assert list(forms_of("Xã Mường Hum"))[:2] == ["muong hum", "muonghum"]


def test_the_longest_password_is_judged_in_a_moment() -> None:
    local_words()
    begun = time.perf_counter()
    for hostile in ("a4@" * 66, "matkhau" * 28, "1!|" * 66, "ộ" * 200):
        weakness(hostile, LAN)
    assert time.perf_counter() - begun < 4


def test_zxcvbn_is_loaded_when_a_password_is_judged_and_not_before() -> None:
    """Only this module imports it, and nobody imports this module but by name, when it is needed."""
    sources = {each: each.read_text("utf-8") for each in SURVEY.rglob("*.py")}
    importing = re.compile(
        r"^\s*(from|import) (zxcvbn|survey\.signing_in\.password_strength)", re.MULTILINE
    )
    assert [each.name for each, text in sources.items() if importing.search(text)] == [
        "password_strength.py"
    ]
