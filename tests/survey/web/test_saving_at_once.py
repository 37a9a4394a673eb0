"""Two officers, two devices, twenty repetitions: nothing is lost and nothing is done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from survey.accounts import Role
from tests.builders import BA_DINH, answered
from tests.survey.web.offices import SECTION, Offices

TWENTY = 20


def test_two_officers_saving_the_same_section_at_once_lose_nothing(offices: Offices) -> None:
    offices.add("canbo2", Role.OFFICER, BA_DINH, None)
    visitors = [offices.signed_in("canbo"), offices.signed_in("canbo2")]
    fields = [
        {"infra_pc_working": "40", "infra_lan": "wifi"},
        {"infra_scanners": "2", "infra_vc": "room"},
    ]

    def save(number: int) -> int:
        sent = {"base": "0", "key": f"k{number}", "then": "stay", **fields[number]}
        return visitors[number].post(SECTION, sent).status

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(save, range(2))) == [200, 200]
    assert offices.response.answers == answered(
        infra_pc_working=40, infra_lan="wifi", infra_scanners=2, infra_vc="room"
    )
    assert len(offices.history) == 2


def test_the_same_question_answered_differently_is_shown_to_the_second_to_choose(
    offices: Offices,
) -> None:
    offices.save({"infra_pc_working": "40"}, base=0)
    page = offices.save({"infra_pc_working": "38", "infra_scanners": "2"}, 409, base=0)
    assert "40 máy" in page.text
    assert "38 máy" in page.text
    assert "Người canbo" in page.text
    assert offices.response.answers == answered(infra_pc_working=40, infra_scanners=2)
    mine = page.fields(SECTION)
    offices.officer.post(SECTION, mine)
    assert offices.response.answers["infra_pc_working"].value == 38


def test_the_same_save_sent_twenty_times_at_once_makes_one_revision(offices: Offices) -> None:
    sent = {"base": "0", "key": "k", "then": "stay", "infra_pc_working": "40"}
    visitors = [offices.signed_in("canbo") for _ in range(4)]

    def save(number: int) -> int:
        return visitors[number % 4].post(SECTION, sent).status

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert set(pool.map(save, range(TWENTY))) == {200}
    assert len(offices.history) == 1


def test_going_back_and_saving_something_else_with_the_same_page_is_a_new_save(
    offices: Offices,
) -> None:
    offices.save({"infra_pc_working": "40"}, base=0)
    offices.save({"infra_pc_working": "41"}, base=1)
    assert [len(revision.changed) for revision in offices.history] == [1, 1]
