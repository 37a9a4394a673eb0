"""What a returned cell means before the gate judges it: formulas, dates and the two per cents.

Excel keeps 45% as 0.45 with a format, and a trip through another program may lose the format. So a
per cent of 1 or less must carry its sign, in the format or in the text: 0.45 alone is refused,
because nobody can tell 45% from 0.45%.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from forms.answers import State
from forms.numbers import as_typed, read_number, write_number
from forms.questionnaire import Kind, Question
from forms.sentence import Refused, Sentence
from forms.workbook_marks import STATE_WORDS, plain_label
from forms.workbook_returned import Cell

FORMULA = Sentence(
    "ô chứa công thức hoặc lỗi Excel. Hãy thay bằng giá trị (Dán đặc biệt → Giá trị).",
    "the cell holds a formula or an Excel error. Replace it by its value (Paste special → Values).",
)
A_DATE = Sentence(
    "Excel đã đổi nội dung thành ngày giờ. Hãy định dạng ô là Số (Number) rồi ghi lại số.",
    "Excel turned this into a date or time. Format the cell as Number and write the figure again.",
)
WHICH_PERCENT = Sentence(
    "{shown} là {shown}% hay {times}%? Từ 1 trở xuống phải ghi kèm dấu %: “{shown}%” hoặc “{times}%”.",
    "Is {shown} meant as {shown}% or {times}%? For 1 or less write the sign: “{shown}%” or “{times}%”.",
)
NOT_PER_CENT = Sentence(
    "ô định dạng phần trăm nhưng câu này không hỏi phần trăm. Hãy định dạng ô là Số (Number) rồi ghi lại.",
    "the cell is formatted as per cent but the question is not about per cent. Format it as Number and write it again.",
)
STATES_RAW: dict[State | None, str] = {State.NOT_APPLICABLE: "NA", State.UNKNOWN: "?"}
MOMENTS = (date, datetime, time, timedelta)


def raw_answer(question: Question, cell: Cell) -> object:
    """The answer cell's content for the gate. Raises Refused where nobody can tell what is meant."""
    if cell.is_formula:
        raise Refused(FORMULA)
    if isinstance(cell.value, MOMENTS) and question.kind is not Kind.TEXT:
        raise Refused(A_DATE)
    if question.kind is Kind.TEXT:
        return words_in(cell)
    state = state_named(question, cell)
    if state is not None:
        return STATES_RAW.get(state, "")
    return figure(question, cell) if question.kind.is_number else cell.value


def state_named(question: Question, cell: Cell) -> State | None:
    """A state written where the answer belongs; an option of the same name comes first."""
    if not isinstance(cell.value, str):
        return None
    word = plain_label(cell.value)
    options = {plain_label(x) for each in question.options for x in (each.label.vi, each.label.en)}
    state = None if word in options else STATE_WORDS.get(word)
    return None if state is State.ANSWERED else state


def figure(question: Question, cell: Cell) -> object:
    """A number's cell; a per cent in per cent, whichever of the two ways it was written."""
    if question.kind is not Kind.PERCENT:
        if cell.is_percent:
            raise Refused(NOT_PER_CENT)
        return cell.value
    if cell.is_percent:
        return float(Decimal(repr(cell.value)) * 100)
    if isinstance(cell.value, str) and "%" in cell.value:
        return cell.value
    number = read_number(cell.text) if isinstance(cell.value, str) and cell.text else cell.value
    if isinstance(number, int | float) and 0 < abs(number) <= 1:
        shown, times = (as_typed(each) for each in (number, float(Decimal(repr(number)) * 100)))
        raise Refused(WHICH_PERCENT.filled(shown=shown, times=times))
    return cell.value


def words_in(cell: Cell) -> str:
    """A cell of free text; a number or a date that Excel made of it is written as people do."""
    if cell.is_formula:
        raise Refused(FORMULA)
    value = cell.value
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, float):
        return write_number(value).replace(".", "")
    return cell.text
