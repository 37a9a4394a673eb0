"""Numbers as people in Viet Nam write them: ``1.234,5``; and as their keyboards and files also do."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from forms.messages import NOT_A_NUMBER, NUMBER_TOO_LONG
from forms.sentence import Refused, Sentence

LONGEST = 400
MOST_DIGITS = 30
SHOWN = 40
EXAMPLE, WHOLE_EXAMPLE = "1.234,5", "1.234"
# Digits grouped by dots (a first group of 0 is no group: 0.500 is a half), decimals after a comma.
VIETNAMESE = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
SPACED = re.compile(r"\d{1,3}( \d{3})+([.,]\d+)?")
# Only where it can mean nothing else; 1,234 alone is a little more than one.
ENGLISH = re.compile(r"\d{1,3}((,\d{3}){2,}(\.\d+)?|(,\d{3})+\.\d+)")
# On an English page, where commas group.
GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+")
# One group or three decimals? In whichever language it was typed; "" is an address, which may come from either. Decimals
# that we write end in no 0, so that three which do were meant as a group.
DOUBTFUL = {
    "vi": re.compile(r"[1-9]\d{0,2},\d{2}0"),
    "en": re.compile(r"[1-9]\d{0,2}\.\d{2}0"),
    "": re.compile(r"[1-9]\d{0,2},\d{3}"),
}
PLAIN = re.compile(r"\d+([.,]\d+)?|[.,]\d+")
SWAPPED = str.maketrans(",.", ".,")
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})


def read_number(text: str, example: str = EXAMPLE) -> int | float:
    """A number as written: an int where no decimals are written. Raises Refused.

    ``1.234,5``, ``1234,5``, ``1234.5``, ``1 234,5`` and ``1,234.5`` are all 1234.5; ``1.234`` is 1234.
    ``example`` is what a refusal shows.
    """
    sign, digits = sign_and_digits(text)
    if VIETNAMESE.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif SPACED.fullmatch(digits):
        digits = digits.replace(" ", "").replace(",", ".")
    elif ENGLISH.fullmatch(digits):
        digits = digits.replace(",", "")
    elif PLAIN.fullmatch(digits):
        digits = digits.replace(",", ".")
    else:
        raise Refused(NOT_A_NUMBER.filled(text=text[:SHOWN], example=example))
    return sign * figure_of(digits)


def read_english(text: str) -> int | float:
    """A number as an English page writes it: ``1,234.5``, ``1234.5``, ``1 234.5``. Raises Refused."""
    sign, digits = sign_and_digits(text)
    plain = digits.replace(" ", "") if SPACED.fullmatch(digits) else digits
    if not GROUPED.fullmatch(plain):
        raise Refused(NOT_A_NUMBER.filled(text=text[:SHOWN], example="1,234.5"))
    return sign * figure_of(plain.replace(",", ""))


def two_readings(text: str, language: str) -> tuple[str, str] | None:
    """What ``80,000`` may mean, each as everyone reads it: ``80`` and ``80000``; None where a text means one thing.

    ``language`` is that of the page on which it was typed, empty for an address.
    """
    digits = sign_and_digits(text)[1]
    if not DOUBTFUL[language].fullmatch(digits):
        return None
    whole, group = digits.replace(",", ".").split(".")
    return as_typed(float(f"{whole}.{group}")).en, whole + group


def sign_and_digits(text: str) -> tuple[int, str]:
    """1 or -1, and what stands after the sign in plain letters; whatever is no digit is for others to refuse."""
    if len(text) > LONGEST:
        raise Refused(NUMBER_TOO_LONG)
    written = unicodedata.normalize("NFKC", text.translate(MINUS)).strip().translate(MINUS)
    sign = -1 if written.startswith("-") else 1
    digits = written[1:].lstrip() if written[:1] in ("+", "-") else written
    return sign, digits if digits.isascii() else ""


def figure_of(digits: str) -> int | float:
    """``1234.5`` as a number; whole where it has no point."""
    if len(digits.partition(".")[0]) > MOST_DIGITS:
        raise Refused(NUMBER_TOO_LONG)
    return float(digits) if "." in digits else int(digits)


def both_ways(value: float, decimals: int | None = None) -> Sentence:
    """A number for a sentence: ``1.234,5`` in Vietnamese, ``1,234.5`` in English."""
    written = write_number(value, decimals)
    return Sentence(written, written.translate(SWAPPED))


def as_typed(value: float) -> Sentence:
    """A number beside a field: whoever types what it says is read so (:func:`read_number`).

    English has no groups here, since ``1,234`` is read as a little more than one; and three decimals gain
    a 0, since ``1.234`` is read as a thousand and more.
    """
    written = write_number(value)
    english = written.replace(".", "").replace(",", ".")
    if VIETNAMESE.fullmatch(english.removeprefix("-")):
        english += "0"
    return Sentence(written, english)


def write_number(value: float, decimals: int | None = None) -> str:
    """``1.234,5``; without ``decimals`` exactly as many as the number has."""
    if decimals is None:
        exact = Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))
        written = f"{exact:,f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
    else:
        written = f"{value:,.{decimals}f}"
    if not written.strip("-0.,"):
        written = written.removeprefix("-")
    return written.translate(SWAPPED)
