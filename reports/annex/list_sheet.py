"""The first sheet of the annex: ranked communes in order of priority."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from forms.sentence import Sentence
from reports.annex.topics import MILLION, TOTAL, top
from reports.annex.writing import FIRST_ROW, NEEDS, NOT_KNOWN, Sheet

REMOTE = {1.0: Sentence("Khó khăn", "Remote"), 0.0: Sentence("Khác", "Other")}
UNKNOWN_NEEDS = Sentence("{n} khoản nhu cầu chưa rõ", "{n} needs not known")
# Column of the list → heading and width.
LIST_COLUMNS = (
    (Sentence("STT", "No."), 6),
    (Sentence("Mã", "Code"), 8),
    (Sentence("Tỉnh", "Province"), 20),
    (Sentence("Xã", "Commune"), 22),
    (Sentence("Khu vực", "Area"), 10),
    (Sentence("Chỉ số khó khăn", "Remoteness"), 9),
    (Sentence("Điểm sẵn sàng", "Readiness"), 9),
    (Sentence("Sẵn sàng (thấp)", "Readiness (low)"), 8),
    (Sentence("Sẵn sàng (cao)", "Readiness (high)"), 8),
    (Sentence("Độ phủ", "Coverage"), 8),
    (Sentence("Điểm ưu tiên", "Priority"), 9),
    (Sentence("Thứ hạng", "Rank"), 8),
    (Sentence("Nhu cầu hạ tầng", "Need: infrastructure"), 11),
    (Sentence("Nhu cầu số hóa", "Need: digitisation"), 11),
    (Sentence("Nhu cầu kỹ năng", "Need: skills"), 10),
    (Sentence("Tổng nhu cầu", "Total need"), 12),
    (Sentence("Ghi chú", "Note"), 26),
)
# How sure a rank is, after the note: only an edition that was drawn knows.
SURE_COLUMNS = (
    (Sentence("Từ hạng (5 %)", "Rank from (5%)"), 8),
    (Sentence("Đến hạng (95 %)", "Rank to (95%)"), 8),
)
LIST_WIDTHS = tuple(width for _, width in (*LIST_COLUMNS, *SURE_COLUMNS))


def write_list(page: Sheet) -> None:
    """Ranked communes by rank, equal ranks by code, with the total first."""
    annex, cells = page.annex, page.cells
    table = annex.table()
    table = table[table["rank"].notna()].sort_values("rank", kind="stable")
    sure = "rank_low" in table
    columns = (*LIST_COLUMNS, *SURE_COLUMNS) if sure else LIST_COLUMNS
    top(page, columns)
    total = FIRST_ROW + 2
    last = total + len(table)
    cells.merge_range(total, 0, total, 11, annex.say(TOTAL), page.formats["sum_text"])
    for column, need in enumerate(NEEDS, 12):
        letter = chr(ord("A") + column)
        formula = f"=SUM({letter}{total + 2}:{letter}{max(last, total + 1) + 1})"
        value = float(table[need].sum()) / MILLION
        cells.write_formula(total, column, formula, page.formats["sum_whole"], value)
    page.text(total, 16, "", "sum_text")
    for number, row in enumerate(table.reset_index().to_dict("records"), 1):
        write_commune(page, total + number, number, row)
        if sure:
            for column, name in enumerate(("rank_low", "rank_high"), len(LIST_COLUMNS)):
                page.number(total + number, column, row[name], "whole")
    cells.freeze_panes(total + 1, 4)
    cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)
    cells.autofilter(FIRST_ROW + 1, 0, max(last, total), len(columns) - 1)
    cells.print_area(0, 0, max(last, total), len(columns) - 1)


def write_commune(page: Sheet, at: int, number: int, row: Mapping[Hashable, Any]) -> None:
    """One commune's line."""
    page.number(at, 0, number, "centre")
    page.text(at, 1, row["code"], "code")
    page.text(at, 2, row["province_name"])
    page.text(at, 3, row["name"])
    page.text(at, 4, page.annex.say(REMOTE.get(row["remote"], NOT_KNOWN)))
    for column, name in enumerate(("remoteness", "readiness", "low", "high"), 5):
        page.number(at, column, row[name], "points")
    page.number(at, 9, row["coverage"], "share")
    page.number(at, 10, row["priority"], "points")
    page.number(at, 11, row["rank"], "whole")
    for column, name in enumerate(NEEDS, 12):
        page.number(at, column, row[name] / MILLION, "whole")
    unknown = row["unknown_needs"]
    page.text(at, 16, page.annex.say(UNKNOWN_NEEDS.filled(n=unknown)) if unknown else "")
    texts = (row["province_name"], row["name"])
    page.tall_enough(at, *zip(texts, LIST_WIDTHS[2:4], strict=True))
