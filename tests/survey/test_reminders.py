"""Reminders say who, why, where and until when, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from survey.people.reminders import Audience, Occasion, Reminded, reminder

OF = Occasion("Hà Nội", "Đợt 1", "https://khaosat.example/", date(2026, 9, 14), date(2026, 9, 11))
LISTED = [Reminded("Phường Ba Đình", 40), Reminded("Phường Ngọc Hà", 0, date(2026, 9, 20))]


@pytest.mark.parametrize("audience", Audience)
def test_a_reminder_names_round_place_days_and_every_commune(audience: Audience) -> None:
    text = reminder(audience, OF, LISTED)
    for words in (text.vi, text.en):
        for each in ("Hà Nội", "Đợt 1", "https://khaosat.example/", "14/09/2026", "40%"):
            assert each in words
        assert "{" not in words
    assert "2. Phường Ngọc Hà (đã trả lời 0%, đến hết 20/09/2026)" in text.vi
    assert "còn 3 ngày" in text.vi
    assert "3 days left" in text.en


def test_on_and_after_the_last_day_it_says_so() -> None:
    for today, words in ((14, "hôm nay"), (16, "đã quá 2 ngày")):
        of = Occasion("Hà Nội", "Đợt 1", "", date(2026, 9, 14), date(2026, 9, today))
        assert words in reminder(Audience.UNSENT, of, LISTED).vi


def test_a_reminder_writes_the_provinces_name_as_a_sentence_does() -> None:
    of = Occasion("Tỉnh Lào Cai", "Đợt 1", "", date(2026, 9, 14), date(2026, 9, 11))
    text = reminder(Audience.UNSENT, of, LISTED)
    assert "các xã, phường, đặc khu của tỉnh Lào Cai\n" in text.vi
    assert "of Tỉnh Lào Cai\n" in text.en
