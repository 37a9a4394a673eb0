"""The Excel form as written: what stands where, what is locked, what Excel checks, how it prints."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from forms.answers import Answer, State
from forms.questionnaire import Kind
from forms.workbook_marks import sheet_names
from forms.workbook_rules import LONGEST_MESSAGE, LONGEST_TITLE, TITLE, rule_of
from tests.builders import the_questionnaire
from tests.forms.forms_at_hand import COLUMNS, cell_of, sheet_of, written

QUESTIONS = the_questionnaire().questions


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize(
    ("language", "scope"), [("vi", "không tính Công an, Quân sự"), ("en", "police, military")]
)
def test_the_instructions_say_whom_the_figures_are_to_include(language: str, scope: str) -> None:
    cover = opened(written(language=language)).worksheets[0]
    beside = [str(row[1].value) for row in cover.iter_rows()]
    assert any(scope in text for text in beside)


def test_there_is_a_sheet_for_each_section_after_the_instructions_and_two_hidden_ones() -> None:
    book = opened(written())
    assert book.sheetnames[0] == "Hướng dẫn"
    assert book.sheetnames[1] == "I. Hạ tầng và trang thiết bị"
    assert len(book.sheetnames) == 1 + 6 + 2
    assert [sheet.sheet_state for sheet in book.worksheets].count("veryHidden") == 2


def test_every_question_stands_once_with_its_label_and_unit() -> None:
    book = opened(written())
    for question in QUESTIONS:
        cell = cell_of(book, question.id)
        row = [each.value for each in sheet_of(book, question.id)[cell.row]]
        assert row[2] == question.label.vi
        assert row[3] == (question.unit.vi if question.unit else None)


def test_the_english_form_speaks_english() -> None:
    book = opened(written(language="en"))
    assert book.sheetnames[:2] == ["Instructions", "I. Infrastructure and equipment"]
    assert [each.value for each in book.worksheets[1][3]][4] == "Answer"


def test_todays_answers_are_filled_in_with_state_reason_and_note() -> None:
    answers = {
        "infra_pc_working": Answer(value=40, note="Sổ tài sản", reason="Đã kiểm kê"),
        "infra_lan": Answer(value="wifi"),
        "infra_outage_h": Answer(State.UNKNOWN),
        "infra_pc_qualified": Answer(State.NOT_APPLICABLE),
        "cond_border": Answer(value=False),
    }
    book = opened(written(answers))
    assert cell_of(book, "infra_pc_working").value == 40
    assert cell_of(book, "infra_pc_working", "note").value == "Sổ tài sản"
    assert cell_of(book, "infra_pc_working", "reason").value == "Đã kiểm kê"
    assert cell_of(book, "infra_lan").value == "Chỉ có bộ phát Wi-Fi gia đình"
    assert cell_of(book, "infra_outage_h", "state").value == "Chưa có số liệu"
    assert cell_of(book, "infra_pc_qualified", "state").value == "Không áp dụng"
    assert cell_of(book, "cond_border").value == "Không"
    assert cell_of(book, "infra_scanners").value is None


@pytest.mark.parametrize("sign", "=+-@")
def test_text_that_starts_like_a_formula_stays_text(sign: str) -> None:
    note = f"{sign}SUM(A1:A9)"
    cell = cell_of(
        opened(written({"infra_lan": Answer(value="wifi", note=note)})), "infra_lan", "note"
    )
    assert cell.value == note
    assert cell.data_type == "s"


def test_only_the_cells_to_fill_in_are_open_and_no_password_is_pretended() -> None:
    book = opened(written())
    for question in QUESTIONS:
        row = sheet_of(book, question.id)[cell_of(book, question.id).row]
        open_cells = [at for at, cell in enumerate(row) if not cell.protection.locked]
        assert open_cells == list(COLUMNS.values())
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password


def test_every_answer_is_checked_by_excel_with_words_in_both_languages() -> None:
    book = opened(written())
    for question in QUESTIONS:
        cell = cell_of(book, question.id)
        found = [
            rule
            for rule in sheet_of(book, question.id).data_validations.dataValidation
            if cell.coordinate in rule.sqref
        ]
        assert len(found) == 1, question.id
        vi, en = str(found[0].error).split("\n")
        assert vi.startswith("Hãy")
        assert en.startswith(("Write", "Choose"))
        is_list = question.kind in (Kind.CHOICE, Kind.YES_NO)
        assert (found[0].type == "list") == is_list


def test_no_message_is_longer_than_excel_takes() -> None:
    assert len(f"{TITLE.vi} / {TITLE.en}") <= LONGEST_TITLE
    for question in QUESTIONS:
        assert len(rule_of(question, "vi", "=lists!$A$1:$A$2")["error_message"]) < LONGEST_MESSAGE


def test_the_help_is_a_note_at_the_question() -> None:
    book = opened(written())
    for question in QUESTIONS:
        if question.help.vi:
            cell = cell_of(book, question.id)
            label = sheet_of(book, question.id).cell(cell.row, 3)
            assert label.comment is not None
            assert question.help.vi in label.comment.text


def test_it_prints_on_a4_in_times_new_roman_with_its_headings_on_every_page() -> None:
    for sheet in opened(written()).worksheets[:7]:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is said
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}
        assert fonts <= {"Times New Roman", "Calibri"}  # Calibri: the hidden marks


def test_a_simulated_round_is_marked_on_the_first_sheet_and_on_every_printed_page() -> None:
    for simulated in (True, False):
        book = opened(written(simulated=simulated))
        said = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
        assert ("MÔ PHỎNG" in said) == simulated
        for sheet in book.worksheets[:7]:
            assert ("MÔ PHỎNG" in str(sheet.oddHeader.center.text)) == simulated


def test_the_first_sheet_says_whose_it_is_and_what_must_not_be_written() -> None:
    book = opened(written())
    said = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    for words in ("Phường Ba Đình (00004)", "Hà Nội", "Đợt 1", "31/10/2026", "bí mật nhà nước"):
        assert words in said


def test_the_same_form_gives_the_same_bytes() -> None:
    answers = {"infra_lan": Answer(value="wifi", note=unicodedata.normalize("NFC", "Đã rà"))}
    assert written(answers) == written(answers)


def test_sheets_get_names_that_excel_takes() -> None:
    names = sheet_names(["A/B: [c]?", "'", "Số " * 20, "Số " * 20, "a b   c"])
    assert len({name.casefold() for name in names}) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
