"""Until when a commune may write: the round's last day, a later one granted to it, or not while locked.

The one rule is :func:`hindrance`; every door by which answers, files or measurements come in asks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from forms.sentence import Refused, Sentence
from survey.rounds import Round, RoundClosed, RoundState, refuse_if_closed
from survey.viet_nam_time import day_of

# Longer than this after the round's last day is a slip of the keyboard: a new round is what is meant.
LONGEST = timedelta(days=366)
PASSED = Sentence(
    "Đã hết hạn nhập phiếu (hết ngày {day}) nên phiếu không thay đổi được. Nội dung chưa gửi vẫn còn trên "
    "máy hoặc ở trang trước; hãy đề nghị cấp tỉnh gia hạn.",
    "The time for this response ended with {day}, so it cannot change. What was not sent is still on this "
    "device or on the page before; ask the province for an extension.",
)
LOCKED = Sentence(
    "Phiếu đang bị khóa nên không thay đổi được. Lý do: {reason} Nội dung chưa gửi vẫn còn trên máy hoặc ở "
    "trang trước; hãy liên hệ cấp tỉnh.",
    "The response is locked, so it cannot change. The reason: {reason} What was not sent is still on this "
    "device or on the page before; ask the province.",
)
NO_REASON = Sentence(
    "Hãy ghi lý do: xã và người kiểm tra sau này sẽ đọc.",
    "Say why: the commune, and whoever checks later, will read it.",
)
TOO_EARLY = Sentence(
    "Ngày gia hạn phải sau ngày {day}. Hãy chọn ngày muộn hơn.",
    "An extension must go beyond {day}. Choose a later day.",
)
TOO_LATE = Sentence(
    "Không gia hạn được quá ngày {day}. Nếu cần lâu hơn, hãy đề nghị quản trị mở đợt mới.",
    "No extension goes beyond {day}. For longer, ask the administrator for a new round.",
)
ALREADY_LOCKED = Sentence("Phiếu này đã bị khóa rồi.", "This response is locked already.")
NOT_LOCKED = Sentence("Phiếu này không bị khóa.", "This response is not locked.")


class RulingKind(StrEnum):
    """What is ruled about a commune's time."""

    EXTEND = "extend"
    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruling about a commune's time in a round; ``until`` is the last day of an extension."""

    kind: RulingKind
    reason: str
    by: str
    at: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A commune's time: ``last_day`` included, by Viet Nam's clock; nothing is written under a lock."""

    last_day: date
    extension: Ruling | None = None
    lock: Ruling | None = None

    def days_left(self, today: date) -> int:
        """Days until the last day; 0 on it, negative after it."""
        return (self.last_day - today).days


class OutOfTime(Refused):
    """The commune may not write at this moment: its time is over, or its response is locked."""


def term_of(asked: Round, rulings: Sequence[Ruling]) -> Term:
    """The time of a commune; ``rulings`` are all that were made about it, the oldest first.

    The newest extension counts, so that one may be shortened; the round's own last day always stands.
    """
    extension = next((each for each in reversed(rulings) if each.until is not None), None)
    locks = [each for each in rulings if each.kind is not RulingKind.EXTEND]
    lock = locks[-1] if locks and locks[-1].kind is RulingKind.LOCK else None
    granted = extension.until if extension and extension.until else asked.closes
    return Term(max(asked.closes, granted), extension, lock)


def hindrance(asked: Round, rulings: Sequence[Ruling], at: datetime) -> Refused | None:
    """Why the commune may not write at this moment; None where it may, as far as time goes."""
    if asked.state is not RoundState.OPEN:
        return RoundClosed(asked)
    term = term_of(asked, rulings)
    if term.lock is not None:
        return OutOfTime(LOCKED.filled(reason=ended(term.lock.reason)))
    if day_of(at) > term.last_day:
        return OutOfTime(PASSED.filled(day=written(term.last_day)))
    return None


def extend(asked: Round, until: date, reason: str, by: str, at: datetime) -> Ruling:
    """A later last day for one commune. Raises Refused: no reason, a day too early or too late."""
    refuse_if_closed(asked)
    beyond = max(asked.closes, day_of(at) - timedelta(days=1))
    if until <= beyond:
        raise Refused(TOO_EARLY.filled(day=written(beyond)))
    if until > asked.closes + LONGEST:
        raise Refused(TOO_LATE.filled(day=written(asked.closes + LONGEST)))
    return Ruling(RulingKind.EXTEND, given(reason), by, at, until)


def lock(term: Term, reason: str, by: str, at: datetime) -> Ruling:
    """From now on nothing is written. Raises Refused: no reason, or locked already."""
    if term.lock is not None:
        raise Refused(ALREADY_LOCKED)
    return Ruling(RulingKind.LOCK, given(reason), by, at)


def unlock(term: Term, reason: str, by: str, at: datetime) -> Ruling:
    """The commune may write again while its time lasts. Raises Refused: no reason, or not locked."""
    if term.lock is None:
        raise Refused(NOT_LOCKED)
    return Ruling(RulingKind.UNLOCK, given(reason), by, at)


def given(reason: str) -> str:
    """The reason without outer spaces; refused where there is none."""
    if not reason.strip():
        raise Refused(NO_REASON)
    return reason.strip()


def written(day: date) -> str:
    """dd/MM/yyyy."""
    return f"{day:%d/%m/%Y}"


def ended(words: str) -> str:
    """The words as a sentence of their own."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
