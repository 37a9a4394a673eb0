"""A section as a form: fields from questions, and what is posted from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.answers import Answer, Raw, State, read_answers
from forms.section_form import foreign_fields, raws_of, section_form
from tests.builders import answered
from tests.forms.gate_questions import the_questionnaire


def posted_back(answers: dict[str, Answer]) -> dict[str, str]:
    """What a browser sends of the form untouched."""
    form = section_form(the_questionnaire(), "all", answers, "vi")
    return {field.name: field.data or "" for field in form}


def test_each_kind_of_question_has_its_field() -> None:
    form = section_form(the_questionnaire(), "all", {}, "vi")
    assert 'inputmode="numeric"' in form["staff"]()
    assert 'inputmode="decimal"' in form["speed"]()
    assert form["lan"]().count('type="radio"') == 4
    assert form["border"]().count('type="radio"') == 4
    assert "<textarea" in form["remark"]()


@pytest.mark.parametrize(("language", "word"), [("vi", "Chưa có số liệu"), ("en", "No figure yet")])
def test_every_question_offers_the_two_other_states(language: str, word: str) -> None:
    form = section_form(the_questionnaire(), "all", {}, language)
    for question in the_questionnaire().questions:
        field = f"{question.id}--state"
        offering = form[field] if field in form else form[question.id]
        assert word in offering()


def test_a_stored_number_is_shown_as_it_is_written_here() -> None:
    form = section_form(the_questionnaire(), "all", answered(speed=1234.5), "vi")
    assert form["speed"].data == "1.234,5"


def test_what_was_typed_is_shown_again() -> None:
    typed = MultiDict({"speed": "nhanh", "staff": "41"})
    form = section_form(the_questionnaire(), "all", answered(speed=5.0), "vi", typed)
    assert (form["speed"].data, form["staff"].data) == ("nhanh", "41")


STORED = st.fixed_dictionaries(
    {},
    optional={
        "staff": st.integers(1, 300).map(lambda n: Answer(value=n, note="sổ")),
        "speed": st.floats(0, 10000).map(lambda n: Answer(value=n, reason="đã kiểm")),
        "lan": st.sampled_from(["none", "full"]).map(lambda v: Answer(value=v)),
        "border": st.booleans().map(lambda v: Answer(value=v)),
        "share": st.sampled_from([State.UNKNOWN, State.NOT_APPLICABLE]).map(Answer),
        "self": st.just(Answer(State.UNKNOWN, note="chờ quý sau")),
        "pcs": st.just(Answer(State.NOT_APPLICABLE)),
    },
)


@given(STORED)
def test_posting_a_form_back_untouched_changes_nothing(stored: dict[str, Answer]) -> None:
    raws, problems = raws_of(the_questionnaire(), "all", posted_back(stored))
    answers, refused = read_answers(the_questionnaire(), raws)
    assert (problems, refused) == ((), ())
    assert answers == stored


def test_a_question_with_no_field_posted_is_not_touched() -> None:
    raws, _ = raws_of(the_questionnaire(), "all", {"staff": "41"})
    assert raws == {"staff": Raw("41")}


def test_a_value_beside_a_state_is_a_problem() -> None:
    raws, [problem] = raws_of(
        the_questionnaire(), "all", {"staff": "41", "staff--state": "unknown"}
    )
    assert raws == {}
    assert "Keep only one" in problem.sentence.en


def test_a_state_that_does_not_exist_is_a_problem() -> None:
    _, [problem] = raws_of(the_questionnaire(), "all", {"staff": "", "staff--state": "maybe"})
    assert problem.question_id == "staff"


def test_foreign_fields_are_found() -> None:
    posted = {"csrf_token": "x", "staff": "1", "staff--note": "", "role": "administrator"}
    found = foreign_fields(the_questionnaire(), "all", posted, frozenset({"csrf_token"}))
    assert found == ("role",)
