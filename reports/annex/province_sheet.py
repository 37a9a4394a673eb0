"""The sheet of the annex that sums up the provinces."""

from __future__ import annotations

import pandas as pd

from forms.sentence import Sentence
from reports.annex.topics import MILLION, TOTAL, top
from reports.annex.writing import FIRST_ROW, NEEDS, Sheet

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
)


def write_provinces(page: Sheet) -> None:
    """The provinces I, II, III … in the order of their codes, with the total first."""
    table = page.annex.table()
    top(page, PROVINCE_COLUMNS)
    write_sums(page, FIRST_ROW + 2, ("", page.annex.say(TOTAL)), table, "sum_")
    for number, (_, rows) in enumerate(table.groupby("province_code"), 1):
        names = roman(number), str(rows["province_name"].iloc[0])
        write_sums(page, FIRST_ROW + 2 + number, names, rows)
    page.cells.freeze_panes(FIRST_ROW + 3, 2)
    page.cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)


def write_sums(
    page: Sheet, at: int, names: tuple[str, str], rows: pd.DataFrame, form: str = ""
) -> None:
    """One province's counts, mean readiness, and the needs of its ranked communes."""
    ranked = rows[rows["rank"].notna()]
    page.text(at, 0, names[0], f"{form}text")
    page.text(at, 1, names[1], f"{form}text")
    counts = (len(rows), len(ranked), int((rows["remote"] == 1).sum()))
    for column, count in enumerate(counts, 2):
        page.number(at, column, count, f"{form}whole")
    page.number(at, 5, float(ranked["readiness"].mean()), f"{form}points")
    for column, need in enumerate(NEEDS, 6):
        page.number(at, column, float(ranked[need].sum()) / MILLION, f"{form}whole")


def roman(number: int) -> str:
    """1 to 39 as I to XXXIX."""
    tens, ones = divmod(number, 10)
    names = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * tens + names[ones]
