"""The code on a receipt: short enough to read aloud, made from every answer that it stands for."""

from __future__ import annotations

import hashlib
import json
import re

from forms.answers import Answers
from forms.answers_json import to_json

# Crockford's base 32: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What is not in it stands for what it looks or sounds like.
HEARD = str.maketrans("OIL", "011")
HASH = re.compile(r"[0-9a-f]{64}")


def hash_of(round_id: int, commune_code: str, revision: int, answers: Answers) -> str:
    """The SHA-256 of round, commune, revision and answers, as 64 hexadecimal digits."""
    content = [round_id, commune_code, revision, to_json(answers)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_of(round_id: int, commune_code: str, revision: int, answers: Answers) -> str:
    """Twelve characters: the first 60 bits of the hash."""
    return receipt_in(hash_of(round_id, commune_code, revision, answers))


def receipt_in(digest: str) -> str:
    """The receipt code that a hash begins with."""
    bits = int(digest[:15], 16)
    letters = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(11, -1, -1))
    return in_fours(letters)


def in_fours(letters: str) -> str:
    """A code's letters as it is written: three groups of four."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def receipt_typed(text: str) -> str:
    """A code as someone copied or heard it: hyphens, blanks and case aside, O as 0, I and L as 1."""
    letters = re.sub(r"[\s\u2010-\u2015-]", "", text).upper()
    return in_fours(letters.translate(HEARD))


def hash_typed(text: str) -> str | None:
    """A whole hash as someone typed it from paper, blanks aside; None where it is none."""
    plain = "".join(text.split()).lower()
    return plain if HASH.fullmatch(plain) else None


def in_groups(digest: str) -> str:
    """A hash as it is printed: eight groups of eight."""
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))
