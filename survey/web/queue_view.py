"""A reviewer's queue: which responses wait, in which order, behind which tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forms.sentence import Sentence
from survey.communes import Commune, Register, plain, vietnamese_key
from survey.responses import Status
from survey.store.responses import QueueRow

NOT_STARTED = "none"
ALL = Sentence("Tất cả", "All")
STATUS_WORDS = {
    Status.SUBMITTED.value: Sentence("Đã gửi", "Submitted"),
    Status.RETURNED.value: Sentence("Đã trả lại", "Returned"),
    Status.DRAFT.value: Sentence("Đang nhập", "Draft"),
    NOT_STARTED: Sentence("Chưa bắt đầu", "Not started"),
    Status.APPROVED.value: Sentence("Đã duyệt", "Approved"),
}
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One commune in the queue; ``status`` is a key of :data:`STATUS_WORDS`."""

    commune: Commune
    province: str
    status: str
    answered: int
    updated_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tab:
    """A status to look at alone; the empty name is all of them."""

    name: str
    label: Sentence
    count: int


def waiting(rows: Iterable[QueueRow], register: Register) -> tuple[Waiting, ...]:
    """Every row with its commune: submitted first and the longest waiting on top, then by name."""
    found = [_waiting(row, register) for row in rows if row.commune_code in register.communes]
    return tuple(sorted(found, key=_order))


def tabs(rows: Sequence[Waiting]) -> tuple[Tab, ...]:
    """All, then each status, with how many communes have it."""
    counts = Counter(row.status for row in rows)
    each = (Tab(status, label, counts[status]) for status, label in STATUS_WORDS.items())
    return (Tab("", ALL, len(rows)), *each)


def shown(rows: Sequence[Waiting], status: str, search: str) -> tuple[Waiting, ...]:
    """The rows of one status (empty: all) whose name or code holds every word, marks ignored."""
    words = plain(search).split()
    return tuple(
        row
        for row in rows
        if status in ("", row.status)
        and all(word in f"{plain(row.commune.name)} {row.commune.code}" for word in words)
    )


def _waiting(row: QueueRow, register: Register) -> Waiting:
    commune = register.communes[row.commune_code]
    status = NOT_STARTED if row.status is None else row.status.value
    province = register.provinces[commune.province_code].name
    return Waiting(commune, province, status, row.answered, row.updated_at, row.submitted_at)


def _order(row: Waiting) -> tuple[int, datetime, object, str]:
    place = list(STATUS_WORDS).index(row.status)
    since = (row.submitted_at if row.status == Status.SUBMITTED.value else row.updated_at) or NEVER
    return place, since, vietnamese_key(row.commune.name), row.commune.code
