"""The Excel form as it comes back: moved, sorted, retyped, restyled; read the same or refused by cell."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import MergedCell

from forms.answers import Answer, Answers, State
from forms.questionnaire import Kind, Question
from tests.builders import the_questionnaire
from tests.forms.forms_at_hand import (
    answer_to,
    cell_of,
    changed,
    filled,
    read,
    refusal_of,
    sheet_of,
    written,
)

ASKED = the_questionnaire()
SOME: dict[str, Answer] = {
    "infra_pc_working": Answer(value=40, note="Sổ tài sản", reason="Đã kiểm kê"),
    "infra_lan": Answer(value="wifi"),
    "infra_outage_h": Answer(State.UNKNOWN, note="chưa đo"),
    "infra_scanners": Answer(State.NOT_APPLICABLE),
    "infra_security_pct": Answer(value=45.5),
    "svc_ecert": Answer(value=0.5),
    "cond_poverty_pct": Answer(value=1.0),
    "svc_self_pct": Answer(value=0.0),
    "cond_border": Answer(value=True),
}


def given_by(content: bytes) -> dict[str, Answer]:
    """The answers of a form that must not be refused anywhere."""
    judged = read(content)
    assert judged.refusals == ()
    assert len(judged.answers) == len(ASKED.questions)
    return {name: answer for name, answer in judged.answers.items() if answer is not None}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_filled_in_comes_back_as_it_was(language: str) -> None:
    assert given_by(written(SOME, language=language)) == SOME


def test_a_program_that_loses_styles_notes_and_rules_loses_no_answer() -> None:
    def strip(book: Workbook) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    cell.style = "Normal"
                    if not isinstance(cell, MergedCell):
                        cell.comment = None
            sheet.data_validations.dataValidation = []

    assert given_by(changed(written(SOME), strip)) == SOME


def test_moved_rows_columns_and_sheets_are_found_again() -> None:
    def move(book: Workbook) -> None:
        sheet = sheet_of(book, "infra_lan")
        sheet.insert_rows(3, 2)
        sheet.insert_cols(2)
        sheet.title = "Trang đổi tên"
        book.move_sheet(sheet, 3)
        book.create_sheet("Nháp", 0)["A1"] = "tính tay: =1+1"

    assert given_by(changed(written(SOME), move)) == SOME


def test_sorted_rows_are_found_again() -> None:
    def sort(book: Workbook) -> None:
        for sheet in book.worksheets[1:7]:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
            for at, row in enumerate(sorted(rows, key=lambda each: str(each[2])), 4):
                for column, value in enumerate(row, 1):
                    sheet.cell(at, column).value = value

    assert given_by(changed(written(SOME), sort)) == SOME


def test_a_question_whose_row_is_gone_is_not_spoken_of_and_an_emptied_one_is_cleared() -> None:
    def delete(book: Workbook) -> None:
        cell_of(book, "infra_lan").value = None
        sheet_of(book, "infra_pc_working").delete_rows(cell_of(book, "infra_pc_working").row)

    answers = read(changed(written(SOME), delete)).answers
    assert "infra_pc_working" not in answers
    assert answers["infra_lan"] is None


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        ("infra_pc_working", 40, 40),
        ("infra_pc_working", 40.0, 40),
        ("infra_pc_working", "40", 40),
        ("infra_pc_working", " 40\u00a0", 40),
        ("svc_files", "1.234", 1234),
        ("infra_outage_h", "12,5", 12.5),
        ("infra_outage_h", "12.5", 12.5),
        ("infra_outage_h", 12.5, 12.5),
        ("infra_security_pct", 45, 45),
        ("infra_security_pct", "45%", 45),
        ("infra_security_pct", "45,5 %", 45.5),
        ("infra_security_pct", "0,45%", 0.45),
        ("infra_security_pct", 0, 0),
        ("infra_lan", "Chỉ có bộ phát Wi-Fi gia đình ", "wifi"),
        ("infra_lan", unicodedata.normalize("NFD", "Chỉ có bộ phát Wi-Fi gia đình"), "wifi"),
        ("infra_lan", "wifi", "wifi"),
        ("infra_lan", "Home-grade Wi-Fi only", "wifi"),
        ("cond_border", "CÓ", True),
        ("cond_border", False, False),
        ("cond_border", "no", False),
    ],
)
def test_a_figure_is_read_however_it_was_typed(question: str, typed: object, value: object) -> None:
    assert answer_to(question, typed) == Answer(value=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kept", "value"), [(0.45, 45.0), (0.0045, 0.45), (1, 100.0)])
def test_a_cell_formatted_as_per_cent_is_read_as_it_is_shown(kept: float, value: float) -> None:
    def type_in(book: Workbook) -> None:
        cell = cell_of(book, "infra_security_pct")
        cell.value, cell.number_format = kept, "0.00%"

    assert read(changed(written(), type_in)).answers["infra_security_pct"] == Answer(value=value)


@pytest.mark.parametrize(
    ("state", "typed"),
    [
        (State.UNKNOWN, "Chưa có số liệu"),
        (State.UNKNOWN, unicodedata.normalize("NFD", "chưa có  số liệu")),
        (State.UNKNOWN, "No figure yet"),
        (State.UNKNOWN, "?"),
        (State.NOT_APPLICABLE, "Không áp dụng"),
        (State.NOT_APPLICABLE, "NA"),
    ],
)
@pytest.mark.parametrize("question", ["infra_pc_working", "infra_lan", "cond_border"])
def test_a_state_is_taken_from_its_column_and_from_the_answers(
    question: str, state: State, typed: str
) -> None:
    assert answer_to(question, None, state=typed) == Answer(state)
    assert answer_to(question, typed) == Answer(state)


def test_the_state_answered_stands_beside_a_value() -> None:
    assert answer_to("infra_pc_working", 0, state="Đã trả lời") == Answer(value=0)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            {"infra_pc_working": "nhiều"},
            "Cell E4, sheet “I. Hạ tầng và trang thiết bị”: “nhiều” is not a",
        ),
        ({"infra_pc_working": 501}, "0 to 500"),
        ({"infra_pc_working": 1.5}, "not a whole number"),
        ({"infra_pc_working": "=1+1"}, "trang thiết bị”: the cell holds a formula"),
        ({"infra_pc_working/note": "=A1"}, "Cell H4, sheet"),
        ({"infra_pc_working": date(2026, 2, 1)}, "date or time"),
        ({"infra_pc_working": True}, "not a number"),
        ({"infra_pc_working": 10**40}, "above what is possible"),
        ({"infra_security_pct": 0.45}, "0.45% or 45%"),
        ({"infra_security_pct": 1}, "1% or 100%"),
        ({"infra_security_pct": "0,45"}, "0.45% or 45%"),
        ({"infra_lan": "cable"}, "not one of the options"),
        ({"infra_pc_working": 5, "infra_pc_working/state": "Không áp dụng"}, "Keep only one"),
        ({"infra_pc_working/state": "Đã trả lời"}, "answer is empty"),
        ({"infra_pc_working/state": "để sau"}, "thiết bị”: “để sau” is not in the list"),
        ({"infra_pc_working/note": "xem sổ"}, "no answer"),
        (
            {"infra_pc_working": 5, "infra_pc_working/note": "x" * 2001},
            "thiết bị”: The text is longer",
        ),
    ],
)
def test_what_nobody_can_tell_is_refused_by_its_cell(cells: dict[str, object], says: str) -> None:
    assert says in refusal_of(cells)


def test_a_per_cent_format_on_another_question_is_refused() -> None:
    def type_in(book: Workbook) -> None:
        cell = cell_of(book, "infra_pc_working")
        cell.value, cell.number_format = 0.4, "0%"

    (refusal,) = read(changed(written(), type_in)).refusals
    assert "not about per cent" in refusal.placed.en


def test_a_refused_cell_takes_no_other_with_it() -> None:
    judged = read(filled({"infra_pc_working": "nhiều", "infra_scanners": 2}))
    assert judged.answers["infra_scanners"] == Answer(value=2)
    assert "infra_pc_working" not in judged.answers


def test_what_else_stands_in_a_refused_row_is_said_to_wait_for_it() -> None:
    row = {"infra_pc_working": "nhiều", "infra_pc_working/note": "Sổ tài sản"}
    judged = read(filled({**row, "infra_scanners": 2, "infra_scanners/note": "Kiểm kê"}))
    assert [each.at for each in judged.refusals] == ["E4", "H4"]
    assert "Correct E4 and upload this file again" in judged.refusals[1].placed.en
    assert judged.answers["infra_scanners"] == Answer(value=2, note="Kiểm kê")


def test_a_question_with_two_rows_is_refused_in_both_and_taken_from_neither() -> None:
    def double(book: Workbook) -> None:
        cell = cell_of(book, "infra_pc_working")
        sheet_of(book, "infra_pc_working").cell(40, 1).value = "infra_pc_working"
        cell.value = 5

    judged = read(changed(written(), double))
    assert {refusal.at for refusal in judged.refusals} == {"E4", "E40"}
    assert "infra_pc_working" not in judged.answers


@pytest.mark.parametrize(("code", "says"), [("infra_pcs", "question code"), (None, "no question")])
def test_a_row_that_names_no_question_is_refused(code: str | None, says: str) -> None:
    def rename(book: Workbook) -> None:
        sheet_of(book, "infra_lan").cell(40, 1).value = code
        sheet_of(book, "infra_lan").cell(40, 5).value = 7

    (refusal,) = read(changed(written(), rename)).refusals
    assert says in refusal.placed.en
    assert "40" in refusal.at


def answers_to(question: Question) -> st.SearchStrategy[Answer | None]:
    """Anything that the gate may have stored for a question."""
    low, high = question.minimum or 0.0, min(question.maximum or 1e9, 1e9)
    values: dict[Kind, st.SearchStrategy[object]] = {
        Kind.INTEGER: st.integers(int(low), int(high)),
        Kind.DECIMAL: st.floats(low, high),
        Kind.PERCENT: st.floats(low, high) | st.sampled_from([0.5, 1.0, 1.5, 0.1, 99.9]),
        Kind.CHOICE: st.sampled_from([option.value for option in question.options] or [""]),
        Kind.YES_NO: st.booleans(),
    }
    words = st.sampled_from(
        ["", "=1+1", "+84", "-5", "@a", "Nguồn: sổ", "2026", "12,5", "dòng\nhai"]
    )
    values_or_none = st.builds(Answer, st.just(State.ANSWERED), values[question.kind], words, words)
    states = st.builds(Answer, st.sampled_from([State.UNKNOWN, State.NOT_APPLICABLE]), note=words)
    return st.none() | values_or_none | states  # type: ignore[return-value]


@settings(max_examples=25)
@given(st.fixed_dictionaries({question.id: answers_to(question) for question in ASKED.questions}))
def test_whatever_the_gate_stored_comes_back_the_same(answers: dict[str, Answer | None]) -> None:
    stored: Answers = {name: answer for name, answer in answers.items() if answer is not None}
    assert given_by(written(stored)) == stored
