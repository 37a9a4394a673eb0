"""The code on a receipt, as it is written down, read aloud and typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.receipts import ALPHABET, receipt_in, receipt_typed


@pytest.mark.parametrize(
    "typed",
    [
        "26M4-41HV-90ZX",
        "26M441HV90ZX",
        " 26m4 41hv 90zx ",
        "26M4-4IHV-9OZX",
        "26m4-4lhv-9ozx",
        "26M4\u201341HV\u201390ZX",
    ],
)
def test_a_code_is_found_however_it_was_copied_or_heard(typed: str) -> None:
    assert receipt_typed(typed) == "26M4-41HV-90ZX"


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_code_typed_as_it_is_printed_stays_as_it_is(digest: str) -> None:
    code = receipt_in(digest)
    assert receipt_typed(code) == code
    assert set(code) <= set(ALPHABET + "-")


def test_what_is_no_code_names_no_receipt() -> None:
    assert receipt_typed("") == ""
    assert receipt_typed("không phải mã") != "không phải mã"
