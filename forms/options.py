"""A choice's options: which of them a text names, and how they are listed to whoever named none."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from forms.questionnaire import Option
from forms.sentence import Sentence


def option_named(options: Sequence[Option], text: str) -> Option | None:
    """The option with this value or either label, letter case aside; None where there is none."""
    folded = text.casefold()
    named = (
        option
        for option in options
        if folded in [unicodedata.normalize("NFC", name).casefold() for name in names_of(option)]
    )
    exact = (option for option in options if option.value == text)
    return next(exact, None) or next(named, None)


def names_of(option: Option) -> tuple[str, str, str]:
    """What an option may be called: its value and its labels."""
    return option.value, option.label.vi, option.label.en


def listed(options: Sequence[Option]) -> Sentence:
    """The labels as a reader sees them beside the boxes to tick: “Không có”; “Chưa có”."""
    vi, en = ([f"“{each.label.in_language(to)}”" for each in options] for to in ("vi", "en"))
    return Sentence("; ".join(vi), "; ".join(en))
