"""Answers as arrays: the four states stay apart, and conditions mean what they mean for one response."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given as over
from hypothesis import strategies as st

from forms.answers import Answer, Answers, State
from forms.settling import settle
from reports.frame import ANSWERED, NOT_APPLICABLE, STATE_CODES, UNANSWERED, UNKNOWN, frame_of
from tests.forms.gate_questions import the_questionnaire
from tests.reports import small_frames
from tests.reports.small_frames import a_frame, given


def test_the_four_states_and_zero_stay_apart() -> None:
    frame = a_frame(
        given(b=0.0), given(b=None), given(b=small_frames.UNKNOWN), given(b=small_frames.NA)
    )
    assert list(frame.states["b"]) == [ANSWERED, UNANSWERED, UNKNOWN, NOT_APPLICABLE]
    assert frame.columns["b"][0] == 0
    assert np.isnan(frame.columns["b"][1:].astype(float)).all()


def test_choices_are_their_options_index_and_minus_one_where_missing() -> None:
    frame = a_frame(given(d="high"), given(d="low"), given(d=None))
    assert list(frame.columns["d"]) == [1, 0, -1]


def test_the_registers_columns_stand_beside_the_answers() -> None:
    assert list(a_frame(given(), km=7.5).columns["register_km"]) == [7.5]


STATES = st.sampled_from([Answer(State.UNKNOWN), Answer(State.NOT_APPLICABLE)])
RESPONSES = st.fixed_dictionaries(
    {},
    optional={
        "lan": st.one_of(STATES, st.sampled_from(["none", "full"]).map(lambda v: Answer(value=v))),
        "pcs": st.one_of(STATES, st.integers(0, 5).map(lambda n: Answer(value=n))),
        "self": st.one_of(STATES, st.floats(0, 100).map(lambda n: Answer(value=n))),
    },
)


@over(RESPONSES)
def test_conditions_of_a_frame_agree_with_those_of_one_response(answers: Answers) -> None:
    questionnaire = the_questionnaire()
    frame = frame_of(questionnaire, {"u": answers}, {})
    settled = settle(questionnaire, answers, {})
    for name in ("lan", "pcs", "self"):
        answer = settled.get(name)
        state = UNANSWERED if answer is None else STATE_CODES[answer.state]
        assert frame.states[name][0] == state
        if name != "lan":
            value = float(frame.columns[name][0])
            expected = None if answer is None else answer.value
            assert math.isnan(value) if expected is None else value == expected
