"""The sheet of the annex that sums up the provinces."""

from __future__ import annotations

import pandas as pd

from forms.sentence import Sentence
from reports.annex.topics import MILLION, TOTAL, top
from reports.annex.writing import FIRST_ROW, LINE_POINTS, NEEDS, Sheet

PROVINCE_COLUMNS = (
    (Sentence("STT", "No."), 7),
    (Sentence("Tỉnh, thành phố", "Province"), 26),
    (Sentence("Số xã", "Communes"), 10),
    (Sentence("Số xã xếp hạng", "Ranked"), 10),
    (Sentence("Số xã khó khăn", "Remote"), 10),
    (Sentence("Điểm sẵn sàng bình quân", "Mean readiness"), 12),
    (Sentence("Nhu cầu hạ tầng", "Need: infrastructure"), 13),
    (Sentence("Nhu cầu số hóa", "Need: digitisation"), 13),
    (Sentence("Nhu cầu kỹ năng", "Need: skills"), 12),
    (Sentence("Tổng nhu cầu", "Total need"), 14),
    (
        Sentence("Tổng nhu cầu, cả xã chưa xếp hạng", "Total need, communes not ranked included"),
        15,
    ),
)
# Four sums as in the list, which holds ranked communes alone; then the one that the ministry's page has.
NOTE = Sentence(
    "Cột (7) đến (10): nhu cầu của các xã đã xếp hạng, bằng tổng ở danh sách ưu tiên. Cột (11): nhu cầu đã biết của "
    "mọi xã, kể cả xã chưa xếp hạng.",
    "Columns (7) to (10): needs of ranked communes, the totals of the priority list. Column (11): known needs of all "
    "communes, ranked or not.",
)


def write_provinces(page: Sheet) -> None:
    """The provinces I, II, III … in the order of their codes, with the total first."""
    table = page.annex.table()
    top(page, PROVINCE_COLUMNS)
    write_sums(page, FIRST_ROW + 2, ("", page.annex.say(TOTAL)), table, "sum_")
    number = 0
    for number, (_, rows) in enumerate(table.groupby("province_code"), 1):
        names = roman(number), str(rows["province_name"].iloc[0])
        write_sums(page, FIRST_ROW + 2 + number, names, rows)
    under = FIRST_ROW + 3 + number
    page.cells.set_row(under, 2 * LINE_POINTS)
    page.cells.merge_range(
        under, 0, under, len(PROVINCE_COLUMNS) - 1, page.annex.say(NOTE), page.formats["wrapped"]
    )
    page.cells.freeze_panes(FIRST_ROW + 3, 2)
    page.cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)


def write_sums(
    page: Sheet, at: int, names: tuple[str, str], rows: pd.DataFrame, form: str = ""
) -> None:
    """One province's counts, mean readiness, the needs of its ranked communes, and those of all."""
    ranked = rows[rows["rank"].notna()]
    page.text(at, 0, names[0], f"{form}text")
    page.text(at, 1, names[1], f"{form}text")
    counts = (len(rows), len(ranked), int((rows["remote"] == 1).sum()))
    for column, count in enumerate(counts, 2):
        page.number(at, column, count, f"{form}whole")
    page.number(at, 5, float(ranked["readiness"].mean()), f"{form}points")
    for column, need in enumerate(NEEDS, 6):
        page.number(at, column, float(ranked[need].sum()) / MILLION, f"{form}whole")
    page.number(at, 10, float(rows["need_total"].sum()) / MILLION, f"{form}whole")


def roman(number: int) -> str:
    """1 to 39 as I to XXXIX."""
    tens, ones = divmod(number, 10)
    names = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * tens + names[ones]
