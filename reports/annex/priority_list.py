"""The priority list as an Excel annex in the official layout, a sheet for each topic.

The same edition on the same day gives the same bytes. Money is in million dong; a need that is not
known is printed as such, never as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from xlsxwriter import Workbook

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.annex.common_sheets import DRAWN_TOPICS, LIST_TITLE, TOPICS
from reports.annex.formats import formats_of
from reports.annex.topics import Topic
from reports.annex.writing import Annex, Sheet
from reports.authoring.report import AuthoringReport
from reports.authoring.sheet import QUESTIONS
from reports.edition import Edition
from reports.editions.frozen import FrozenEdition
from reports.method import Method

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
AGENCY = Sentence(
    "BỘ TÀI CHÍNH – BỘ KHOA HỌC VÀ CÔNG NGHỆ",
    "MINISTRY OF FINANCE – MINISTRY OF SCIENCE AND TECHNOLOGY",
)
MOTTO = Sentence(
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    "SOCIALIST REPUBLIC OF VIET NAM\nIndependence - Freedom - Happiness",
)
SIMULATED = Sentence(
    "SỐ LIỆU MÔ PHỎNG – KHÔNG PHẢI SỐ LIỆU THẬT", "SIMULATED ANSWERS – NOT REAL FIGURES"
)
# A mere calculation says what it is not: who has two lists before them must not take one for the other.
MADE = Sentence(
    "{name}; lập ngày {day} theo phương pháp ban đầu, không phải ấn bản đã công bố",
    "{name}; made on {day} by the usual method, not a published edition",
)
# An edition's file is the same whenever it is written: it is dated by its last approval, not by its making.
APPROVED = Sentence("{name}; số liệu duyệt đến ngày {day}", "{name}; figures approved up to {day}")
PAGE = Sentence("Trang &P/&N", "Page &P of &N")
A4 = 9


def write_priority_list(
    target: Path | BinaryIO,
    edition: Edition,
    places: pd.DataFrame,
    *,
    round_name: str,
    questionnaire: Questionnaire,
    method: Method,
    made_on: date,
    simulated: bool,
    language: str = "vi",
    questions: AuthoringReport | None = None,
    frozen: FrozenEdition | None = None,
    more: Sequence[Topic] = (),
) -> None:
    """Write the annex. ``places``: code → name, kind, province_code, province_name.

    ``questions``, where given, adds the sheet that says what each question does; ``frozen``, the method
    interval of every rank; ``more`` are further sheets after the usual ones.
    """
    annex = Annex(
        edition,
        places,
        questionnaire,
        method,
        round_name,
        made_on,
        simulated,
        language,
        questions,
        frozen,
    )
    usual = DRAWN_TOPICS if frozen is not None and frozen.drawn else TOPICS
    topics = (*usual, *more, *(() if questions is None else (QUESTIONS,)))
    write_sheets(target, annex, LIST_TITLE, topics)


def write_sheets(
    target: Path | BinaryIO,
    annex: Annex,
    title: Sentence,
    topics: Sequence[Topic],
    *,
    official: bool = True,
) -> None:
    """Write a workbook of these topics; under the ministries' names where it is official."""
    content = BytesIO()
    workbook = Workbook(content, OPTIONS)
    workbook.set_properties(
        {
            "title": annex.say(title),
            "created": datetime(annex.made_on.year, annex.made_on.month, annex.made_on.day),  # noqa: DTZ001
        }
    )
    formats = formats_of(workbook)
    for number, topic in enumerate(topics, 1):
        sheet = workbook.add_worksheet(annex.say(topic.name))
        frame(Sheet(annex, sheet, formats), topic)
        if official:
            letterhead(Sheet(annex, sheet, formats), topic.widths, number)
        topic.write(Sheet(annex, sheet, formats))
    workbook.close()
    if isinstance(target, Path):
        target.write_bytes(content.getvalue())
    else:
        target.write(content.getvalue())


def letterhead(page: Sheet, widths: Sequence[int], number: int) -> None:
    """Whose paper it is, and which annex."""
    annex, sheet, formats = page.annex, page.cells, page.formats
    last, middle = len(widths) - 1, middle_of(widths)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, middle - 1, annex.say(AGENCY), formats["agency"])
    sheet.merge_range(0, middle, 0, last, annex.say(MOTTO), formats["agency"])
    heading = Sentence(f"PHỤ LỤC {number}", f"ANNEX {number}")
    sheet.merge_range(1, 0, 1, last, annex.say(heading), formats["agency"])


def frame(page: Sheet, topic: Topic) -> None:
    """The title of a sheet, and how it prints: A4, one page wide, numbered."""
    annex, sheet, formats = page.annex, page.cells, page.formats
    last = len(topic.widths) - 1
    for column, width in enumerate(topic.widths):
        sheet.set_column(column, column, width)
    sheet.set_row(2, 24)
    sheet.merge_range(2, 0, 2, last, annex.say(topic.title), formats["title"])
    dated = MADE if annex.frozen is None else APPROVED
    made = annex.say(dated.filled(name=annex.round_name, day=f"{annex.made_on:%d/%m/%Y}"))
    sheet.merge_range(3, 0, 3, last, made, formats["subtitle"])
    if annex.simulated:
        sheet.merge_range(4, 0, 4, last, annex.say(SIMULATED), formats["simulated"])
        sheet.set_header(f'&C&"Times New Roman,Bold"{annex.say(SIMULATED)}')
    sheet.set_footer(f'&C&"Times New Roman,Regular"{annex.say(PAGE)}')
    sheet.set_paper(A4)
    if topic.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.7, bottom=0.6)
    sheet.hide_gridlines(2)


def middle_of(widths: Sequence[int]) -> int:
    """The column from which the motto stands: nearest the middle, two columns or more on both sides."""
    left = list(accumulate(widths))
    return min(range(2, len(widths) - 1), key=lambda column: abs(2 * left[column - 1] - left[-1]))
