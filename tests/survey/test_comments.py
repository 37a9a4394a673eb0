"""The talk about a question: whose turn it is, when it is settled, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forms.sentence import Refused
from survey.comments import (
    MOST,
    Comment,
    Remark,
    RemarkKind,
    Thread,
    Voice,
    resolve,
    say,
    threads,
)
from tests.builders import MONDAY

COMMENT = Comment("skill_ok", "Ghi rõ nguồn.", "Bình", MONDAY, 2)


def later(minutes: int, kind: RemarkKind = RemarkKind.SAY, voice: Voice = Voice.OFFICER) -> Remark:
    at = MONDAY + timedelta(minutes=minutes)
    return Remark("skill_ok", kind, voice, f"Lúc {minutes}", "An", at)


def talk(*remarks: Remark) -> Thread:
    return threads([COMMENT], remarks)["skill_ok"]


def test_a_reviewers_comment_begins_the_talk_and_turns_change() -> None:
    assert talk().waits_for is Voice.OFFICER
    assert talk(later(1)).waits_for is Voice.REVIEWER
    assert [each.text for each in talk(later(1)).remarks] == ["Ghi rõ nguồn.", "Lúc 1"]


def test_a_settled_talk_waits_for_nobody_and_opens_again_when_someone_speaks() -> None:
    settled = talk(later(1), later(2, RemarkKind.RESOLVE, Voice.REVIEWER))
    assert (settled.open, settled.waits_for, settled.current) == (False, None, ())
    again = talk(*settled.remarks[1:], later(3))
    assert again.open
    assert [each.text for each in again.current] == ["Lúc 3"]


def test_words_on_the_whole_response_belong_to_no_question() -> None:
    whole = Comment(None, "Xem lại phần hai.", "Bình", MONDAY, 2)
    assert threads([whole], []) == {}


def test_nothing_is_said_without_words_or_without_end() -> None:
    with pytest.raises(Refused):
        say(None, "skill_ok", Voice.OFFICER, "  ", "An", MONDAY)
    full = talk(*(later(n) for n in range(MOST)))
    with pytest.raises(Refused):
        say(full, "skill_ok", Voice.OFFICER, "Còn nữa.", "An", MONDAY)
    assert say(talk(), "skill_ok", Voice.OFFICER, " Có. ", "An", MONDAY).text == "Có."


def test_only_an_open_talk_is_settled() -> None:
    with pytest.raises(Refused):
        resolve(None, "Bình", MONDAY)
    settled = talk(resolve(talk(), "Bình", MONDAY + timedelta(minutes=1)))
    with pytest.raises(Refused):
        resolve(settled, "Bình", MONDAY)
