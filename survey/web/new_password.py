"""What a new password must be: long rather than strange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.sentence import Sentence
from survey.accounts import Account

SHORTEST, LONGEST = 10, 200
WRONG_OLD = Sentence(
    "Mật khẩu hiện nay chưa đúng. Hãy nhập lại.",
    "The current password is not right. Type it again.",
)
TOO_SHORT = Sentence(
    "Mật khẩu mới phải có từ 10 đến 200 ký tự. Hãy ghép vài từ dễ nhớ.",
    "The new password needs 10 to 200 characters. Put a few words together.",
)
SAME = Sentence(
    "Mật khẩu mới phải khác mật khẩu hiện nay.",
    "The new password must differ from the current one.",
)
GUESSABLE = Sentence(
    "Mật khẩu mới không được chứa tên đăng nhập, cũng không được lặp lại vài ký tự.",
    "The new password must not hold the sign-in name or repeat a few characters.",
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
    return tuple(_found(account, old, new, again, old_is_right))


def _found(
    account: Account, old: str, new: str, again: str, old_is_right: bool
) -> Iterator[FieldRefusal]:
    if not old_is_right:
        yield FieldRefusal("old", WRONG_OLD)
    if not SHORTEST <= len(new) <= LONGEST:
        yield FieldRefusal("new", TOO_SHORT)
    elif new == old:
        yield FieldRefusal("new", SAME)
    elif account.sign_in.casefold() in new.casefold() or len(set(new)) < 5:
        yield FieldRefusal("new", GUESSABLE)
    if new != again:
        yield FieldRefusal("again", DIFFERS)
