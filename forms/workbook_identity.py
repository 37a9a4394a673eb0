"""Whose form a workbook is: commune, round, questionnaire and revision, signed and hidden in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from forms.sentence import Sentence
from forms.signing import is_signed, signature_of

PURPOSE = "commune workbook 1"
SIGNATURE = "signature"
MOST_DIGITS = 9

NO_IDENTITY = Sentence(
    "không có trang nhận dạng ẩn nên không phải biểu do hệ thống này lập. Hãy tải biểu mới và chép số liệu sang.",
    "has no hidden identity sheet, so it is not a form that this system made. Download a new form and copy the answers over.",
)
TAMPERED = Sentence(
    "có trang nhận dạng đã bị sửa (trang “{sheet}”). Hãy tải biểu mới và chép số liệu sang.",
    "has an identity sheet that was changed (sheet “{sheet}”). Download a new form and copy the answers over.",
)
TWO_IDENTITIES = Sentence(
    "có hai trang nhận dạng. Hãy tải biểu mới và chép số liệu sang.",
    "has two identity sheets. Download a new form and copy the answers over.",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form was made for; ``revision`` is the one whose answers it was filled with."""

    round_id: int
    commune_code: str
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_sha256: str
    revision: int

    def signature(self, secret: str) -> str:
        """The signature of all of it."""
        return signature_of(self._text(), purpose=PURPOSE, secret=secret)

    def lines(self, secret: str) -> dict[str, str]:
        """What the hidden sheet holds, by name, the signature last."""
        named = {name: str(value) for name, value in asdict(self).items()}
        return {**named, SIGNATURE: self.signature(secret)}

    def _text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True)


def proved(lines: Mapping[str, str], secret: str) -> Identity | None:
    """The identity that the lines hold; None where they are not whole or not signed by us."""
    wanted = {field.name: lines.get(field.name, "") for field in fields(Identity)}
    numbers = {}
    for name in ("round_id", "revision"):
        text = wanted.pop(name)
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            return None
        numbers[name] = int(text)
    read = Identity(**wanted, **numbers)  # type: ignore[arg-type]
    signature = lines.get(SIGNATURE, "")
    genuine = is_signed(read._text(), signature, purpose=PURPOSE, secret=secret)
    return read if genuine else None
