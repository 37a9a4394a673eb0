"""How hard a password is to guess: zxcvbn's estimate, with Vietnamese words beside its own lists.

Imported when a password is judged, not at the start: zxcvbn reads long lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zxcvbn import matching, scoring

from forms.sentence import Sentence
from survey.communes import plain
from survey.signing_in.password_words import local_words, ranked

# zxcvbn's highest grade. Sign-in allows about a hundred tries a day; this is for a stolen database.
ENOUGH_GUESSES = 10**10
# The estimate takes time with the square of the length; beyond this a password is long enough.
JUDGED = 72
OWN = Sentence(
    "Mật khẩu này dễ đoán vì dựa trên tên, tên đăng nhập hoặc nơi làm việc của anh/chị. Hãy ghép bốn từ trở lên không liên quan đến nhau.",
    "This password is easy to guess: it is built on your name, sign-in or place of work. Put four or more unrelated words together.",
)
COMMON = Sentence(
    "Mật khẩu này dễ đoán vì dựa trên địa danh hoặc từ nhiều người hay dùng. Hãy ghép bốn từ trở lên không liên quan đến nhau.",
    "This password is easy to guess: it is built on a place name or on words that many people use. Put four or more unrelated words together.",
)
PATTERN = Sentence(
    "Mật khẩu này dễ đoán vì là dãy phím, dãy số, ngày tháng hoặc ký tự lặp lại. Hãy ghép bốn từ trở lên không liên quan đến nhau.",
    "This password is easy to guess: it is a row of keys, a sequence, a date or a repetition. Put four or more unrelated words together.",
)


# Read as letters whatever stands for them; zxcvbn undoes only one sign a letter.
LETTERS = str.maketrans("@$€", "ase")


def weakness(password: str, own: Iterable[str]) -> Sentence | None:
    """Why the password is too easy to guess and what to do; None where it is hard enough.

    ``own`` are the person's name, sign-in and place. Marks, letter case, spaces and signs between words
    make a password no harder: it is judged with and without them, and the easier way counts.
    """
    bare = plain(password).translate(LETTERS)
    closed = "".join(each for each in bare if each.isalnum())
    lists = {**matching.RANKED_DICTIONARIES, "local": local_words(), "own": ranked(own)}
    judged = min(
        (_judged(text, lists) for text in (bare, closed)), key=lambda each: each["guesses"]
    )
    return _reason(judged["sequence"]) if judged["guesses"] < ENOUGH_GUESSES else None


def _judged(text: str, lists: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The estimate of zxcvbn; called piece by piece, since its own entrance keeps one person's words for all."""
    start = text[:JUDGED]
    judged: dict[str, Any] = scoring.most_guessable_match_sequence(
        start, matching.omnimatch(start, lists)
    )
    return judged


def _reason(parts: Iterable[Mapping[str, Any]]) -> Sentence:
    """Whether it holds what is the person's own; else what the longest part that was recognised is."""
    known = [part for part in parts if part["pattern"] != "bruteforce"]
    if any(part.get("dictionary_name") == "own" for part in known):
        return OWN
    longest = max(known, key=lambda part: len(part["token"]), default={})
    return COMMON if longest.get("pattern") == "dictionary" else PATTERN
