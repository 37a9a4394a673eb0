"""Numbers as people write them, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.numbers import (
    as_typed,
    both_ways,
    read_english,
    read_number,
    two_readings,
    write_number,
)
from forms.sentence import Refused, Sentence


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1,234", 1.234),
        ("1,234,567", 1234567),
        ("1,234.5", 1234.5),
        ("0.500", 0.5),
        (",5", 0.5),
        ("+5", 5),
        ("-5", -5),
        ("\u22125", -5),
        ("１２", 12),
        (" 7 ", 7),
    ],
)
def test_numbers_are_read_as_they_are_written_here(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12a",
        "1e400",
        "nan",
        "inf",
        "1..2",
        "1.23.4",
        "=1+1",
        "--1",
        "٤",
        "1 2 3",
        "1,2,3",
        "9" * 31,
        "0," + "9" * 400,
    ],
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_number(text)
    assert "Hãy" in refused.value.sentence.vi


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_written_reads_back_as_itself(number: float) -> None:
    assert read_number(write_number(number)) == number


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_written_reads_back_as_itself(number: int) -> None:
    again = read_number(write_number(number))
    assert again == number
    assert isinstance(again, int)


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (1234567.25, None, "1.234.567,25"),
        (1234.5, 0, "1.234"),
        (0.05, 1, "0,1"),
        (-0.0, None, "0"),
        (-0.04, 1, "0,0"),
        (3, 2, "3,00"),
        (1e22, None, "10.000.000.000.000.000.000.000"),
    ],
)
def test_numbers_are_written_with_dots_for_thousands_and_a_comma(
    number: float, decimals: int | None, text: str
) -> None:
    assert write_number(number, decimals) == text


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.6, "0,6", "0.6"),
        (1234.5, "1.234,5", "1,234.5"),
        (-1234567, "-1.234.567", "-1,234,567"),
        (12, "12", "12"),
    ],
)
def test_a_number_in_a_sentence_is_written_as_its_language_does(
    value: float, vi: str, en: str
) -> None:
    assert both_ways(value) == Sentence(vi, en)


@pytest.mark.parametrize(
    ("value", "en"), [(0.6, "0.6"), (1234.5, "1234.5"), (1000, "1000"), (1.234, "1.2340")]
)
def test_a_number_beside_a_field_is_written_in_english_so_that_it_can_be_typed(
    value: float, en: str
) -> None:
    assert as_typed(value).en == en


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80,000", 80000),
        ("1,234,567.25", 1234567.25),
        ("50000", 50000),
        ("0.4", 0.4),
        (".5", 0.5),
        ("1.234", 1.234),
        ("1 234.5", 1234.5),
        ("-1,000", -1000),
    ],
)
def test_an_english_number_is_read_as_an_english_page_writes_it(text: str, number: float) -> None:
    assert read_english(text) == number


@pytest.mark.parametrize("text", ["0,4", "80,00", "1.234,5", "1.000.000", "", "1,23,456", "nhiều"])
def test_what_is_no_english_number_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(Refused, match=r"1,234\.5"):
        read_english(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_written_in_english_reads_back_as_itself_and_is_not_doubted(
    number: float,
) -> None:
    said = both_ways(number)
    assert read_english(said.en) == number
    assert two_readings(said.en, "en") is None
    assert two_readings(said.vi, "vi") is None
    assert two_readings(as_typed(number).en, "") is None


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("80,000", "vi", ("80", "80000")),
        ("50.000", "en", ("50", "50000")),
        ("80,000", "", ("80", "80000")),
        ("12,345", "", ("12.3450", "12345")),
        ("12,345", "vi", None),
        ("80,000", "en", None),
        ("50.000", "vi", None),
        ("50.000", "", None),
        ("0,500", "", None),
    ],
)
def test_a_text_that_may_mean_a_thousand_times_as_much_is_told_with_both_readings(
    text: str, language: str, readings: tuple[str, str] | None
) -> None:
    assert two_readings(text, language) == readings


@given(st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9)))
def test_whoever_types_the_number_beside_a_field_is_read_so(value: float) -> None:
    for text in (as_typed(value).vi, as_typed(value).en):
        assert read_number(text) == value
