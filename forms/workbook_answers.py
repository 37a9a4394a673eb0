"""A returned form's rows through the one gate: what each question now says, and every cell refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from forms.answers import Answer, State, clean_text, is_empty, read_answer
from forms.messages import VALUE_AND_STATE
from forms.questionnaire import Question, Questionnaire
from forms.sentence import Refused, Sentence
from forms.workbook_figures import STATES_RAW, raw_answer, words_in
from forms.workbook_marks import STATE_WORDS, plain_label
from forms.workbook_returned import Cell, CellRefusal, Row

NO_SUCH_QUESTION = Sentence(
    "mã câu hỏi ẩn của dòng này đã bị sửa, nên dòng không được nhận. Hãy tải biểu mới và chép số liệu sang.",
    "the row's hidden question code was changed, so the row was not taken. Download a new form and copy the figures over.",
)
NO_QUESTION = Sentence(
    "ô này không thuộc câu hỏi nào. Hãy chuyển nội dung về đúng dòng của câu hỏi.",
    "this cell belongs to no question. Move what it says to its question's row.",
)
TWICE = Sentence(
    "câu này còn ở ô {at}, trang “{sheet}”. Hãy xóa dòng thừa, chỉ giữ một.",
    "the question also stands in cell {at}, sheet “{sheet}”. Delete one of the rows.",
)
NOT_A_STATE = Sentence(
    "“{text}” không có trong danh sách. Hãy chọn “Không áp dụng”, “Chưa có số liệu” hoặc để trống.",
    "“{text}” is not in the list. Choose “Not applicable” or “No figure yet”, or leave it empty.",
)
NOTHING_ANSWERED = Sentence(
    "trạng thái là “Đã trả lời” nhưng ô trả lời trống. Hãy ghi trả lời, hoặc chọn “Chưa có số liệu”.",
    "the state says “Answered” but the answer is empty. Write the answer, or choose “No figure yet”.",
)
WORDS_ALONE = Sentence(
    "có ghi chú hoặc lý do nhưng chưa có trả lời. Hãy ghi trả lời, hoặc chọn “Chưa có số liệu”.",
    "there is a note or a reason but no answer. Write the answer, or choose “No figure yet”.",
)
LEFT_OUT = Sentence(
    "ô này chưa được nhận vì ô {at} cùng dòng chưa được nhận. Hãy sửa ô {at} rồi nộp lại tệp này.",
    "this cell is not taken yet, because {at} in the same row is not. Correct {at} and upload this file again.",
)
SHOWN = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judged:
    """By question id the answer that the form gives (None: it was emptied), and the cells refused.

    A question whose row is gone from the file is in neither: nothing is said about it.
    """

    answers: Mapping[str, Answer | None]
    refusals: tuple[CellRefusal, ...]


def judge(questionnaire: Questionnaire, rows: Iterable[Row]) -> Judged:
    """Every row through the gate. Never raises."""
    by_question: dict[str, list[Row]] = defaultdict(list)
    refusals: list[CellRefusal] = []
    for row in rows:
        name = row.question.text
        if name in questionnaire.by_id:
            by_question[name].append(row)
        else:
            refusals.append(foreign(row))
    answers: dict[str, Answer | None] = {}
    for name, found in by_question.items():
        if len(found) > 1:
            refusals += twice(name, found)
            continue
        answer, refused = judged(questionnaire.by_id[name], found[0])
        refusals += (*refused, *left_out(found[0], refused))
        if not refused:
            answers[name] = answer
    return Judged(answers, tuple(refusals))


def judged(question: Question, row: Row) -> tuple[Answer | None, tuple[CellRefusal, ...]]:
    """One row's answer, or the cells that stand in its way."""
    refusals: list[CellRefusal] = []

    def read(cell: Cell, reader: Callable[[Cell], T], otherwise: T) -> T:
        try:
            return reader(cell)
        except Refused as refused:
            refusals.append(CellRefusal(cell.sheet, cell.at, refused.sentence, question.id))
            return otherwise

    raw = read(row.answer, partial(raw_answer, question), None)
    state = read(row.state, state_in, None)
    reason, note = (read(cell, clean_words, "") for cell in (row.reason, row.note))
    if not refusals:
        read(row.answer, lambda cell: refuse_contradiction(row, raw, state), None)
    if refusals:
        return None, tuple(refusals)
    given = raw if state is None else STATES_RAW.get(state, raw)
    answer, problems = read_answer(question, given, note=note, reason=reason)
    cell = row.answer
    return answer, tuple(
        CellRefusal(cell.sheet, cell.at, p.sentence, question.id) for p in problems
    )


def left_out(row: Row, refused: tuple[CellRefusal, ...]) -> Iterator[CellRefusal]:
    """What else stands in a refused row and is good: it waits in the file for the cell to be corrected.

    A note or a reason is about the value beside it, so it is not put beside the stored one.
    """
    places = {each.at for each in refused}
    said_by = row.answer if row.answer.text else row.state
    for cell in (said_by, row.reason, row.note):
        if refused and cell.text and cell.at not in places:
            said = LEFT_OUT.filled(at=refused[0].at)
            yield CellRefusal(cell.sheet, cell.at, said, row.question.text)


def state_in(cell: Cell) -> State | None:
    """The state that a state cell names; None where it is empty."""
    text = words_in(cell)
    if not text:
        return None
    if (state := STATE_WORDS.get(plain_label(text))) is None:
        raise Refused(NOT_A_STATE.filled(text=text[:SHOWN]))
    return state


def clean_words(cell: Cell) -> str:
    """A note or a reason, as the gate takes it."""
    return clean_text(words_in(cell))


def refuse_contradiction(row: Row, raw: object, state: State | None) -> None:
    """Refuse a row whose cells say two things, or only half of one."""
    if state in STATES_RAW and not is_empty(raw) and raw != STATES_RAW[state]:
        raise Refused(VALUE_AND_STATE)
    if state is State.ANSWERED and is_empty(raw):
        raise Refused(NOTHING_ANSWERED)
    if state is None and is_empty(raw) and row.filled:
        raise Refused(WORDS_ALONE)


def foreign(row: Row) -> CellRefusal:
    """The refusal of a row that names no question of the questionnaire."""
    cell = row.question if row.question.text else row.filled[0]
    said = NO_SUCH_QUESTION if row.question.text else NO_QUESTION
    return CellRefusal(cell.sheet, cell.at, said)


def twice(question_id: str, rows: list[Row]) -> tuple[CellRefusal, ...]:
    """The refusals of a question that has more than one row: which one counts is not ours to guess."""
    pairs = zip(rows, (*rows[1:], rows[0]), strict=True)
    return tuple(
        CellRefusal(
            row.answer.sheet,
            row.answer.at,
            TWICE.filled(sheet=other.answer.sheet, at=other.answer.at),
            question_id,
        )
        for row, other in pairs
    )
