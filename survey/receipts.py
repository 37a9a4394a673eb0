"""The code on a receipt: short enough to read aloud, made from every answer that it stands for."""

from __future__ import annotations

import hashlib
import json

from forms.answers import Answers
from forms.answers_json import to_json

# Crockford's base 32: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_of(round_id: int, commune_code: str, revision: int, answers: Answers) -> str:
    """Twelve characters (60 bits) from the SHA-256 of round, commune, revision and answers."""
    content = [round_id, commune_code, revision, to_json(answers)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 4
    letters = "".join(ALPHABET[digest >> 5 * place & 31] for place in range(11, -1, -1))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))
