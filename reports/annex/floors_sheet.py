"""The annex's sheet of floors: what each asks, what it gets, and what it costs everybody else."""

from __future__ import annotations

import pandas as pd

from forms.sentence import Sentence
from reports.annex.topics import MILLION, top
from reports.annex.writing import FIRST_ROW, Sheet
from reports.funding.floors import REMOTE, Floor

REMOTE_GROUP = Sentence("Các xã khó khăn", "Remote communes")
FLOOR_COLUMNS = (
    (Sentence("Nhóm", "Group"), 30),
    (Sentence("Sàn yêu cầu", "Floor asked"), 16),
    (Sentence("Sàn áp dụng", "Floor applied"), 16),
    (Sentence("Được cấp", "Funded"), 16),
    (Sentence("Giá của sàn (% lợi ích)", "Price (% of benefit)"), 16),
    (Sentence("Ghi chú", "Note"), 46),
)


def write_floors(page: Sheet) -> None:
    """Every floor: what it asks, what it gets, and the benefit lost because of it."""
    frozen = page.annex.frozen
    assert frozen is not None
    assert frozen.selection is not None
    names = page.annex.places.drop_duplicates("province_code").set_index("province_code")
    top(page, FLOOR_COLUMNS)
    for number, floor in enumerate(frozen.selection.floors, FIRST_ROW + 2):
        page.text(number, 0, page.annex.say(group_name(floor, names["province_name"])))
        for column, sum_ in enumerate((floor.asked, floor.amount, floor.spent), 1):
            page.number(number, column, sum_ / MILLION, "whole")
        page.number(number, 4, floor.price_share, "exact_share")
        page.text(number, 5, page.annex.say(floor.said))
    page.cells.repeat_rows(FIRST_ROW, FIRST_ROW + 1)


def group_name(floor: Floor, provinces: pd.Series) -> Sentence:
    """Whose floor it is."""
    if floor.group == REMOTE:
        return REMOTE_GROUP
    name = str(provinces.get(floor.group, floor.group))
    return Sentence(name, name)
