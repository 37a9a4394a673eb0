"""A province's desk: where each commune stands, in which order, behind which tabs and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from forms.progress import Progress
from forms.sentence import Sentence
from survey.communes import Commune, Register, plain, vietnamese_key
from survey.concern import Concern, weight_of
from survey.deadlines import Term
from survey.responses import Status
from survey.store.overview import QueueRow
from survey.store.reviewing import Officer

NOT_STARTED = "none"
ALL = Sentence("Tất cả", "All")
STATUS_WORDS = {
    Status.SUBMITTED.value: Sentence("Đã gửi", "Submitted"),
    Status.RETURNED.value: Sentence("Đã trả lại", "Returned"),
    Status.DRAFT.value: Sentence("Đang nhập", "Draft"),
    NOT_STARTED: Sentence("Chưa bắt đầu", "Not started"),
    Status.APPROVED.value: Sentence("Đã duyệt", "Approved"),
}
# The commune must still act: these are the ones that a deadline presses.
WAITING_FOR_COMMUNE = (NOT_STARTED, Status.DRAFT.value, Status.RETURNED.value)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One commune at the desk; ``status`` is a key of :data:`STATUS_WORDS`.

    ``progress`` is how far its answers are; ``left`` the days to its own last day;
    ``concerns`` is None where the response is not submitted: nobody is asked to look at it. ``asks``
    says that the commune waits for an answer in a talk.
    """

    commune: Commune
    province: str
    status: str
    progress: Progress
    revision: int
    updated_at: datetime | None
    submitted_at: datetime | None
    term: Term
    left: int
    officers: tuple[Officer, ...] = ()
    concerns: tuple[Concern, ...] | None = None
    asks: bool = False

    @property
    def signed_in_at(self) -> datetime | None:
        """When an officer of the commune last signed in; None: nobody ever has."""
        seen = [each.signed_in_at for each in self.officers if each.signed_in_at]
        return max(seen, default=None)

    @property
    def unseen(self) -> bool:
        """Whether the commune must still act and nobody of it has ever signed in."""
        return self.signed_in_at is None and self.status in WAITING_FOR_COMMUNE

    @property
    def weight(self) -> int:
        """How much its concerns weigh; 0 where there is none."""
        return weight_of(self.concerns or ())

    @property
    def late(self) -> bool:
        """Whether the commune must still act though its time is over."""
        return self.left < 0 and self.status in WAITING_FOR_COMMUNE


# Narrower looks at the list: a name for the address, the words, and who is meant.
LOOKS: dict[str, tuple[Sentence, Callable[[Waiting], bool]]] = {
    "concern": (
        Sentence("Đã gửi, có điểm cần xem", "Submitted, with points to look at"),
        lambda row: bool(row.concerns),
    ),
    "clear": (
        Sentence("Đã gửi, không có điểm cần xem", "Submitted, nothing to look at"),
        lambda row: row.concerns == (),
    ),
    "asks": (
        Sentence("Đang chờ tỉnh trả lời trao đổi", "Waiting for the province's answer"),
        lambda row: row.asks,
    ),
    "unseen": (
        Sentence("Chưa ai đăng nhập", "Nobody has signed in"),
        lambda row: row.unseen,
    ),
    "late": (
        Sentence("Quá hạn, chưa gửi", "Time over, not submitted"),
        lambda row: row.late,
    ),
    "locked": (Sentence("Đang khóa", "Locked"), lambda row: row.term.lock is not None),
}
# What the list can be ordered by: the words of the heading, and the key.
ORDERS: dict[str, tuple[Sentence, Callable[[Waiting], Any]]] = {
    "concern": (
        Sentence("Điểm cần xem", "Points to look at"),
        lambda row: (_place(row), -row.weight, _since(row)),
    ),
    "name": (
        Sentence("Xã, phường, đặc khu", "Commune"),
        lambda row: vietnamese_key(row.commune.name),
    ),
    "status": (
        Sentence("Trạng thái", "Status"),
        lambda row: (_place(row), _since(row)),
    ),
    "answered": (Sentence("Đã trả lời", "Answered"), lambda row: row.progress.share),
    "left": (Sentence("Hạn nhập", "Deadline"), lambda row: row.left),
    "seen": (
        Sentence("Đăng nhập gần nhất", "Last sign-in"),
        lambda row: row.signed_in_at or LONG_AGO,
    ),
    "changed": (
        Sentence("Thay đổi gần nhất", "Last change"),
        lambda row: row.updated_at or LONG_AGO,
    ),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A status to look at alone; the empty name is all of them."""

    name: str
    label: Sentence
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rows are made from beside where each response stands, by commune code."""

    register: Register
    progress: Mapping[str, Progress]
    today: date
    terms: Mapping[str, Term]
    officers: Mapping[str, tuple[Officer, ...]]
    concerns: Mapping[str, tuple[Concern, ...]]
    asking: frozenset[str] = frozenset()


def waiting(rows: Iterable[QueueRow], desk: Desk) -> tuple[Waiting, ...]:
    """Every row with its commune, by name."""
    found = [_waiting(row, desk) for row in rows if row.commune_code in desk.register.communes]
    return tuple(sorted(found, key=_by_name))


def tabs(rows: Sequence[Waiting]) -> tuple[Tab, ...]:
    """All, then each status, with how many communes have it."""
    counts = Counter(row.status for row in rows)
    each = (Tab(status, label, counts[status]) for status, label in STATUS_WORDS.items())
    return (Tab("", ALL, len(rows)), *each)


def shown(  # noqa: PLR0917 - the address's parts
    rows: Sequence[Waiting], status: str, search: str, look: str, order: str, down: bool
) -> tuple[Waiting, ...]:
    """The rows of one status and look (empty: all) whose name or code holds every word, in this order.

    Marks are ignored; an order or a look that there is none of counts as not given; ``down`` turns it.
    """
    words = plain(search).split()
    meant = LOOKS[look][1] if look in LOOKS else lambda _: True
    found = [
        row
        for row in rows
        if status in ("", row.status)
        and meant(row)
        and all(word in f"{plain(row.commune.name)} {row.commune.code}" for word in words)
    ]
    return tuple(sorted(found, key=ORDERS.get(order, ORDERS["concern"])[1], reverse=down))


def _waiting(row: QueueRow, desk: Desk) -> Waiting:
    commune = desk.register.communes[row.commune_code]
    term = desk.terms[commune.code]
    return Waiting(
        commune,
        desk.register.provinces[commune.province_code].name,
        NOT_STARTED if row.status is None else row.status.value,
        desk.progress[commune.code],
        row.revision,
        row.updated_at,
        row.submitted_at,
        term,
        term.days_left(desk.today),
        desk.officers.get(commune.code, ()),
        desk.concerns.get(commune.code),
        commune.code in desk.asking,
    )


def _by_name(row: Waiting) -> tuple[object, str]:
    return vietnamese_key(row.commune.name), row.commune.code


def _place(row: Waiting) -> int:
    return list(STATUS_WORDS).index(row.status)


def _since(row: Waiting) -> datetime:
    submitted = row.status == Status.SUBMITTED.value
    return (row.submitted_at if submitted else row.updated_at) or NEVER
