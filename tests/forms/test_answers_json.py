"""Answers as JSON and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, State
from forms.answers_json import from_json, to_json

VALUES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(),
)
ANSWERS = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.one_of(
        st.builds(Answer, st.just(State.ANSWERED), VALUES, st.text(), st.text()),
        st.builds(
            Answer, st.sampled_from([State.UNKNOWN, State.NOT_APPLICABLE]), st.none(), st.text()
        ),
    ),
)


@given(ANSWERS)
def test_answers_come_back_as_they_were_written(answers: dict[str, Answer]) -> None:
    expected = {
        name: each if each.value != "" else Answer(each.state, None, each.note, each.reason)
        for name, each in answers.items()
    }
    assert from_json(json.loads(json.dumps(to_json(answers)))) == expected


def test_zero_and_false_are_answers_and_are_kept() -> None:
    answers = {"a": Answer(value=0), "b": Answer(value=False)}
    written = to_json(answers)
    assert written == {"a": {"s": "answered", "v": 0}, "b": {"s": "answered", "v": False}}
