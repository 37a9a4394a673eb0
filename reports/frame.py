"""Many units' answers as arrays, a column for each question: what every calculation reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forms.answers import Answer, Answers, State
from forms.questionnaire import Kind, Question, Questionnaire
from forms.settling import in_order

UNANSWERED, ANSWERED, NOT_APPLICABLE, UNKNOWN = range(4)
STATE_CODES = {
    State.ANSWERED: ANSWERED,
    State.NOT_APPLICABLE: NOT_APPLICABLE,
    State.UNKNOWN: UNKNOWN,
}
Column = NDArray[np.generic]
States = NDArray[np.int8]


@dataclass(frozen=True)
class Frame:
    """Answers of n units, ``ask_if`` applied.

    ``states``: by question, n × int8 (unanswered, answered, not applicable, unknown). ``columns``: by
    question or ``register_…``, float64 with NaN for numbers and yes/no, int16 option index with -1 for
    choices. ``evidence``: by question, how well its answers are known; a word for all units, or one each.
    """

    codes: tuple[str, ...]
    states: Mapping[str, States]
    columns: Mapping[str, Column]
    evidence: Mapping[str, NDArray[np.str_]]
    evidence_of_all: str = "approved"

    def __len__(self) -> int:
        return len(self.codes)


def frame_of(
    questionnaire: Questionnaire,
    answers_by_code: Mapping[str, Answers],
    register_columns: Mapping[str, Mapping[str, float]],
    evidence: str = "approved",
) -> Frame:
    """Typed answers by unit code as a frame, in the mapping's order."""
    codes = tuple(answers_by_code)
    everyone = [answers_by_code[code] for code in codes]
    states: dict[str, States] = {}
    columns: dict[str, Column] = {}
    for question in questionnaire.questions:
        given = [answers.get(question.id) for answers in everyone]
        states[question.id] = states_of(given)
        columns |= column_of(question, [_value(answer) for answer in given])
    register = [register_columns.get(code, {}) for code in codes]
    for name in sorted({name for each in register for name in each}):
        columns[name] = np.array([each.get(name, np.nan) for each in register], dtype=np.float64)
    return settled(questionnaire, Frame(codes, states, columns, {}, evidence))


def states_of(answers: Sequence[Answer | None]) -> States:
    """The state of each answer; None is unanswered."""
    codes = (UNANSWERED if each is None else STATE_CODES[each.state] for each in answers)
    return np.fromiter(codes, dtype=np.int8, count=len(answers))


def _value(answer: Answer | None) -> object:
    return None if answer is None or answer.state is not State.ANSWERED else answer.value


def column_of(question: Question, values: Iterable[object]) -> dict[str, Column]:
    """A question's values as expressions read them; a text has no column."""
    if question.kind is Kind.TEXT:
        return {}
    if question.kind is Kind.CHOICE:
        place = {option.value: index for index, option in enumerate(question.options)}
        indices = [place.get(str(value), -1) if value is not None else -1 for value in values]
        return {question.id: np.array(indices, dtype=np.int16)}
    numbers = [np.nan if value is None else float(value) for value in values]  # type: ignore[arg-type]
    return {question.id: np.array(numbers, dtype=np.float64)}


def settled(questionnaire: Questionnaire, frame: Frame) -> Frame:
    """Apply ``ask_if`` as ``forms.settling`` does for one response: false → implied or not applicable."""
    states, columns = dict(frame.states), dict(frame.columns)
    for question in in_order(questionnaire):
        assert question.ask_if is not None
        not_asked = question.ask_if.evaluate_frame(columns, len(frame)) == 0
        implied = question.implied
        state = NOT_APPLICABLE if implied is None else ANSWERED
        states[question.id] = np.where(not_asked, np.int8(state), states[question.id])
        for name, value in column_of(question, [implied]).items():
            columns[name] = np.where(not_asked, value[0], columns[name])
    return replace(frame, states=states, columns=columns)
