"""Changes between a commune's last approved response and this one, by hand."""

from __future__ import annotations

from forms.answers import Answer, Answers, State
from survey.over_time.changes import Move, changes, moved, tallies
from tests.builders import answered, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
BEFORE = answered(
    infra_pc_working=30, infra_outage_h=2.5, infra_lan="wifi", cond_border=False, skill_ok=5
)


def of(now: Answers) -> dict[str, tuple[Move, str]]:
    found = changes(QUESTIONNAIRE, BEFORE, {**BEFORE, **now})
    return {
        each.question.id: (each.move, each.difference.vi if each.difference else "")
        for each in found
    }


def test_what_is_answered_otherwise_is_shown_with_its_direction_and_difference() -> None:
    now = answered(infra_pc_working=45, infra_outage_h=1.2, infra_lan="full", cond_border=True)
    assert of(now) == {
        "infra_pc_working": (Move.UP, "+15"),
        "infra_outage_h": (Move.DOWN, "−1,3"),
        "infra_lan": (Move.UP, ""),
        "cond_border": (Move.UP, ""),
    }


def test_a_difference_is_written_as_its_language_does() -> None:
    [found] = changes(QUESTIONNAIRE, BEFORE, {**BEFORE, **answered(infra_outage_h=1.2)})
    assert found.difference is not None
    assert (found.difference.vi, found.difference.en) == ("−1,3", "−1.3")


def test_a_note_is_no_change_and_a_lost_figure_is_one() -> None:
    assert of({"skill_ok": Answer(value=5, note="Theo sổ.")}) == {}
    assert of({"skill_ok": Answer(State.UNKNOWN)}) == {"skill_ok": (Move.OTHER, "")}
    lost = moved(QUESTIONNAIRE.by_id["skill_ok"], BEFORE["skill_ok"], None)
    assert (lost.move, lost.now.vi) == (Move.OTHER, "Chưa trả lời")


def test_a_province_is_counted_over_communes_that_have_both() -> None:
    before = {
        "1": answered(infra_pc_working=10, cond_border=True),
        "2": answered(infra_pc_working=20, cond_border=False),
        "3": answered(infra_pc_working=30),
        "4": answered(infra_pc_working=99),
    }
    now = {
        "1": answered(infra_pc_working=12, cond_border=True),
        "2": answered(infra_pc_working=20, cond_border=True),
        "3": answered(infra_pc_working=24),
        "5": answered(infra_pc_working=1),
    }
    by_id = {each.question.id: each for each in tallies(QUESTIONNAIRE, before, now)}
    computers, border = by_id["infra_pc_working"], by_id["cond_border"]
    assert computers.compared == 3
    assert computers.moves == {Move.UP: 1, Move.DOWN: 1, Move.SAME: 1, Move.OTHER: 0}
    assert (computers.before, computers.now) == (20, 20)
    assert (border.compared, border.before, border.now) == (2, 50, 100)
    assert by_id["infra_lan"].compared == 0
    assert by_id["infra_lan"].before is None
