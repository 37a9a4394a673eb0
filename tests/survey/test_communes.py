"""The register: all communes in force, their order, their search, their distances."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.communes import (
    Register,
    bare_name,
    in_sentence,
    load_register,
    plain,
    vietnamese_key,
)


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def test_the_register_has_every_commune_and_province_in_force(register: Register) -> None:
    kinds = Counter(commune.kind for commune in register.communes.values())
    assert kinds == {"phuong": 697, "xa": 2611, "dac_khu": 13}
    assert len(register.communes) == 3321
    assert len(register.provinces) == 34


def test_every_commune_belongs_to_a_province_and_every_province_has_its_seat(
    register: Register,
) -> None:
    for commune in register.communes.values():
        assert commune.province_code in register.provinces
        assert len(commune.code) == 5
        assert commune.code.isdigit()
    for province in register.provinces.values():
        assert register.communes[province.seat_commune_code].province_code == province.code


def test_names_are_in_nfc_and_hundreds_of_communes_share_one(register: Register) -> None:
    names = [commune.name for commune in register.communes.values()]
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    counts = Counter(names)
    assert sum(times for times in counts.values() if times > 1) == 561


def test_the_wards_of_dong_nai_are_those_of_april_2026(register: Register) -> None:
    changed = [
        "25270",
        "25357",
        "25363",
        "26116",
        "26170",
        "26248",
        "26326",
        "26368",
        "26425",
        "26485",
    ]
    assert {register.communes[code].kind for code in changed} == {"phuong"}
    assert register.provinces[register.communes["25270"].province_code].kind == "thanh_pho"


def test_a_seat_is_at_its_own_distance_of_zero(register: Register) -> None:
    for province in register.provinces.values():
        assert register.km_to_seat(province.seat_commune_code) == 0


def test_muong_hum_is_some_140_km_from_its_seat(register: Register) -> None:
    # The seat of Lào Cai is in Yên Bái since the merger: 21.7 N, 104.9 E; Mường Hum 22.5 N, 103.7 E.
    north = (22.4668 - 21.70) * 111.2
    east = (104.90 - 103.658) * 111.2 * math.cos(math.radians(22.1))
    assert register.km_to_seat("02728") == pytest.approx(math.hypot(north, east), rel=0.08)


@pytest.mark.parametrize(
    ("written", "code"),
    [("00004", "00004"), ("4", "00004"), (" 4 ", "00004"), ("06978", "06970"), ("06970", "06970")],
)
def test_codes_are_understood_as_files_hold_them(
    register: Register, written: str, code: str
) -> None:
    assert register.code_of(written) == code


@pytest.mark.parametrize("written", ["", "99999", "Xã Ba Đình", "000004", "4.0", "٤", "-4"])
def test_what_is_no_code_is_none(register: Register, written: str) -> None:
    assert register.code_of(written) is None


def test_vietnamese_order_puts_letters_before_tones() -> None:
    words = ["đá", "ân", "ba", "ạ", "ă", "a", "á", "à", "ã", "ả", "da", "bà", "ơ", "ô", "o"]
    expected = ["a", "à", "ả", "ã", "á", "ạ", "ă", "ân", "ba", "bà", "da", "đá", "o", "ô", "ơ"]
    assert sorted(words, key=vietnamese_key) == expected


@given(st.text(max_size=20))
def test_order_and_search_do_not_see_how_marks_are_encoded(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert vietnamese_key(composed)[:2] == vietnamese_key(decomposed)[:2]
    assert plain(composed) == plain(decomposed)


def test_search_ignores_marks_and_knows_codes(register: Register) -> None:
    assert [each.code for each in register.find("muong hum")] == ["02728"]
    assert [each.code for each in register.find("02728")] == ["02728"]
    assert plain("Đặc khu Hoàng Sa") == "dac khu hoang sa"


def test_columns_are_what_expressions_may_read(register: Register) -> None:
    assert set(register.columns("00004")) == {
        "register_km_to_seat",
        "register_land_border_hint",
        "register_island_hint",
    }


def test_the_communes_of_a_province_come_in_vietnamese_order(register: Register) -> None:
    names = [commune.name for commune in register.of_province("01")]
    assert len(names) == 126
    assert names == sorted(names, key=vietnamese_key)


@pytest.mark.parametrize(
    ("name", "within", "bare"),
    [
        ("Xã Mường Hum", "xã Mường Hum", "Mường Hum"),
        ("Phường Ba Đình", "phường Ba Đình", "Ba Đình"),
        ("Phường Hà Giang 2", "phường Hà Giang 2", "Hà Giang 2"),
        ("Phường 1", "Phường 1", "Phường 1"),
        ("Đặc khu Trường Sa", "đặc khu Trường Sa", "Trường Sa"),
        ("Tỉnh Lào Cai", "tỉnh Lào Cai", "Lào Cai"),
        ("Thành phố Hà Nội", "thành phố Hà Nội", "Hà Nội"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Thủ đô Hà Nội", "Thủ đô Hà Nội", "Thủ đô Hà Nội"),
        ("Hà Nội", "Hà Nội", "Hà Nội"),
    ],
)
def test_a_name_within_a_sentence_is_written_as_decree_30_has_it(
    name: str, within: str, bare: str
) -> None:
    assert (in_sentence(name).vi, in_sentence(name).en) == (within, name)
    assert bare_name(name) == bare


def test_of_every_name_in_the_register_only_the_kind_loses_its_capital(register: Register) -> None:
    for place in (*register.communes.values(), *register.provinces.values()):
        within = in_sentence(place.name).vi
        assert within.casefold() == place.name.casefold()
        assert (within == place.name) is (place.name == "Thành phố Hồ Chí Minh")
