"""What a dry run showed travels in its page, signed: nothing is stored until it is accepted."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass

from forms.answers_json import from_json, to_json
from forms.sentence import Refused, Sentence
from forms.signing import is_signed, signature_of
from survey.accounts import Account
from survey.taking import Handed

PURPOSE = "handed-in form 1"
BROKEN = Sentence(
    "Bản xem trước không còn dùng được nên chưa lưu gì. Hãy nộp lại tệp.",
    "This preview can no longer be used, so nothing was stored. Upload the file again.",
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A form handed in by an account, as compared with revision ``shown``; ``file`` is its name."""

    file: str
    handed: Handed
    shown: int
    account_id: int

    def text(self, secret: str) -> str:
        """One hidden field's worth, signed."""
        handed = self.handed
        given = {name: each for name, each in handed.answers.items() if each is not None}
        emptied = sorted(handed.answers.keys() - given.keys())
        place = [handed.round_id, handed.commune_code, handed.base, self.shown, self.account_id]
        whole = json.dumps([self.file, place, to_json(given), emptied], separators=(",", ":"))
        packed = base64.urlsafe_b64encode(zlib.compress(whole.encode())).decode()
        return f"{signature_of(packed, purpose=PURPOSE, secret=secret)}.{packed}"


def unsealed(text: str, account: Account, secret: str) -> Sealed:
    """What :meth:`Sealed.text` wrote for this account; refused where it is anything else."""
    signature, _, packed = text.partition(".")
    if not is_signed(packed, signature, purpose=PURPOSE, secret=secret):
        raise Refused(BROKEN)
    # Only what we packed ourselves gets here.
    file, place, given, emptied = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))
    round_id, commune_code, base, shown, account_id = place
    if account_id != account.id:
        raise Refused(BROKEN)
    answers = {**from_json(given), **dict.fromkeys(emptied)}
    return Sealed(file, Handed(round_id, commune_code, base, answers), shown, account_id)
