"""Files attached to an answer as evidence: who attached what, and how many there may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.attached_files import FileKind
from forms.sentence import Refused, Sentence

MOST = 5
# With those withdrawn: what was kept is kept, so a question must not fill the disk.
MOST_EVER = 20
TOO_MANY = Sentence(
    "Mỗi câu nhận nhiều nhất {most} tệp. Hãy rút bớt một tệp rồi gửi lại.",
    "A question takes at most {most} files. Withdraw one, then send again.",
)
TOO_MANY_EVER = Sentence(
    "Câu này đã nhận {most} tệp, kể cả tệp đã rút, nên không nhận thêm. Hãy ghi tên tài liệu vào ghi chú.",
    "This question has taken {most} files, those withdrawn included, and takes no more. Name the document in the note.",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file attached to one answer; ``size`` in bytes; ``name`` is safe to show, never a path.

    ``withdrawn_at`` is None while it stands. Its content is found by ``sha256``. ``key`` is of a file
    that a device kept until it had a line; None of one sent by the page.
    """

    id: int
    round_id: int
    commune_code: str
    question_id: str
    sha256: str
    size: int
    kind: FileKind
    name: str
    by: str
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    key: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it counts as evidence."""
        return self.withdrawn_at is None


def refuse_too_many(attached: Sequence[Attachment]) -> None:
    """Refuse one more file for a question that has all it may have."""
    if sum(each.stands for each in attached) >= MOST:
        raise Refused(TOO_MANY.filled(most=MOST))
    if len(attached) >= MOST_EVER:
        raise Refused(TOO_MANY_EVER.filled(most=MOST_EVER))
