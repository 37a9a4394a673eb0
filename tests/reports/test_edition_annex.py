"""The annex of an edition: what only an edition has, how it prints, and a workbook for each province."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.annex.common_sheets import DRAWN_LIST
from reports.annex.edition_annex import write_edition_annex
from reports.annex.funding_sheets import in_words, million
from reports.annex.province_annexes import in_ascii, workbooks, write_province_annexes
from reports.annex.writing import LETTERS_TO_A_WIDTH
from reports.funding.lists import marginal
from reports.method_file import NAMES
from reports.robustness import STANDING_WORDS, Standing
from tests.office import is_a4, printed
from tests.reports.printed_editions import frozen

TABS = [
    "Danh sách ưu tiên",
    "Tổng hợp theo tỉnh",
    "Phương pháp",
    "Chưa xếp hạng",
    "Biểu đồ",
    "Danh mục được cấp",
    "Ba danh sách",
    "Sàn ngân sách",
    "Nhu cầu chưa rõ",
    "Mức chắc chắn được cấp",
    "Độ chắc chắn",
    "Tham số ấn bản",
    "Từ điển số liệu",
]


def annex(language: str = "vi") -> bytes:
    target = io.BytesIO()
    write_edition_annex(target, frozen(), language)
    return target.getvalue()


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(book: Workbook, tab: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book[tab].iter_rows()]


def widths_of(sheet: Worksheet) -> list[float]:
    """Each column's width; the file says it once for neighbours that are as wide."""
    said = sorted(sheet.column_dimensions.values(), key=lambda each: each.min)
    return [each.width for each in said for _ in range(each.min, each.max + 1)]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(annex())


def test_the_annex_has_every_sheet_that_a_decision_needs(book: Workbook) -> None:
    assert book.sheetnames == TABS


def test_a_text_beside_a_number_stands_away_from_it(book: Workbook) -> None:
    sheet = book["Danh sách ưu tiên"]
    row = next(row for row in sheet.iter_rows(min_row=10) if isinstance(row[0].value, int))
    assert all(cell.alignment.indent == 1 for cell in (row[2], row[3], row[18]))


def test_the_interval_stands_beside_the_rank_and_the_note_at_the_end(book: Workbook) -> None:
    sheet = book["Danh sách ưu tiên"]
    heads = [str(cell.value) for cell in sheet[7]]
    assert heads[11:14] == ["Thứ hạng", "Từ hạng (5%)", "Đến hạng (95%)"]
    assert (len(heads), heads[-1]) == (19, "Ghi chú")
    table = frozen().table
    for row in sheet.iter_rows(min_row=10, values_only=True):
        stored = table.loc[str(row[1])]
        assert list(row[11:14]) == [stored[name] for name in ("rank", "rank_low", "rank_high")]
        assert row[17] == pytest.approx(stored["need_total"] / 1e6)


def test_the_list_is_narrow_enough_to_be_read_on_a4() -> None:
    """An 11-point letter prints as large as the columns, in pixels of 1/96 inch, leave of a page's width."""
    pixels = sum(7 * width + 5 for width in DRAWN_LIST.widths)
    page = 96 * (297 / 25.4 - 0.9)
    assert 11 * page / pixels >= 8


def test_a_file_of_an_edition_says_until_when_its_figures_are_approved(book: Workbook) -> None:
    """Whenever it is written, its bytes are the same: it knows no day on which it was made."""
    for sheet in book.worksheets:
        assert sheet["A4"].value == "Đợt thử; số liệu duyệt đến ngày 01/11/2026"
    first = opened(annex("en")).worksheets[0]
    assert first["A4"].value == "Đợt thử; figures approved up to 01/11/2026"


