"""A response's life: who may do what when, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, Problem, State
from forms.questionnaire import Level
from forms.sentence import Sentence
from survey.merging import merge
from survey.refused_steps import NotAllowedNow, NotReady, NoWords
from survey.responses import (
    Response,
    Status,
    Via,
    approve,
    reopen,
    return_for_correction,
    save,
    start,
    submit,
)
from tests.builders import BA_DINH, MONDAY, a_response, answered

TUESDAY = MONDAY + timedelta(days=1)


def returned(response: Response) -> Response:
    words = {"infra_pc_working": "Kiểm tra lại."}
    return return_for_correction(response, words, by="Bình", at=TUESDAY, key="r")[0]


def test_a_first_save_makes_revision_one_and_a_draft() -> None:
    saved = save(start(1, BA_DINH), answered(a=1), None, by="An", at=MONDAY, via=Via.PAGE, key="k")
    assert saved.revision is not None
    assert (saved.revision.number, saved.revision.base, saved.revision.changed) == (1, 0, ("a",))
    assert saved.response.status is Status.DRAFT
    assert saved.response.updated_by == "An"


def test_a_save_that_changes_nothing_makes_no_revision() -> None:
    response = a_response(answers=answered(a=1))
    saved = save(response, answered(a=1), None, by="An", at=MONDAY, via=Via.PAGE, key="k")
    assert saved.revision is None
    assert saved.response == response


def test_two_officers_who_answer_different_questions_keep_both() -> None:
    first = save(start(1, BA_DINH), answered(a=1), None, by="An", at=MONDAY, via=Via.PAGE, key="1")
    base = first.revision
    second = save(first.response, answered(b=2), base, by="An", at=MONDAY, via=Via.PAGE, key="2")
    third = save(second.response, answered(c=3), base, by="Chi", at=TUESDAY, via=Via.SYNC, key="3")
    assert {key: answer.value for key, answer in third.response.answers.items()} == {
        "a": 1,
        "b": 2,
        "c": 3,
    }
    assert third.conflicts == ()
    assert third.revision is not None
    assert third.revision.base == 1


def test_two_officers_who_answer_one_question_differently_are_shown_both() -> None:
    first = save(start(1, BA_DINH), answered(a=1), None, by="An", at=MONDAY, via=Via.PAGE, key="1")
    second = save(
        first.response, answered(a=2), first.revision, by="An", at=MONDAY, via=Via.PAGE, key="2"
    )
    third = save(
        second.response, answered(a=3), first.revision, by="Chi", at=TUESDAY, via=Via.PAGE, key="3"
    )
    [conflict] = third.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == (
        Answer(value=1),
        Answer(value=2),
        Answer(value=3),
    )
    assert conflict.by == "An"
    assert third.response.answers["a"] == Answer(value=2)


def test_clearing_an_answer_is_a_change() -> None:
    response = a_response(answers=answered(a=1, b=2))
    saved = save(response, {"a": None}, None, by="An", at=MONDAY, via=Via.PAGE, key="k")
    assert set(saved.response.answers) == {"b"}


STEPS = {
    "save": lambda r: save(r, answered(a=9), None, by="A", at=MONDAY, via=Via.PAGE, key="x"),
    "submit": lambda r: submit(r, (), by="A", at=MONDAY, via=Via.PAGE, key="x"),
    "return": lambda r: return_for_correction(r, {None: "Sửa."}, by="B", at=MONDAY, key="x"),
    "approve": lambda r: approve(r, by="B", at=MONDAY, key="x"),
    "reopen": lambda r: reopen(r, "Sai số liệu.", by="B", at=MONDAY, key="x"),
}
POSSIBLE = {
    Status.DRAFT: {"save", "submit"},
    Status.RETURNED: {"save", "submit"},
    Status.SUBMITTED: {"return", "approve"},
    Status.APPROVED: {"reopen"},
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_possible_only_from_its_states(status: Status, step: str) -> None:
    response = (
        returned(a_response(Status.SUBMITTED)) if status is Status.RETURNED else a_response(status)
    )
    if step in POSSIBLE[status]:
        STEPS[step](response)
        return
    with pytest.raises(NotAllowedNow) as refused:
        STEPS[step](response)
    assert response.commune_code in refused.value.sentence.en


def test_the_refusal_says_what_stands_and_what_is_needed() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        approve(a_response(), by="B", at=MONDAY, key="x")
    assert refused.value.sentence == Sentence(
        "Không thể phê duyệt: phiếu của xã 00004 đang nhập, không phải đã gửi.",
        "Cannot approve: the response of commune 00004 is draft, not submitted.",
    )


def test_submitting_is_refused_while_anything_stands_in_the_way() -> None:
    problem = Problem("a", Level.ERROR, Sentence("Sai.", "Wrong."))
    with pytest.raises(NotReady) as refused:
        submit(a_response(), (problem,), by="A", at=MONDAY, via=Via.PAGE, key="x")
    assert refused.value.problems == (problem,)


@pytest.mark.parametrize("words", [{}, {None: ""}, {"a": "   \n"}])
def test_returning_needs_words(words: dict[str | None, str]) -> None:
    with pytest.raises(NoWords):
        return_for_correction(a_response(Status.SUBMITTED), words, by="B", at=MONDAY, key="x")


def test_the_reviewers_words_stay_beside_their_question() -> None:
    response = returned(a_response(Status.SUBMITTED))
    [comment] = response.comments
    assert (comment.question_id, comment.text, comment.by) == (
        "infra_pc_working",
        "Kiểm tra lại.",
        "Bình",
    )
    assert comment.revision == response.revision


def test_a_receipt_stands_for_exactly_these_answers() -> None:
    one = a_response(Status.SUBMITTED, answered(a=1)).receipt
    same = a_response(Status.SUBMITTED, answered(a=1)).receipt
    other = a_response(Status.SUBMITTED, answered(a=2)).receipt
    elsewhere = a_response(Status.SUBMITTED, answered(a=1), round_id=2).receipt
    assert one is not None
    assert len(one) == 14
    assert one == same
    assert len({one, other, elsewhere}) == 3


ANSWERS = st.dictionaries(
    st.sampled_from("abcd"),
    st.one_of(
        st.integers(0, 2).map(lambda number: Answer(value=number)), st.just(Answer(State.UNKNOWN))
    ),
)
CHANGES = st.dictionaries(
    st.sampled_from("abcd"),
    st.one_of(st.none(), st.integers(0, 2).map(lambda number: Answer(value=number))),
)


@given(base=ANSWERS, theirs=ANSWERS, mine=CHANGES)
def test_merging_keeps_every_answer_or_names_the_conflict(
    base: dict[str, Answer], theirs: dict[str, Answer], mine: dict[str, Answer | None]
) -> None:
    merged = merge(base, theirs, mine)
    for question in "abcd":
        wanted = mine.get(question, base.get(question))
        now = merged.answers.get(question)
        if wanted == base.get(question):
            assert now == theirs.get(question)
        elif theirs.get(question) in (base.get(question), wanted):
            assert now == wanted
        else:
            assert question in merged.conflicts
            assert now == theirs.get(question)


@given(base=ANSWERS, mine=CHANGES)
def test_merging_onto_an_unchanged_base_never_conflicts(
    base: dict[str, Answer], mine: dict[str, Answer | None]
) -> None:
    assert merge(base, base, mine).conflicts == ()
