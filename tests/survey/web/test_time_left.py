"""How long filling will still take, in words."""

from __future__ import annotations

import pytest

from survey.web.time_left import time_left


@pytest.mark.parametrize(
    ("questions", "vi", "en"),
    [
        (1, "5 phút", "5 minutes"),
        (5, "10 phút", "10 minutes"),
        (28, "1 giờ", "1 h"),
        (31, "1 giờ 5 phút", "1 h 5 min"),
        (60, "2 giờ", "2 h"),
    ],
)
def test_time_is_said_to_the_next_five_minutes(questions: int, vi: str, en: str) -> None:
    said = time_left(questions)
    assert (said.vi, said.en) == (vi, en)
