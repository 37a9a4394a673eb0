"""The annex's sheets of doubt: what other choices of method would do, what shading could gain."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from forms.sentence import Sentence
from reports.annex.topics import Topic
from reports.annex.writing import FIRST_ROW, Sheet
from reports.certainty.manipulability import manipulability
from reports.certainty.one_at_a_time import one_at_a_time
from reports.certainty.sensitivity import FACTOR_WORDS, sobol
from reports.editions.frozen import FrozenEdition

MOST_MANIPULABLE = 50
INTRODUCTION = Sentence(
    "Khoảng phương pháp ở danh sách cho biết thứ hạng nếu chọn cách tính khác; không phải khoảng tin cậy. "
    "Dưới đây: lựa chọn nào làm thứ hạng thay đổi nhiều nhất, và một xã có thể tăng bao nhiêu bậc nếu khai thấp "
    "các câu chưa kiểm chứng.",
    "The method interval in the list says which ranks other choices of method would give; it is no confidence "
    "interval. Below: which choice moves ranks the most, and how many ranks a commune could gain by shading its "
    "unverified answers.",
)
CHOICES = (
    Sentence("Lựa chọn", "Choice"),
    Sentence("Thay bằng", "Instead"),
    Sentence("Đổi hạng bình quân", "Mean shift of rank"),
    Sentence("Đổi hạng lớn nhất", "Greatest shift"),
    Sentence("Vào nhóm 10% đầu", "Enter the best tenth"),
    Sentence("Ra khỏi nhóm", "Leave it"),
)
INFLUENCE = (
    Sentence("Lựa chọn", "Choice"),
    Sentence("Chỉ số Sobol toàn phần (đổi hạng)", "Total-order Sobol index (of shifts)"),
    Sentence("± (95%)", "± (95%)"),
)
SHADING = (
    Sentence("Mã", "Code"),
    Sentence("Xã, tỉnh", "Commune, province"),
    Sentence("Thứ hạng", "Rank"),
    Sentence("Hạng nếu khai thấp", "Rank if shaded"),
    Sentence("Số bậc tăng", "Ranks gained"),
    Sentence("Câu chưa kiểm chứng", "Unverified answers"),
)
WIDTHS = (24, 44, 16, 16, 16, 16)


def frozen_of(page: Sheet) -> FrozenEdition:
    """The edition being written."""
    assert page.annex.frozen is not None
    return page.annex.frozen


def write_certainty(page: Sheet) -> None:
    """Which choice matters most, one at a time and together, and what shading could gain."""
    frozen = frozen_of(page)
    parts = page.annex.questionnaire, page.annex.method, frozen.frame, frozen.edition
    page.paragraph(FIRST_ROW - 1, INTRODUCTION, WIDTHS)
    at = write_choices(page, FIRST_ROW + 1, one_at_a_time(*parts))
    at = write_influence(page, at + 1, sobol(*parts))
    write_shading(page, at + 1, manipulability(*parts).head(MOST_MANIPULABLE))


def write_choices(page: Sheet, at: int, table: pd.DataFrame) -> int:
    """Each alternative alone; returns the first free row."""
    heads(page, at, CHOICES)
    words = "choice" if page.annex.language == "vi" else "choice_en"
    for row in table.to_dict("records"):
        at += 1
        page.text(at, 0, page.annex.say(FACTOR_WORDS[str(row["factor"])]))
        page.text(at, 1, str(row[words]))
        page.tall_enough(at, (str(row[words]), WIDTHS[1]))
        page.number(at, 2, row["mean_shift"], "points")
        for column, name in enumerate(("most_shift", "enter_top", "leave_top"), 3):
            page.number(at, column, row[name], "whole")
    return at + 1


def write_influence(page: Sheet, at: int, table: pd.DataFrame) -> int:
    """Each factor's total-order index; returns the first free row."""
    heads(page, at, INFLUENCE)
    for factor, row in table.iterrows():
        at += 1
        page.text(at, 0, page.annex.say(FACTOR_WORDS[str(factor)]))
        page.number(at, 1, float(row["rank"]), "hundredths")
        page.number(at, 2, float(row["rank_confidence"]), "hundredths")
    return at + 1


def write_shading(page: Sheet, at: int, table: pd.DataFrame) -> None:
    """The communes that could gain most."""
    heads(page, at, SHADING)
    named = table.join(page.annex.places)
    for row in named.reset_index().to_dict("records"):
        at += 1
        page.text(at, 0, str(row["code"]), "code")
        page.text(at, 1, f"{row['name']}, {row['province_name']}")
        for column, name in enumerate(("rank", "shaded_rank", "gain", "unverified"), 2):
            page.number(at, column, float(row[name]), "whole")


def heads(page: Sheet, at: int, headings: Sequence[Sentence]) -> None:
    """A row of headings, two lines high."""
    page.cells.set_row(at, 34)
    page.head(at, headings)


CERTAINTY = Topic(
    Sentence("Độ chắc chắn", "How sure"),
    Sentence("THỨ HẠNG CHẮC ĐẾN ĐÂU", "HOW SURE THE RANKS ARE"),
    WIDTHS,
    write_certainty,
)
