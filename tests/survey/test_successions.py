"""Merged, re-coded and split communes: the shipped map, a made-up one, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.answers import Answer, State
from forms.sentence import Refused
from survey.communes import SHIPPED, load_register
from survey.over_time.carrying import fits, fitting, joined
from survey.over_time.successions import Change, Succession, gone, load_successions, traced
from tests.builders import answered, the_questionnaire

HEAD = "code,predecessor,since,change,source\n"
QUESTIONNAIRE = the_questionnaire()
IN_2027, IN_2029 = date(2027, 7, 1), date(2029, 7, 1)


def a_change(
    code: str, old: str, change: Change = Change.MERGED, since: date = IN_2027
) -> Succession:
    return Succession(code, old, since, change, "NQ 1")


# 00004 takes in 00008; 00025 is re-coded to 90001, which merges with 00004 two years later.
MADE_UP = (
    a_change("00004", "00004"),
    a_change("00004", "00008"),
    a_change("90001", "00025", Change.RECODED),
    a_change("90002", "90001", since=IN_2029),
    a_change("90002", "00004", since=IN_2029),
    a_change("00070", "00091", Change.SPLIT),
)


def test_the_shipped_map_is_empty_and_the_register_without_changes() -> None:
    assert load_register().successions == ()
    assert (SHIPPED / "predecessors.csv").read_text("utf-8") == HEAD


def test_a_map_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "predecessors.csv"
    path.write_text(HEAD + "00004,00008,2027-07-01,merged,NQ 12/NQ-UBTVQH\n", "utf-8")
    assert load_successions(path, {"00004"}) == (
        Succession("00004", "00008", IN_2027, Change.MERGED, "NQ 12/NQ-UBTVQH"),
    )
    assert load_successions(tmp_path / "none.csv", {"00004"}) == ()


@pytest.mark.parametrize(
    "row",
    [
        "99999,00008,2027-07-01,merged,NQ",
        "00004,8,2027-07-01,merged,NQ",
        "00004,00008,01/07/2027,merged,NQ",
        "00004,00008,2027-07-01,vanished,NQ",
        "00004,00008,2027-07-01,merged,",
        "00004,00025,2027-07-01,merged,NQ",
        "00004",
    ],
)
def test_a_row_that_is_not_right_is_refused_by_its_number(tmp_path: Path, row: str) -> None:
    path = tmp_path / "predecessors.csv"
    path.write_text(HEAD + row + "\n", "utf-8")
    with pytest.raises(Refused) as raised:
        load_successions(path, {"00004", "00025"})
    assert "predecessors.csv" in raised.value.sentence.vi


def test_what_is_merged_or_recoded_is_gone_and_what_goes_on_or_is_split_is_not() -> None:
    assert gone(MADE_UP) == {"00008", "00025", "90001", "00004"}
    assert gone(MADE_UP[:3]) == {"00008", "00025"}


def test_a_past_is_traced_through_every_change_back_to_where_it_was_answered() -> None:
    assert traced("00004", {}, MADE_UP) == ("00004", "00008")
    assert traced("90001", {}, MADE_UP) == ("00025",)
    assert traced("90002", {}, MADE_UP) == ("00025", "00004", "00008")
    assert traced("00070", {}, MADE_UP) == ("00070",)
    assert traced("02728", {}, MADE_UP) == ("02728",)


def test_what_was_answered_since_the_change_is_nearer() -> None:
    since = {"00004": date(2028, 1, 1)}
    assert traced("00004", since, MADE_UP) == ("00004",)
    assert traced("90002", since, MADE_UP) == ("00025", "00004")
    assert traced("00004", {"00004": date(2026, 9, 1)}, MADE_UP) == ("00004", "00008")


def test_counts_that_money_buys_add_up_and_the_rest_must_agree() -> None:
    one = answered(
        infra_pc_qualified=30,
        cond_travel_min=40,
        infra_oss_kit=3,
        cond_region="r1",
        infra_outage_h=2.0,
    )
    other = answered(infra_pc_qualified=12, cond_travel_min=90, infra_oss_kit=2, cond_region="r1")
    assert joined(QUESTIONNAIRE, [one, other]) == answered(infra_pc_qualified=42, cond_region="r1")


def test_a_count_that_one_part_does_not_know_is_not_known_of_the_whole() -> None:
    one = answered(infra_pc_qualified=30)
    other = {"infra_pc_qualified": Answer(State.UNKNOWN)}
    assert joined(QUESTIONNAIRE, [one, other]) == {}


def test_an_answer_that_a_newer_questionnaire_cannot_hold_is_left_behind() -> None:
    old = answered(infra_pc_qualified="many", cond_region="r9", cond_border=True, gone_question=1)
    old |= {"skill_ok": Answer(State.UNKNOWN)}
    assert fitting(QUESTIONNAIRE, old) == {
        "cond_border": Answer(value=True),
        "skill_ok": Answer(State.UNKNOWN),
    }
    border = QUESTIONNAIRE.by_id["cond_border"]
    assert not fits(border, Answer(value=1))
    assert not fits(QUESTIONNAIRE.by_id["infra_pc_qualified"], Answer(value=True))
