"""What was just done at the province's desk, in one line: an address asks for it, and it is said only where it is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.sentence import Sentence
from survey.communes import in_sentence
from survey.responses import Status
from survey.web.queue_view import Waiting
from survey.web.sent import whole_number

# By step: where the response then stands, and what is said.
DECIDED: dict[str, tuple[Status, Sentence]] = {
    "return": (
        Status.RETURNED,
        Sentence("Đã trả lại phiếu của {commune}.", "The response of {commune} was returned."),
    ),
    "approve": (
        Status.APPROVED,
        Sentence("Đã phê duyệt phiếu của {commune}.", "The response of {commune} was approved."),
    ),
    "reopen": (
        Status.RETURNED,
        Sentence("Đã mở lại phiếu của {commune}.", "The response of {commune} was reopened."),
    ),
}
EXTENDED = Sentence("Đã gia hạn cho {n} xã, phường, đặc khu.", "Extended the time of {n} communes.")


def decided_row(given: Mapping[str, str], rows: Sequence[Waiting]) -> Waiting | None:
    """The row of the response that was decided on (``?done=return&commune=…``), where it stands so now."""
    if given.get("done") not in DECIDED:
        return None
    status, code = DECIDED[given["done"]][0], given.get("commune")
    found = (row for row in rows if row.commune.code == code and row.status == status)
    return next(found, None)


def done_words(given: Mapping[str, str], rows: Sequence[Waiting]) -> Sentence | None:
    """What was done, in words; ``?extended=3`` is three communes. None where nothing was."""
    row = decided_row(given, rows)
    if row is not None:
        return DECIDED[given["done"]][1].filled(commune=in_sentence(row.commune.name))
    n = whole_number(given.get("extended", ""))
    extended = sum(row.term.extension is not None for row in rows)
    return EXTENDED.filled(n=n) if n and n <= extended else None
