"""The gate: what becomes an answer, what is refused, and in which words."""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, Raw, State, read_answer, read_answers
from forms.questionnaire import Level
from tests.forms.gate_questions import question, the_questionnaire

KINDS = ("staff", "speed", "share", "lan", "border", "remark")


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        ("staff", "41", 41),
        ("staff", 41.0, 41),
        ("staff", "41,0", 41),
        ("speed", "1.234,5", 1234.5),
        ("speed", 12, 12.0),
        ("speed", Decimal("74.580"), 74.58),
        ("share", "85,1 %", 85.1),
        ("share", "85%", 85.0),
        ("lan", "full", "full"),
        ("lan", "đầy đủ", "full"),
        ("lan", "NONE", "none"),
        ("border", "Có", True),
        ("border", "no", False),
        ("border", True, True),
        ("border", 0.0, False),
        ("remark", "=1+1", "=1+1"),
        ("remark", "  Đường   đèo \r\n dốc ", "Đường   đèo \n dốc"),
    ],
)
def test_what_people_and_files_write_becomes_a_typed_answer(
    asked: str, raw: object, value: object
) -> None:
    answer, problems = read_answer(question(asked), raw)
    assert problems == ()
    assert answer == Answer(State.ANSWERED, value)  # type: ignore[arg-type]
    assert answer is not None
    assert type(answer.value) is type(value)


@pytest.mark.parametrize("asked", KINDS)
@pytest.mark.parametrize("raw", ["", "   ", None, math.nan, "\u00a0"])
def test_nothing_is_unanswered_and_not_zero(asked: str, raw: object) -> None:
    assert read_answer(question(asked), raw) == (None, ())


@pytest.mark.parametrize("asked", KINDS)
def test_not_applicable_and_unknown_are_answers_to_every_kind_of_question(asked: str) -> None:
    assert read_answer(question(asked), "NA")[0] == Answer(State.NOT_APPLICABLE)
    assert read_answer(question(asked), " ? ")[0] == Answer(State.UNKNOWN)


@pytest.mark.parametrize(
    ("asked", "raw", "kind", "words"),
    [
        ("staff", "12a", "format", "is not a number. Write digits only, for example 1.234."),
        ("speed", "12a", "format", "is not a number. Write digits only, for example 1.234,5."),
        ("staff", " 1,234 ", "format", "“1,234” is not a whole number"),
        ("staff", "1,234", "format", "Write thousands as 1234 or 1.234"),
        ("staff", 4.5, "format", "“4.5” is not a whole number"),
        ("staff", "0", "range", "Write 1 to 300 people"),
        ("staff", 301, "range", "Write 1 to 300 people"),
        ("staff", True, "format", "is not a number"),
        ("staff", "=SUM(A1:A3)", "format", "not a formula"),
        ("speed", math.inf, "format", "is not a number"),
        ("speed", "1e400", "format", "is not a number"),
        ("share", "100,1", "range", "Write 0 to 100"),
        ("lan", "wifi", "format", "Use one of: “None”; “Full”."),
        ("border", "maybe", "format", "neither yes nor no"),
        ("remark", "x" * 2001, "format", "longer than 2000"),
        ("remark", "a\x00b", "format", "control characters"),
        ("staff", "9" * 50_000, "format", "longer than"),
    ],
)
def test_what_is_refused_says_what_to_do_in_both_languages(
    asked: str, raw: object, kind: str, words: str
) -> None:
    answer, [problem] = read_answer(question(asked), raw)
    assert answer is None
    assert (problem.question_id, problem.level, problem.kind) == (asked, Level.ERROR, kind)
    assert words in problem.sentence.en
    assert problem.sentence.vi != problem.sentence.en
    assert len(problem.raw) <= 60


def test_note_and_reason_stay_with_the_answer() -> None:
    answer, _ = read_answer(question("staff"), "41", note=" sổ ", reason="đã kiểm")
    assert answer == Answer(State.ANSWERED, 41, "sổ", "đã kiểm")


def test_an_over_long_note_is_refused_with_the_answer_untouched() -> None:
    answer, [problem] = read_answer(question("staff"), "41", note="x" * 2001)
    assert answer is None
    assert "2000" in problem.sentence.vi


def test_many_answers_are_read_at_once_and_unknown_questions_are_named() -> None:
    raws = {"staff": "41", "speed": Raw("5", note="đo"), "lan": "", "nothing": "1", "share": "x"}
    answers, problems = read_answers(the_questionnaire(), raws)
    assert set(answers) == {"staff", "speed"}
    assert answers["speed"].note == "đo"
    assert {(p.question_id, p.kind) for p in problems} == {
        ("nothing", "unknown_question"),
        ("share", "format"),
    }


ANYTHING = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(max_size=5),
)


@given(asked=st.sampled_from(KINDS), raw=ANYTHING, note=st.text(max_size=30))
def test_the_gate_never_raises(asked: str, raw: object, note: str) -> None:
    answer, problems = read_answer(question(asked), raw, note=note)
    assert answer is None or problems == ()


@given(asked=st.sampled_from(KINDS), raw=st.text(max_size=20))
def test_composed_and_decomposed_letters_are_the_same_answer(asked: str, raw: str) -> None:
    composed = read_answer(question(asked), unicodedata.normalize("NFC", raw))[0]
    decomposed = read_answer(question(asked), unicodedata.normalize("NFD", raw))[0]
    assert composed == decomposed


@given(asked=st.sampled_from(KINDS), raw=ANYTHING)
def test_what_passed_the_gate_passes_again_unchanged(asked: str, raw: object) -> None:
    answer, _ = read_answer(question(asked), raw)
    if answer is not None and answer.value is not None and answer.value not in ("NA", "?"):
        again, problems = read_answer(question(asked), answer.value)
        assert (again, problems) == (answer, ())


@pytest.mark.parametrize("asked", ["staff", "speed", "share"])
def test_a_whole_number_of_hundreds_of_digits_is_refused_like_any_other(asked: str) -> None:
    answer, problems = read_answer(question(asked), 10**500)
    assert answer is None
    assert "too long" in problems[0].sentence.en
