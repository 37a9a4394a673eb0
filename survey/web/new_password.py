"""What a new password must be: long and hard to guess; nothing is said about which characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from unicodedata import normalize

from forms.sentence import Sentence
from survey.accounts import Account
from survey.web.state import register

SHORTEST, LONGEST = 12, 200
# What is looked at of a field: decomposed Vietnamese letters are up to three characters each.
READ = 3 * LONGEST
WRONG_OLD = Sentence(
    "Mật khẩu hiện nay chưa đúng. Hãy nhập lại.",
    "The current password is not right. Type it again.",
)
TOO_SHORT = Sentence(
    "Mật khẩu mới phải có từ 12 đến 200 ký tự. Hãy ghép vài từ dễ nhớ.",
    "The new password needs 12 to 200 characters. Put a few words together.",
)
SAME = Sentence(
    "Mật khẩu mới phải khác mật khẩu hiện nay.",
    "The new password must differ from the current one.",
)
DIFFERS = Sentence(
    "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại cả hai.",
    "The two new passwords differ. Type both again.",
)


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """What is wrong with a field; ``id`` is the field's."""

    id: str
    sentence: Sentence


def refusals(
    account: Account, old: str, new: str, again: str, *, old_is_right: bool
) -> tuple[FieldRefusal, ...]:
    """Everything that is wrong at once; empty where the new password may be stored."""
    composed = (normalize("NFC", text) for text in (old, new, again))
    return tuple(_found(account, *composed, old_is_right=old_is_right))


def new_refusals(account: Account, new: str, again: str) -> tuple[FieldRefusal, ...]:
    """The same where no old password is asked for, since a letter took its place."""
    return refusals(account, "", new, again, old_is_right=True)


def _found(
    account: Account, old: str, new: str, again: str, *, old_is_right: bool
) -> Iterator[FieldRefusal]:
    if not old_is_right:
        yield FieldRefusal("old", WRONG_OLD)
    weak = _refusal_of(account, old, new)
    if weak is not None:
        yield FieldRefusal("new", weak)
    if new != again:
        yield FieldRefusal("again", DIFFERS)


def _refusal_of(account: Account, old: str, new: str) -> Sentence | None:
    if not SHORTEST <= len(new) <= LONGEST:
        return TOO_SHORT
    if new == old:
        return SAME
    found: Sentence | None = import_module("survey.signing_in.password_strength").weakness(
        new, own(account)
    )
    return found


def own(account: Account) -> tuple[str, ...]:
    """What a guesser who knows the person tries first: name, sign-in, place of work."""
    known, words = register(), [account.name, account.sign_in]
    commune = known.communes.get(account.commune_code or "")
    province = known.provinces.get(account.province_code or "")
    words += [place.name for place in (commune, province) if place is not None]
    return (*words, "".join(word[:1] for word in account.name.split()))
