"""The sheets that every annex has: the list, the provinces, the method, who is not ranked, the pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence

from forms.sentence import Sentence
from reports import charts
from reports.annex.list_sheet import DRAWN_COLUMNS, LIST_COLUMNS, write_list
from reports.annex.method_sheet import WIDTHS, write_method
from reports.annex.province_sheet import PROVINCE_COLUMNS, write_provinces
from reports.annex.silent_sheet import SILENT_WIDTHS, write_silent
from reports.annex.topics import Topic
from reports.annex.writing import FIRST_ROW, Sheet

LIST_TITLE = Sentence("DANH SÁCH XÃ THEO THỨ TỰ ƯU TIÊN", "COMMUNES IN ORDER OF PRIORITY")


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


def list_topic(columns: Sequence[tuple[Sentence, int]]) -> Topic:
    """The priority list with these columns."""
    name = Sentence("Danh sách ưu tiên", "Priority list")
    return Topic(name, LIST_TITLE, tuple(width for _, width in columns), write_list)


LIST, DRAWN_LIST = list_topic(LIST_COLUMNS), list_topic(DRAWN_COLUMNS)
PROVINCES = Topic(
    Sentence("Tổng hợp theo tỉnh", "By province"),
    Sentence("TỔNG HỢP NHU CẦU THEO TỈNH, THÀNH PHỐ", "NEEDS BY PROVINCE"),
    tuple(width for _, width in PROVINCE_COLUMNS),
    write_provinces,
)
METHOD = Topic(
    Sentence("Phương pháp", "Method"),
    Sentence("PHƯƠNG PHÁP, THAM SỐ VÀ NGUỒN", "METHOD, PARAMETERS AND SOURCES"),
    WIDTHS,
    write_method,
)
NOT_RANKED = Topic(
    Sentence("Chưa xếp hạng", "Not ranked"),
    Sentence("XÃ CHƯA XẾP HẠNG VÀ LÝ DO", "COMMUNES NOT RANKED, AND WHY"),
    SILENT_WIDTHS,
    write_silent,
)
CHARTS = Topic(
    Sentence("Biểu đồ", "Charts"),
    Sentence("BIỂU ĐỒ", "CHARTS"),
    (20, 20, 20, 20, 20),
    write_charts,
    landscape=False,
)
TOPICS = (LIST, PROVINCES, METHOD, NOT_RANKED, CHARTS)
DRAWN_TOPICS = (DRAWN_LIST, *TOPICS[1:])
