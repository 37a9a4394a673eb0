"""The Word annex of a submission letter: the first communes of an edition's list, in the layout of Decree 30/2020.

A4, Times New Roman 13–14, margins 20 mm above and below, 30 mm left, 15 mm right; national name and motto on the
right of the agency's name; page numbers on top from the second page on; a table's head on each of its pages.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Text
from docx.enum.text import WD_ALIGN_PARAGRAPH

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.annex import submission_layout as layout
from reports.annex.funding_sheets import in_words
from reports.annex.priority_list import AGENCY, SIMULATED
from reports.annex.topics import MILLION, TOTAL
from reports.annex.writing import NOT_KNOWN
from reports.annex.zips import zipped
from reports.editions.frozen import FrozenEdition

FIRST = 100
ANNEX = Sentence("PHỤ LỤC", "ANNEX")
TITLE = Sentence(
    "DANH SÁCH {n} XÃ, PHƯỜNG, ĐẶC KHU ĐẦU TIÊN THEO THỨ TỰ ƯU TIÊN",
    "THE FIRST {n} COMMUNES IN ORDER OF PRIORITY",
)
LETTER = Sentence(
    "(Kèm theo Tờ trình số ........./TTr-........ ngày ..... tháng ..... năm ........ của ........................)",
    "(Annexed to submission No. ........./TTr-........ of ..... by ........................)",
)
PLACE = Sentence("Hà Nội, ngày ..... tháng ..... năm {year}", "Ha Noi, ..... {year}")
NUMBER = Sentence("Số: ........./........", "No.: ........./........")
BASIS = Sentence(
    "Căn cứ {round}, số liệu đã duyệt đến ngày {day}. Thứ hạng kèm khoảng hạng nếu chọn cách tính khác "
    "(khoảng phương pháp, không phải khoảng tin cậy). Xã chưa đủ số liệu không có trong danh sách.",
    "From {round}, figures approved up to {day}. A rank comes with the ranks that other choices of method give (a method "
    "interval, no confidence interval). Communes without enough figures are not in the list.",
)
UNIT = Sentence("Đơn vị tính: triệu đồng", "Unit: million dong")
HASH = Sentence("SHA-256 của câu trả lời: {answers}", "SHA-256 of the answers: {answers}")
HEADINGS = (
    (Sentence("STT", "No."), 14),
    (Sentence("Xã, phường, đặc khu", "Commune"), 40),
    (Sentence("Tỉnh, thành phố", "Province"), 31),
    (Sentence("Thứ hạng (khoảng)", "Rank (interval)"), 26),
    (Sentence("Điểm ưu tiên", "Priority"), 16),
    (Sentence("Nhu cầu", "Need"), 19),
    (Sentence("Được cấp", "Funded"), 19),
)
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LEFT = WD_ALIGN_PARAGRAPH.LEFT
ALIGNED = (CENTRE, LEFT, LEFT, CENTRE, RIGHT, RIGHT, RIGHT)


def write_submission(
    target: Path | BinaryIO, frozen: FrozenEdition, language: str = "vi", first: int = FIRST
) -> None:
    """Write the annex with the first so many communes; fewer where fewer are ranked."""
    text = Document()
    layout.set_page(text)
    write_heading(text, frozen, language)
    rows = listed(frozen, first)
    write_title(text, frozen, language, len(rows))
    write_table(text, rows, language)
    write_end(text, frozen, language)
    stamp(text, frozen)
    content = same_bytes(text)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def listed(frozen: FrozenEdition, first: int) -> list[dict[str, Any]]:
    """The first ranked communes, by rank, equal ones by code."""
    table = frozen.inputs.places.join(frozen.table, how="inner").sort_index()
    table = table[table["rank"].notna()].sort_values("rank", kind="stable").head(first)
    return [{str(name): each for name, each in row.items()} for row in table.to_dict("records")]


def write_heading(text: Text, frozen: FrozenEdition, language: str) -> None:
    """Agency and number on the left; national name, motto, place and day on the right."""
    year = date.fromisoformat(frozen.inputs.round.dated).year
    left, right = layout.two_columns(text)
    layout.line(left, AGENCY.in_language(language), size=12, bold=True)
    layout.rule(left)
    layout.line(left, NUMBER.in_language(language))
    for place, words in enumerate(layout.NATIONAL.in_language(language).split("\n")):
        layout.line(right, words, size=12 if place == 0 else 13, bold=True)
    layout.rule(right)
    layout.line(right, PLACE.filled(year=year).in_language(language), italic=True)
    layout.drop_first_line(left)
    layout.drop_first_line(right)
    if frozen.inputs.round.simulated:
        layout.mark(text, SIMULATED.in_language(language))


def write_title(text: Text, frozen: FrozenEdition, language: str, count: int) -> None:
    """Which annex it is, what is listed, to which letter it belongs, and from what it comes."""
    layout.paragraph(text, ANNEX.in_language(language), size=14, bold=True, align=CENTRE)
    title = TITLE.filled(n=both_ways(count)).in_language(language)
    layout.paragraph(text, title, size=14, bold=True, align=CENTRE)
    layout.paragraph(text, LETTER.in_language(language), italic=True, align=CENTRE)
    day = f"{date.fromisoformat(frozen.inputs.round.dated):%d/%m/%Y}"
    basis = BASIS.filled(round=frozen.inputs.round.name, day=day)
    layout.paragraph(text, basis.in_language(language), indent=True)
    if frozen.selection is not None:
        layout.paragraph(text, in_words(frozen.selection).in_language(language), indent=True)
    layout.paragraph(text, UNIT.in_language(language), italic=True, align=RIGHT)


def write_table(text: Text, rows: Sequence[Mapping[str, Any]], language: str) -> None:
    """The list, the total first."""
    table = layout.table(text, [width for _, width in HEADINGS], 3 + len(rows))
    layout.repeat(table, 2)
    heads = [heading.in_language(language) for heading, _ in HEADINGS]
    numbers = [f"({place})" for place in range(1, len(heads) + 1)]
    needs, funded = (money(total(rows, name), language) for name in ("need_total", "funded_vnd"))
    sums = ["", TOTAL.in_language(language), "", "", "", needs, funded]
    lines = [line_of(place, row, language) for place, row in enumerate(rows, 1)]
    for at, (row, texts) in enumerate(zip(table.rows, [heads, numbers, sums, *lines], strict=True)):
        aligned = [CENTRE] * len(heads) if at < 2 else ALIGNED
        for cell, words, align in zip(row.cells, texts, aligned, strict=True):
            layout.fill(cell, words, align=align, bold=at in (0, 2), italic=at == 1)


def line_of(place: int, row: Mapping[str, Any], language: str) -> list[str]:
    """One commune's line."""
    return [
        str(place),
        row["name"],
        row["province_name"],
        rank_of(row, language),
        both_ways(row["priority"], 1).in_language(language),
        money(row["need_total"], language),
        money(row.get("funded_vnd", math.nan), language),
    ]


