"""The sheets of the annex: the list, the provinces, the method, who is not ranked, the pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forms.sentence import Sentence
from reports import charts
from reports.annex import FIRST_ROW, NEEDS, NOT_KNOWN, Sheet
from reports.method_sheet import WIDTHS, write_method

MILLION = 1_000_000
UNIT = Sentence(
    "Đơn vị tính: triệu đồng; điểm từ 0 đến 100", "Unit: million dong; scores from 0 to 100"
)
LIST_TITLE = Sentence("DANH SÁCH XÃ THEO THỨ TỰ ƯU TIÊN", "COMMUNES IN ORDER OF PRIORITY")
TOTAL = Sentence("TỔNG SỐ", "TOTAL")
REMOTE = {1.0: Sentence("Khó khăn", "Remote"), 0.0: Sentence("Khác", "Other")}
UNKNOWN_NEEDS = Sentence("{n} khoản nhu cầu chưa rõ", "{n} needs not known")
NOTHING_APPROVED = Sentence("Chưa có số liệu được duyệt", "No approved figures yet")
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
SILENT_COLUMNS = (
    (Sentence("STT", "No."), 7),
    (Sentence("Mã", "Code"), 9),
    (Sentence("Tỉnh", "Province"), 26),
    (Sentence("Xã", "Commune"), 28),
    (Sentence("Độ phủ", "Coverage"), 10),
    (Sentence("Lý do", "Why"), 60),
)
SILENT_WIDTHS = tuple(width for _, width in SILENT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Topic:
    """One sheet: its tab, its title, its column widths, and what writes it."""

    name: Sentence
    title: Sentence
    widths: tuple[int, ...]
    write: Callable[[Sheet], None]
    landscape: bool = True


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


def top(page: Sheet, columns: Sequence[tuple[Sentence, int]]) -> None:
    """The unit, the headings, and the row of numbers (1) (2) (3)."""
    unit = page.annex.say(UNIT)
    page.cells.merge_range(
        FIRST_ROW - 1, 0, FIRST_ROW - 1, len(columns) - 1, unit, page.formats["unit"]
    )
    page.cells.set_row(FIRST_ROW, 48)
    page.head(FIRST_ROW, [heading for heading, _ in columns])
    for column in range(len(columns)):
        page.text(FIRST_ROW + 1, column, f"({column + 1})", "number_row")


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
        why = page.annex.say(why_silent(row))
        page.text(at, 5, why)
        texts = (row["province_name"], row["name"], "", why)
        page.tall_enough(at, *zip(texts, SILENT_WIDTHS[2:], strict=True))
    page.cells.freeze_panes(FIRST_ROW + 2, 4)
    page.cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)


def why_silent(row: Mapping[Hashable, Any]) -> Sentence:
    """Why a commune is not ranked. Its answers may be written but not approved: no section is to blame."""
    if not row["coverage"]:
        return NOTHING_APPROVED
    return Sentence(str(row["reason"]), str(row["reason_en"]))


def write_charts(page: Sheet) -> None:
    """The two pictures, one under the other on one printed page."""
    annex = page.annex
    page.cells.fit_to_pages(1, 1)
    for draw, at in (
        (charts.readiness_against_remoteness, FIRST_ROW),
        (charts.readiness_by_province, FIRST_ROW + 26),
    ):
        drawn = draw(
            annex.edition,
            annex.places,
            language=annex.language,
            simulated=annex.simulated,
            source=annex.round_name,
        )
        picture = {"image_data": io.BytesIO(charts.png(drawn)), "x_scale": 0.9, "y_scale": 0.9}
        page.cells.insert_image(at, 0, f"{draw.__name__}.png", picture)


TOPICS = (
    Topic(
        Sentence("Danh sách ưu tiên", "Priority list"),
        LIST_TITLE,
        LIST_WIDTHS,
        write_list,
    ),
    Topic(
        Sentence("Tổng hợp theo tỉnh", "By province"),
        Sentence("TỔNG HỢP NHU CẦU THEO TỈNH, THÀNH PHỐ", "NEEDS BY PROVINCE"),
        tuple(width for _, width in PROVINCE_COLUMNS),
        write_provinces,
    ),
    Topic(
        Sentence("Phương pháp", "Method"),
        Sentence("PHƯƠNG PHÁP, THAM SỐ VÀ NGUỒN", "METHOD, PARAMETERS AND SOURCES"),
        WIDTHS,
        write_method,
    ),
    Topic(
        Sentence("Chưa xếp hạng", "Not ranked"),
        Sentence("XÃ CHƯA XẾP HẠNG VÀ LÝ DO", "COMMUNES NOT RANKED, AND WHY"),
        SILENT_WIDTHS,
        write_silent,
    ),
    Topic(
        Sentence("Biểu đồ", "Charts"),
        Sentence("BIỂU ĐỒ", "CHARTS"),
        (20, 20, 20, 20, 20),
        write_charts,
        landscape=False,
    ),
)
