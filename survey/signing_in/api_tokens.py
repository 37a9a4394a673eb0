"""Personal tokens: what a program may read in its owner's name, and until when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forms.sentence import Refused, Sentence

# So that a token found in a file or a message is recognised as one.
PREFIX = "csds_"
LIFETIMES = (30, 90, 365)
MOST_ALIVE = 10
NO_NAME = Sentence(
    "Hãy đặt tên cho mã truy cập, tối đa 120 ký tự, để sau này biết nó dùng vào việc gì.",
    "Name the token, with at most 120 characters, so that you know later what it is for.",
)
NO_SCOPE = Sentence(
    "Hãy chọn ít nhất một nhóm số liệu mà mã truy cập được đọc.",
    "Choose at least one group of figures that the token may read.",
)
NO_LIFETIME = Sentence(
    "Hãy chọn thời hạn của mã truy cập: 30, 90 hoặc 365 ngày.",
    "Choose how long the token lives: 30, 90 or 365 days.",
)
TOO_MANY = Sentence(
    "Tài khoản này đã có {n} mã truy cập còn hiệu lực. Hãy thu hồi mã không dùng nữa rồi tạo mã mới.",
    "This account already has {n} tokens in force. Revoke one that is no longer used, then make a new one.",
)
UNKNOWN_SCOPE = Sentence(
    "Không có nhóm số liệu “{word}”. Hãy chọn trong các nhóm được liệt kê.",
    "There is no group of figures “{word}”. Choose among those listed.",
)


class Scope(StrEnum):
    """What a token may read besides the register and the rounds, which every token may."""

    PROGRESS = "progress"
    READINESS = "readiness"
    EDITIONS = "editions"


SCOPE_WORDS = {
    Scope.PROGRESS: Sentence("tiến độ trả lời của từng xã", "how far each commune's response is"),
    Scope.READINESS: Sentence(
        "điểm sẵn sàng và nhu cầu hiện nay của từng xã",
        "each commune's readiness and needs as they stand",
    ),
    Scope.EDITIONS: Sentence(
        "các ấn bản đã công bố: thứ tự ưu tiên, gói dữ liệu mở",
        "published editions: priorities, open data packages",
    ),
}


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token of an account; the text itself is known to its owner alone, here is its SHA-256."""

    id: int
    account_id: int
    name: str
    token_sha256: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Neither revoked nor over."""
        return self.revoked_at is None and at < self.expires_at


def new_token(
    text: str,
    *,
    account_id: int,
    name: str,
    scopes: Iterable[str],
    days: str,
    at: datetime,
    alive: int,
) -> ApiToken:
    """A token of this ``text``, not yet stored; ``alive`` tokens of the account are in force. Raises Refused."""
    called = name.strip()
    if not called or len(called) > 120:
        raise Refused(NO_NAME)
    asked = scopes_of(scopes)
    if not asked:
        raise Refused(NO_SCOPE)
    if days not in [str(each) for each in LIFETIMES]:
        raise Refused(NO_LIFETIME)
    if alive >= MOST_ALIVE:
        raise Refused(TOO_MANY.filled(n=alive))
    expires = at + timedelta(days=int(days))
    return ApiToken(0, account_id, called, digest_of(text), asked, at, expires)


def scopes_of(words: Iterable[str]) -> frozenset[Scope]:
    """The scopes of these words. Raises Refused for a word that is none."""
    found = set()
    for word in words:
        if word not in [each.value for each in Scope]:
            raise Refused(UNKNOWN_SCOPE.filled(word=word[:40]))
        found.add(Scope(word))
    return frozenset(found)


def digest_of(text: str) -> str:
    """The SHA-256, in hex, by which a token is stored and found."""
    return hashlib.sha256(text.encode()).hexdigest()
