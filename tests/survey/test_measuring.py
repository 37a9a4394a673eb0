"""What measurements of a line say together, and what a running one may do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, State
from forms.sentence import Refused
from survey.review import concerns
from survey.verification.counting import count
from survey.verification.evidence import Evidence, evidence_of
from survey.verification.measuring import Measurement, all_measured, measured
from survey.verification.speed_tickets import MOST_BYTES, Ticket, judged, read_ticket, speed
from tests.builders import MONDAY, a_response, answered, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
DOWN = "conn_down_mbps"
SECRET = "s" * 64


def a_measurement(down: float, days: float = 0.0) -> Measurement:
    """One measurement of this download speed, so many days after Monday."""
    return Measurement(MONDAY + timedelta(days=days), 20.0, down, 10.0, down, 10.0, 3_000_000)


def mean(*made: Measurement) -> tuple[float, int] | None:
    found = measured(QUESTIONNAIRE.by_id[DOWN], made)
    return None if found is None else (found.value, found.days)


def test_only_a_question_that_says_so_is_measured() -> None:
    assert set(all_measured(QUESTIONNAIRE, [a_measurement(40)])) == {DOWN}
    assert all_measured(QUESTIONNAIRE, []) == {}


def test_each_day_counts_once_and_only_the_newest_three_count() -> None:
    assert mean() is None
    assert mean(a_measurement(40), a_measurement(50, 0.1)) == (45.0, 1)
    # By hand: Monday 45, Tuesday 90; then (45 + 90) / 2.
    assert mean(a_measurement(40), a_measurement(50, 0.1), a_measurement(90, 1)) == (67.5, 2)
    week = [a_measurement(10 * day, day) for day in range(1, 6)]
    assert mean(*week) == (40.0, 3)


def test_a_day_is_a_day_in_viet_nam() -> None:
    # 16:00 and 18:00 UTC of Monday are Monday evening and early Tuesday in Ha Noi.
    assert mean(a_measurement(40, 8 / 24), a_measurement(60, 10 / 24)) == (50.0, 2)


@given(st.lists(st.floats(0.01, 9000), min_size=1, max_size=12))
def test_the_mean_lies_between_the_slowest_and_the_fastest(speeds: list[float]) -> None:
    made = [a_measurement(each, place / 3) for place, each in enumerate(speeds)]
    found = mean(*made)
    assert found is not None
    assert min(speeds) - 0.1 <= found[0] <= max(speeds) + 0.1


def test_an_answer_is_measured_while_it_equals_the_mean() -> None:
    made = [a_measurement(40), a_measurement(51, 1)]

    def known(answer: Answer) -> Evidence:
        counted = count(QUESTIONNAIRE, {DOWN: answer}, {}, measurements=made)
        judge = evidence_of(QUESTIONNAIRE, counted.answers, {}, counted.verified, approved=True)
        assert judge[DOWN] in (Evidence.APPROVED, Evidence.MISSING)
        given = QUESTIONNAIRE, counted.answers, {}, counted.verified, True
        return evidence_of(*given, measured=counted.measured)[DOWN]

    assert known(Answer(value=45.5)) is Evidence.MEASURED
    assert known(Answer(value=45.6)) is Evidence.APPROVED
    assert known(Answer(State.UNKNOWN)) is Evidence.MISSING


def test_a_claim_far_from_what_was_measured_is_worth_a_look() -> None:
    def kinds(value: float, *made: Measurement) -> list[str]:
        response = a_response(answers=answered(conn_down_mbps=value))
        found = concerns(QUESTIONNAIRE, response, {}, measurements=made)
        return [each.kind for each in found if each.question_id == DOWN]

    assert kinds(90.0) == []
    assert kinds(90.0, a_measurement(100)) == []
    assert kinds(131.0, a_measurement(100)) == ["measured"]
    assert kinds(69.0, a_measurement(100)) == ["measured"]


def test_words_say_on_how_many_days_and_whether_it_is_the_answer() -> None:
    found = measured(QUESTIONNAIRE.by_id[DOWN], [a_measurement(40), a_measurement(50.8, 1)])
    assert found is not None
    assert found.words.vi == "Đo trên máy: 45,4 Mbps, 2 trong 3 ngày."
    assert "là số đo" in found.beside(Answer(value=found.value)).vi
    assert "khác số đo" in found.beside(Answer(value=99.0)).vi


def at(seconds: float) -> datetime:
    return MONDAY + timedelta(seconds=seconds)


def walked(*steps: tuple[int, int], each: float = 0.1) -> tuple[Ticket, float]:
    """A ticket after these steps (up, down), each handed in ``each`` seconds after the last."""
    moment = at(0).timestamp()
    ticket = Ticket("t", 1, 1, "00004", moment, moment)
    for place, (up, down) in enumerate(steps, 1):
        ticket = ticket.after(up, down, at(each * place))
        ticket = read_ticket(ticket.written(at(each * place), SECRET), SECRET)
    return ticket, each * (len(steps) + 1)


STEPS = ((0, 0), (0, 8000), (0, 1_000_000), (0, 0), (8000, 0), (500_000, 0))


def test_a_finished_ticket_gives_the_largest_pieces_less_a_round_trip() -> None:
    ticket, end = walked(*STEPS)
    found = judged(ticket, [20, 30, 100, 20, 30, 100], at(end))
    # By hand: 8 Mbit in 80 ms are 100 Mbit/s; 4 Mbit in 80 ms are 50.
    assert (found.latency_ms, found.download_mbps, found.upload_mbps) == (20, 100, 50)
    assert found.sent == 1_516_000
    # The server saw 100 ms for every step, the empty ones too: a fifth of it is left.
    assert found.server_down == pytest.approx(8 / 0.02, rel=1e-3)


def test_times_that_the_server_did_not_see_are_refused() -> None:
    ticket, end = walked(*STEPS, each=2)
    with pytest.raises(Refused, match="khớp"):
        judged(ticket, [20, 30, 100, 20, 30, 100], at(end))
    quick, soon = walked(*STEPS)
    with pytest.raises(Refused, match="khớp"):
        judged(quick, [20, 30, 9000, 20, 30, 100], at(soon))


@pytest.mark.parametrize(
    "browser", [[], [20] * 5, [20, 30, 0, 20, 30, 100], [20, 30, float("nan"), 20, 30, 100]]
)
def test_times_that_are_none_are_refused(browser: list[float]) -> None:
    ticket, end = walked(*STEPS)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        judged(ticket, browser, at(end))


@pytest.mark.parametrize("steps", [(), ((0, 0),), ((0, 0), (0, 9000)), ((0, 9000), (9000, 0))])
def test_a_measurement_that_lacks_a_part_is_refused(steps: tuple[tuple[int, int], ...]) -> None:
    ticket, end = walked(*steps)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        judged(ticket, [20.0] * len(steps), at(end))


def test_more_than_five_megabytes_are_refused() -> None:
    ticket, _ = walked((0, MOST_BYTES - 10))
    with pytest.raises(Refused, match="5 MB"):
        ticket.after(0, 11, at(1))


def test_an_old_ticket_and_too_many_steps_are_refused() -> None:
    ticket, _ = walked((0, 0))
    for late in (31.0, -1.0):
        with pytest.raises(Refused, match="không còn hiệu lực"):
            ticket.after(0, 1, at(late))
    long, _ = walked(*[(0, 0)] * 24, each=0.01)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        long.after(0, 0, at(1))


@pytest.mark.parametrize("changed", ["", ".", "abc", "x.y", "{}.0", "é.ü"])
def test_a_ticket_that_is_not_ours_is_refused(changed: str) -> None:
    with pytest.raises(Refused, match="không còn hiệu lực"):
        read_ticket(changed, SECRET)
    ticket, _ = walked((0, 0))
    written = ticket.written(at(1), SECRET)
    for other in (written[1:], written[:-1] + "g", written.replace(".", "A.")):
        with pytest.raises(Refused, match="không còn hiệu lực"):
            read_ticket(other, SECRET)
    with pytest.raises(Refused):
        read_ticket(written, "t" * 64)


@given(st.integers(1, 5_000_000), st.floats(0.01, 30_000), st.floats(0, 30_000))
def test_a_speed_is_always_a_number_above_zero(sent: int, spent: float, latency: float) -> None:
    assert 0.01 <= speed(sent, spent, latency) < 1e7
