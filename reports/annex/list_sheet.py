"""The first sheet of the annex: ranked communes in order of priority."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from forms.sentence import Sentence
from reports.annex.topics import MILLION, TOTAL, top
from reports.annex.writing import FIRST_ROW, NEEDS, NOT_KNOWN, Sheet

REMOTE = {1.0: Sentence("Khó khăn", "Remote"), 0.0: Sentence("Khác", "Other")}
UNKNOWN_NEEDS = Sentence("{n} khoản chưa rõ", "not known: {n}")
# The columns' headings and widths: together narrow enough for eight points on A4.
TO_THE_RANK = (
    (Sentence("STT", "No."), 5),
    (Sentence("Mã", "Code"), 6),
    (Sentence("Tỉnh", "Province"), 17),
    (Sentence("Xã", "Commune"), 20),
    (Sentence("Khu vực", "Area"), 9),
    (Sentence("Chỉ số khó khăn", "Remoteness"), 10),
    (Sentence("Điểm sẵn sàng", "Readiness"), 8),
    (Sentence("Sẵn sàng (thấp)", "Readiness (low)"), 8),
    (Sentence("Sẵn sàng (cao)", "Readiness (high)"), 8),
    (Sentence("Độ phủ", "Coverage"), 8),
    (Sentence("Điểm ưu tiên", "Priority"), 7),
    (Sentence("Thứ hạng", "Rank"), 6),
)
# How sure a rank is: only an edition that was drawn knows.
SURE_COLUMNS = (
    (Sentence("Từ hạng (5%)", "Rank from (5%)"), 6),
    (Sentence("Đến hạng (95%)", "Rank to (95%)"), 6),
)
FROM_THE_NEEDS = (
    (Sentence("Nhu cầu hạ tầng", "Need: infrastructure"), 12),
    (Sentence("Nhu cầu số hóa", "Need: digitisation"), 10),
    (Sentence("Nhu cầu kỹ năng", "Need: skills"), 8),
    (Sentence("Tổng nhu cầu", "Total need"), 10),
    (Sentence("Ghi chú", "Note"), 15),
)
LIST_COLUMNS = (*TO_THE_RANK, *FROM_THE_NEEDS)
DRAWN_COLUMNS = (*TO_THE_RANK, *SURE_COLUMNS, *FROM_THE_NEEDS)
# What the names of the places and the note have.
NAME_WIDTHS, NOTE_WIDTH = [width for _, width in TO_THE_RANK[2:4]], FROM_THE_NEEDS[-1][1]


def write_list(page: Sheet) -> None:
    """Ranked communes by rank, equal ranks by code, with the total first."""
    annex, cells = page.annex, page.cells
    table = annex.table()
    table = table[table["rank"].notna()].sort_values("rank", kind="stable")
    sure = "rank_low" in table
    columns = DRAWN_COLUMNS if sure else LIST_COLUMNS
    first_need = len(columns) - len(FROM_THE_NEEDS)
    top(page, columns)
    total = FIRST_ROW + 2
    last = total + len(table)
    cells.merge_range(total, 0, total, first_need - 1, annex.say(TOTAL), page.formats["sum_text"])
    for column, need in enumerate(NEEDS, first_need):
        letter = chr(ord("A") + column)
        formula = f"=SUM({letter}{total + 2}:{letter}{max(last, total + 1) + 1})"
        value = float(table[need].sum()) / MILLION
        cells.write_formula(total, column, formula, page.formats["sum_whole"], value)
    page.text(total, len(columns) - 1, "", "sum_text")
    for number, row in enumerate(table.reset_index().to_dict("records"), 1):
        write_commune(page, total + number, number, row)
        if sure:
            for column, name in enumerate(("rank_low", "rank_high"), len(TO_THE_RANK)):
                page.number(total + number, column, row[name], "whole")
        write_needs(page, total + number, first_need, row)
    cells.freeze_panes(total + 1, 4)
    cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)
    cells.autofilter(FIRST_ROW + 1, 0, max(last, total), len(columns) - 1)
    cells.print_area(0, 0, max(last, total), len(columns) - 1)


def write_commune(page: Sheet, at: int, number: int, row: Mapping[Hashable, Any]) -> None:
    """One commune's line, to its rank."""
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


def write_needs(page: Sheet, at: int, first: int, row: Mapping[Hashable, Any]) -> None:
    """What one commune needs, from column ``first`` on, with a note of what is not known of it."""
    for column, name in enumerate(NEEDS, first):
        page.number(at, column, row[name] / MILLION, "whole")
    unknown = row["unknown_needs"]
    note = page.annex.say(UNKNOWN_NEEDS.filled(n=unknown)) if unknown else ""
    page.text(at, first + len(NEEDS), note)
    texts = (row["province_name"], row["name"], note)
    page.tall_enough(at, *zip(texts, (*NAME_WIDTHS, NOTE_WIDTH), strict=True))