def test_what_the_budget_bought_stands_above_the_funded_list(book: Workbook) -> None:
    """Below it, it would print alone where the list ends with a page."""
    sheet = book["Danh mục được cấp"]
    said = [str(row[0]) for row in texts(book, "Danh mục được cấp")]
    (at,) = (number for number, text in enumerate(said) if text.startswith("Cả nước: "))
    assert at < said.index("TỔNG SỐ")
    assert isinstance(sheet.cell(sheet.max_row, 1).value, int)
    assert sheet.print_title_rows == "$8:$9"


def test_every_sentence_across_a_sheet_has_room_for_all_its_lines(book: Workbook) -> None:
    """LibreOffice prints a row as tall as the file says, and cuts the rest."""
    longest = 0
    for sheet in book.worksheets:
        widths = widths_of(sheet)
        for merged in sheet.merged_cells.ranges:
            cell = sheet.cell(merged.min_row, merged.min_col)
            if merged.min_row > 5 and isinstance(cell.value, str):
                width = sum(widths[merged.min_col - 1 : merged.max_col])
                lines = len(textwrap.wrap(cell.value, int(LETTERS_TO_A_WIDTH * width)))
                assert (sheet.row_dimensions[cell.row].height or 15) >= 15 * lines, cell.value
                longest = max(longest, lines)
    assert longest > 2


def test_the_next_billion_names_ten_packages_and_counts_the_others(book: Workbook) -> None:
    (said,) = (
        str(row[0]) for row in texts(book, "Ba danh sách") if str(row[0]).startswith("Thêm 1 tỷ")
    )
    selection = frozen().selection
    assert selection is not None
    left = len(marginal(selection).rows) - 10
    assert left > 0
    assert said.count(" – ") == 10
    assert said.endswith(f"; và {left} gói nữa.")


def test_needs_that_are_not_known_are_counted_as_items_beside_their_communes(
    book: Workbook,
) -> None:
    selection = frozen().selection
    assert selection is not None
    unknown = selection.packages.unknown_needs
    rows = texts(book, "Nhu cầu chưa rõ")
    head = next(at for at, row in enumerate(rows) if row[0] == "Khoản mục")
    assert rows[head][3] == "Số khoản"
    total = rows[head + 1]
    assert total[3] == len(unknown)
    assert total[4] == f"{len({code for code, _ in unknown})} xã"


def test_the_classes_count_what_the_table_says(book: Workbook) -> None:
    table = frozen().table
    said = [str(row[0]) for row in texts(book, "Mức chắc chắn được cấp")]
    for standing in Standing:
        rows = table[table["standing"] == standing.value]
        (line,) = [each for each in said if each.startswith(f"{STANDING_WORDS[standing].vi}: ")]
        funded = int(rows["funded"].sum())
        sum_ = million(rows["funded_vnd"].sum()).vi
        assert f": {len(rows)} xã, trong đó {funded} xã được cấp {sum_} triệu đồng" in line
    listed = [row for row in texts(book, "Mức chắc chắn được cấp") if isinstance(row[0], int)]
    assert len(listed) == int((table["standing"] != "").sum())
    for row in listed:
        stored = table.loc[str(row[1])]
        assert row[9] == STANDING_WORDS[Standing(stored["standing"])].vi
        assert row[8] == stored["chance"]


def test_the_annex_speaks_words_and_not_names_of_the_program(book: Workbook) -> None:
    method = " ".join(str(cell) for row in texts(book, "Phương pháp") for cell in row)
    for name in NAMES:
        assert not re.search(rf"\b{name}\b", method), name
    assert "Độ phủ tối thiểu của một phần" in method
    assert "(external)" not in method
    seed = next(row for row in texts(book, "Phương pháp") if row[0] == "Hạt giống của các lần thử")
    assert seed[1] == "2026"
    kinds = {row[3] for row in texts(book, "Từ điển số liệu")}
    assert {"số", "chữ", "có hoặc không"} <= kinds
    assert not {"number", "string", "boolean"} & kinds


