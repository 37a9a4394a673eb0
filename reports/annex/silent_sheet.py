"""The sheet of the annex that names the communes that are not ranked, and why."""

from __future__ import annotations

from forms.sentence import Sentence
from reports.annex.topics import top
from reports.annex.writing import FIRST_ROW, Sheet

SILENT_COLUMNS = (
    (Sentence("STT", "No."), 7),
    (Sentence("Mã", "Code"), 9),
    (Sentence("Tỉnh", "Province"), 26),
    (Sentence("Xã", "Commune"), 28),
    (Sentence("Độ phủ", "Coverage"), 10),
    (Sentence("Lý do", "Why"), 60),
)
SILENT_WIDTHS = tuple(width for _, width in SILENT_COLUMNS)


def write_silent(page: Sheet) -> None:
    """The communes that are not ranked, by code, with why: the list for a surveyor's visit."""
    table = page.annex.table()
    table = table[table["rank"].isna()]
    top(page, SILENT_COLUMNS)
    for number, row in enumerate(table.reset_index().to_dict("records"), 1):
        at = FIRST_ROW + 1 + number
        page.number(at, 0, number, "centre")
        page.text(at, 1, row["code"], "code")
        page.text(at, 2, row["province_name"])
        page.text(at, 3, row["name"])
        page.number(at, 4, row["coverage"], "share")
        why = page.annex.say(Sentence(str(row["reason"]), str(row["reason_en"])))
        page.text(at, 5, why)
        texts = (row["province_name"], row["name"], "", why)
        page.tall_enough(at, *zip(texts, SILENT_WIDTHS[2:], strict=True))
    page.cells.freeze_panes(FIRST_ROW + 2, 4)
    page.cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)