def rank_of(row: Mapping[str, Any], language: str) -> str:
    """A rank with its method interval, where that is known."""
    rank = both_ways(int(row["rank"])).in_language(language)
    if "rank_low" not in row:
        return rank
    low, high = (
        both_ways(round(row[name])).in_language(language) for name in ("rank_low", "rank_high")
    )
    return f"{rank} ({low}–{high})"


def total(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    """The sum of what is known; NaN where the column is not there."""
    if not all(name in row for row in rows):
        return math.nan
    known = [float(row[name]) for row in rows]
    return sum(each for each in known if not math.isnan(each))


def money(vnd: float, language: str) -> str:
    """VND in whole million dong; in words where it is not known."""
    if math.isnan(vnd):
        return NOT_KNOWN.in_language(language)
    return both_ways(round(vnd / MILLION)).in_language(language)


def write_end(text: Text, frozen: FrozenEdition, language: str) -> None:
    """The hash of the answers, by which the list can be checked."""
    digest = HASH.filled(answers=frozen.inputs.sha256["answers"])
    layout.paragraph(text, digest.in_language(language), size=11, italic=True)


def stamp(text: Text, frozen: FrozenEdition) -> None:
    """No day of today and no name of a machine in the file's properties."""
    day = date.fromisoformat(frozen.inputs.round.dated)
    kept = text.core_properties
    kept.created = kept.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as Word keeps it
    kept.author = kept.last_modified_by = ""
    kept.title = frozen.inputs.round.name
    kept.comments = ""


def same_bytes(text: Text) -> bytes:
    """The file with no date of today in its zip."""
    written = io.BytesIO()
    text.save(written)
    with ZipFile(written) as archive:
        return zipped((name, archive.read(name)) for name in archive.namelist())