def test_the_settings_say_the_budget_the_draws_and_every_hash(book: Workbook) -> None:
    said = {str(row[0]): row[1] for row in texts(book, "Tham số ấn bản") if row[0]}
    assert said["Số lần thử"] == "100"
    assert said["SHA-256: Câu trả lời đã duyệt"] == frozen().inputs.sha256["answers"]
    assert sum(name.startswith("SHA-256") for name in said) == 6
    assert "Ngân sách" in said


def test_the_codebook_has_every_column_and_every_question(book: Workbook) -> None:
    said = {row[0] for row in texts(book, "Từ điển số liệu")}
    assert set(frozen().table.columns) <= said
    assert {each.id for each in frozen().inputs.questionnaire.questions} <= said


def test_the_english_annex_writes_numbers_in_sentences_as_english_does() -> None:
    said = " ".join(
        str(row[0]) for row in texts(opened(annex("en")), "Funded list") if row[0] is not None
    )
    assert "certified gap" in said
    assert "% of the best possible" in said
    assert "," not in said.split("certified gap ")[1].split("%")[0]


def test_what_the_budget_bought_is_never_said_to_be_nearer_the_best_than_it_is() -> None:
    selection = frozen().selection
    assert selection is not None
    many = replace(selection, benefit=selection.bound * (1 - 4e-6))
    assert many.gap == pytest.approx(4e-6)
    assert in_words(many).vi.endswith("(kém phương án tối ưu không quá 0,001%).")
    best = replace(selection, benefit=selection.bound)
    assert in_words(best).vi.endswith("(kém phương án tối ưu không quá 0,000%).")


@pytest.mark.libreoffice
def test_the_annex_prints_on_a4_with_its_headings_on_every_page_and_nothing_cut(
    tmp_path: Path,
) -> None:
    paper = printed(tmp_path, "annex.xlsx", annex())
    assert all(is_a4(size) for size in paper.sizes)
    assert len(paper.pages) == len(paper.sizes)
    # The list goes over several pages, and each has the headings and the row of numbers under them.
    whole = "\f".join(paper.pages)
    first = whole[: whole.index("PHỤ LỤC 2")].split("\f")[:-1]
    assert len(first) >= 2
    for page in first:
        assert "Khu vực" in page
        assert "(19)" in page
        assert "Ghi chú" in page
    for number in range(5, 91):
        assert sum(f"Xã {number:05}" in page for page in first) == 1
    assert "###" not in whole
    assert f"Trang {len(paper.pages)}/{len(paper.pages)}" in paper.pages[-1]


def test_each_province_has_a_workbook_with_its_communes_alone() -> None:
    places = frozen().inputs.places
    made = dict(workbooks(frozen(), "vi"))
    assert list(made) == ["p1-tinh-p1.xlsx", "p2-tinh-p2.xlsx"]
    for (name, content), (code, own) in zip(
        made.items(), places.groupby("province_code"), strict=True
    ):
        assert name.startswith(str(code))
        book = opened(content)
        assert book.sheetnames == [TABS[0], TABS[5], TABS[8], TABS[3], TABS[12]]
        for sheet in book.worksheets[:4]:
            codes = {row[1].value for row in sheet.iter_rows() if isinstance(row[0].value, int)}
            assert codes <= set(own.index), sheet.title
        listed = [row for row in texts(book, TABS[0]) if isinstance(row[0], int)]
        ranked = frozen().table.loc[own.index, "rank"].dropna()
        assert {str(row[1]): row[11] for row in listed} == ranked.to_dict()


def test_the_zip_of_the_provinces_is_the_same_to_the_byte() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    for target in (one, other):
        write_province_annexes(target, frozen())
    assert one.getvalue() == other.getvalue()
    with zipfile.ZipFile(one) as archive:
        assert archive.testzip() is None


def test_a_file_is_named_in_letters_that_every_system_has() -> None:
    assert in_ascii("Thành phố Đà Nẵng") == "thanh-pho-da-nang"
    assert in_ascii("Đắk Lắk / Bình–Định") == "dak-lak-binh-dinh"
