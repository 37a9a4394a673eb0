"""How far a response is, whoever looks: what is not asked needs no answer."""

from __future__ import annotations

from forms.progress import Progress, progress_of
from tests.builders import answered, complete_answers, the_questionnaire

ALL = len(the_questionnaire().questions)


def test_before_the_first_answer_every_question_is_asked() -> None:
    made = progress_of(the_questionnaire(), {}, {})
    assert (made, made.share) == (Progress(ALL, 0), 0)


def test_a_question_that_is_not_asked_counts_on_neither_side_even_where_it_was_answered() -> None:
    answers = complete_answers(conn_tslcd="none")
    assert progress_of(the_questionnaire(), answers, {}) == Progress(ALL - 1, ALL - 1)
    del answers["conn_tslcd_pc"]
    assert progress_of(the_questionnaire(), answers, {}).share == 100


def test_a_condition_that_is_not_known_yet_still_asks() -> None:
    assert progress_of(the_questionnaire(), answered(conn_tslcd_pc=3), {}) == Progress(ALL, 1)


def test_the_share_is_rounded_down_so_that_a_hundred_is_all() -> None:
    assert Progress(200, 199).share == 99
    assert Progress(0, 0).share == 0
