"""Simulated measurements: some communes took them over, some claim about as much, some far more."""

from __future__ import annotations

from forms.answers import Answer, State
from survey.review import concerns
from survey.simulated.measurements import simulated_measurements
from survey.verification.measuring import Measurement, measured
from tests.builders import MONDAY, a_response, answered, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
DOWN = "conn_down_mbps"
CODES = [f"{n:05}" for n in range(1000)]


def simulated(code: str, claimed: float = 48.3) -> tuple[Measurement, ...]:
    answers = answered(**{DOWN: claimed})
    return simulated_measurements(QUESTIONNAIRE, answers, 7, code, MONDAY)


def test_two_responses_of_five_were_measured_on_three_days_before_and_the_same_each_time() -> None:
    made = [simulated(code) for code in CODES]
    assert made == [simulated(code) for code in CODES]
    assert 340 <= sum(map(bool, made)) <= 460
    for each in filter(None, made):
        assert len(each) == 3
        assert all(one.at < MONDAY and one.download_mbps > 0 for one in each)
        assert measured(QUESTIONNAIRE.by_id[DOWN], each).days == 3  # type: ignore[union-attr]


def test_most_claims_are_the_measured_mean_and_one_in_ten_is_far_above_it() -> None:
    means = [measured(QUESTIONNAIRE.by_id[DOWN], simulated(code)) for code in CODES]
    known = [each.value for each in means if each is not None]
    taken = sum(each == 48.3 for each in known) / len(known)
    far = sum(each < 48.3 / 2 for each in known) / len(known)
    assert 0.5 <= taken <= 0.7
    assert 0.05 <= far <= 0.16


def test_a_far_claim_is_a_point_that_a_reviewer_sees() -> None:
    response = a_response(answers=answered(**{DOWN: 48.3}))
    told = [
        [each.kind for each in concerns(QUESTIONNAIRE, response, {}, measurements=simulated(code))]
        for code in CODES[:300]
    ]
    assert 3 <= sum("measured" in each for each in told) <= 30


def test_what_is_not_known_is_not_measured() -> None:
    for answer in (None, Answer(State.UNKNOWN), Answer(State.NOT_APPLICABLE)):
        answers = {} if answer is None else {DOWN: answer}
        for code in CODES[:20]:
            assert simulated_measurements(QUESTIONNAIRE, answers, 7, code, MONDAY) == ()
