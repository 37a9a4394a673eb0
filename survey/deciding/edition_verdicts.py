"""What a check of a stored edition found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.editions.rows import Difference
from survey.deciding.edition_making import Verified
from survey.deciding.editions import StoredEdition

SOUND = Sentence(
    "Ấn bản {id} đúng như khi lập: mọi mã băm khớp, tính lại cho cùng {n} dòng.",
    "Edition {id} is as it was made: every hash agrees, and calculating again gives the same {n} rows.",
)
DAMAGED = Sentence(
    "Dữ liệu đầu vào “{part}” đã mất hoặc bị sửa.", "The input “{part}” is gone or was changed."
)
OTHER_RESULTS = Sentence(
    "Các dòng kết quả không còn mã băm như khi lập: có dòng đã bị sửa, thêm hoặc xóa.",
    "The rows no longer have the hash that they were made with: a row was changed, added or removed.",
)
TAMPERED = Sentence(
    "Xã {code}, cột {column}: đang lưu {stored}, tính lại được {again}.",
    "Commune {code}, column {column}: stored as {stored}, calculated as {again}.",
)
ROW_GONE = Sentence("Xã {code}: thiếu dòng kết quả.", "Commune {code}: its row is missing.")
ROW_NEW = Sentence("Xã {code}: dòng kết quả thừa.", "Commune {code}: there is a row too many.")
MOST_TOLD = 50


def told(edition: StoredEdition, found: Verified) -> Iterator[Sentence]:
    """Whether an edition is as it was made; else everything that is not."""
    if found.sound:
        yield SOUND.filled(id=edition.id, n=both_ways(found.rows))
        return
    for part in found.damaged:
        yield DAMAGED.filled(part=part)
    if not found.results:
        yield OTHER_RESULTS
    yield from map(tampered, found.tampered[:MOST_TOLD])


def tampered(difference: Difference) -> Sentence:
    """One figure that its inputs do not give; ``before`` is calculated, ``after`` stored."""
    if not difference.column:
        return (ROW_GONE if difference.after is None else ROW_NEW).filled(code=difference.code)
    return TAMPERED.filled(
        code=difference.code,
        column=difference.column,
        stored=difference.after,
        again=difference.before,
    )
