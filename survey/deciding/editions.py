"""An edition as it is kept: who froze which calculation, what it was made from, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from forms.sentence import Refused, Sentence

NO_NAME = Sentence(
    "Hãy đặt tên ấn bản, tối đa 120 ký tự.", "Give the edition a name of at most 120 characters."
)
NO_REASON = Sentence(
    "Hãy ghi lý do công bố, tối đa 500 ký tự; lý do được giữ trong nhật ký.",
    "Give the reason for publishing in at most 500 characters; the journal keeps it.",
)
NOTHING_APPROVED = Sentence(
    "Đợt “{round}” chưa có phiếu nào được duyệt nên chưa lập được ấn bản. Hãy chờ tỉnh phê duyệt ít nhất một phiếu.",
    "No response of the round “{round}” has been approved, so there is nothing to make an edition of. "
    "Wait until a province has approved at least one.",
)
NOT_A_DRAFT = Sentence(
    "Ấn bản {id} đã công bố nên không thay đổi được. Hãy lập ấn bản mới và công bố để thay thế.",
    "Edition {id} has been published and cannot change. Make a new one and publish it in its place.",
)
NOT_PUBLISHED = Sentence(
    "Ấn bản {id} không phải là ấn bản đang công bố nên không thay thế được.",
    "Edition {id} is not a published one, so it cannot be replaced.",
)
OTHER_ROUND = Sentence(
    "Ấn bản {id} thuộc đợt khảo sát khác. Chỉ thay thế ấn bản của cùng một đợt.",
    "Edition {id} belongs to another round. Replace an edition of the same round.",
)
PUBLISHED_ALREADY = Sentence(
    "Đợt này đã có ấn bản công bố số {id}. Hãy nêu rõ thay thế ấn bản đó.",
    "Edition {id} of this round is published already. Say that it is replaced.",
)


class EditionState(StrEnum):
    """A draft may be published; a published edition may be replaced; neither is ever changed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


STATE_WORDS = {
    EditionState.DRAFT: Sentence("bản nháp", "draft"),
    EditionState.PUBLISHED: Sentence("đã công bố", "published"),
    EditionState.REPLACED: Sentence("đã được thay thế", "replaced"),
}


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One edition. ``inputs``: part → SHA-256 of its text; ``results``: SHA-256 of its rows.

    ``replaces`` is the edition in whose place it was published. ``budget`` in VND, None for none.
    """

    id: int
    round_id: int
    name: str
    made_at: datetime
    made_by: str
    inputs: Mapping[str, str]
    results: str
    seed: int
    software: str
    budget: float | None
    state: EditionState = EditionState.DRAFT
    published_at: datetime | None = None
    published_by: str = ""
    replaces: int | None = None


def named(name: str) -> str:
    """An edition's name, refused where it is empty or too long."""
    if not name.strip() or len(name.strip()) > 120:
        raise Refused(NO_NAME)
    return name.strip()


def reason_given(reason: str) -> str:
    """Why an edition is published, refused where it is empty or too long."""
    if not reason.strip() or len(reason.strip()) > 500:
        raise Refused(NO_REASON)
    return reason.strip()


def publish(
    edition: StoredEdition,
    standing: StoredEdition | None,
    replaced: StoredEdition | None,
    *,
    by: str,
    at: datetime,
) -> tuple[StoredEdition, StoredEdition | None]:
    """The edition published, and the one that it replaces, both as they now stand.

    ``standing`` is the round's published edition: where there is one, it must be the one ``replaced``.
    Raises Refused.
    """
    if edition.state is not EditionState.DRAFT:
        raise Refused(NOT_A_DRAFT.filled(id=edition.id))
    if replaced is not None and replaced.round_id != edition.round_id:
        raise Refused(OTHER_ROUND.filled(id=replaced.id))
    if replaced is not None and replaced.state is not EditionState.PUBLISHED:
        raise Refused(NOT_PUBLISHED.filled(id=replaced.id))
    if standing is not None and replaced is None:
        raise Refused(PUBLISHED_ALREADY.filled(id=standing.id))
    published = replace(
        edition,
        state=EditionState.PUBLISHED,
        published_at=at,
        published_by=by,
        replaces=None if replaced is None else replaced.id,
    )
    gone = None if replaced is None else replace(replaced, state=EditionState.REPLACED)
    return published, gone
