"""What was kept on a device arrives once, whatever happens on the way."""

from __future__ import annotations

from typing import Any

import pytest

from forms.answers import Answer, State
from survey.accounts import Role
from survey.responses import Status, Via
from survey.store import accounts, rounds
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, answered, the_questionnaire
from tests.survey.web.device import Device, typed
from tests.survey.web.offices import Offices

A_SAVE = {
    "round": 1,
    "base": 0,
    "known": 0,
    "key": "a" * 16,
    "changes": {"infra_lan": typed("wifi")},
}


def device_of(offices: Offices, who: str = "canbo") -> Device:
    with reading(offices.app.config["ENGINE"]) as connection:
        account = accounts.account_by_sign_in(connection, who)
    assert account is not None
    return Device(offices.signed_in(who), account.id, the_questionnaire().sha256[:12])


@pytest.fixture
def device(offices: Offices) -> Device:
    return device_of(offices)


@pytest.fixture
def second(offices: Offices) -> Device:
    offices.add("canbo2", Role.OFFICER, BA_DINH, None)
    return device_of(offices, "canbo2")


def test_changes_kept_on_a_device_are_saved_through_the_same_gate(
    offices: Offices, device: Device
) -> None:
    said = device.save(
        {
            "infra_pc_working": typed("1.0", note="Sổ tài sản"),
            "infra_outage_h": typed("12,5"),
            "infra_pc_qualified": typed(state="unknown"),
            "infra_lan": typed("NA"),
            "infra_scanners": typed(),
            "infra_counters": typed("nhiều"),
        }
    )
    assert offices.response.answers == {
        "infra_pc_working": Answer(value=1, note="Sổ tài sản"),
        "infra_outage_h": Answer(value=12.5),
        "infra_pc_qualified": Answer(State.UNKNOWN),
        "infra_lan": Answer(State.NOT_APPLICABLE),
    }
    assert said["revision"] == 1
    assert said["answers"]["infra_outage_h"] == typed("12,5")
    assert "không phải là số" in said["refused"]["infra_counters"]
    assert "ngày" in said["at"]
    assert offices.history[-1].via is Via.SYNC


def test_the_history_calls_what_a_page_saved_by_itself_neither_offline_nor_a_sync(
    offices: Offices, device: Device
) -> None:
    device.save({"infra_pc_working": typed("40")})
    page = offices.reviewer.open(f"/review/{BA_DINH}")
    assert "trang web (tự lưu)" in page.text
    assert "ngoại tuyến" not in page.text


def test_the_same_save_again_answers_as_the_first_and_changes_nothing(
    offices: Offices, device: Device
) -> None:
    first = device.save({"infra_pc_working": typed("40")})
    again = device.save({"infra_pc_working": typed("40")})
    assert again == first
    assert len(offices.history) == 1


def test_a_conflict_is_shown_with_who_and_when_and_nothing_is_lost(
    offices: Offices, device: Device, second: Device
) -> None:
    device.save({"infra_pc_working": typed("40")})
    device.save({"infra_scanners": typed("1")}, base=1, key="b" * 16)
    said = second.save(
        {"infra_pc_working": typed("38"), "infra_counters": typed("5")}, key="c" * 16
    )
    choice = said["conflicts"]["infra_pc_working"]
    assert (choice["base"], choice["mine"], choice["theirs"]) == (
        "Chưa trả lời",
        "38\N{NO-BREAK SPACE}máy",
        "40\N{NO-BREAK SPACE}máy",
    )
    assert choice["by"] == "Người canbo"
    assert choice["fields"] == typed("40")
    assert offices.response.answers == answered(
        infra_pc_working=40, infra_scanners=1, infra_counters=5
    )
    chosen = second.save({"infra_pc_working": typed("38")}, base=said["revision"], key="d" * 16)
    assert chosen["conflicts"] == {}
    assert offices.response.answers["infra_pc_working"] == Answer(value=38)


def test_a_repeated_save_names_its_conflicts_again(device: Device, second: Device) -> None:
    device.save({"infra_pc_working": typed("40")})
    changes = {"infra_pc_working": typed("38"), "infra_counters": typed("5")}
    first = second.save(changes, key="c" * 16)
    again = second.save(changes, key="c" * 16)
    assert again == first
    assert again["conflicts"]["infra_pc_working"]["by"] == "Người canbo"


def test_what_others_changed_meanwhile_comes_with_the_answer(
    device: Device, second: Device
) -> None:
    device.save({"infra_pc_working": typed("40")})
    said = second.save({"infra_counters": typed("5")}, key="c" * 16)
    assert said["answers"] == {"infra_pc_working": typed("40"), "infra_counters": typed("5")}
    assert said["revision"] == 2


def test_what_stands_to_be_mended_is_said_beside_the_section_only(device: Device) -> None:
    said = device.save({"infra_pc_working": typed("40"), "infra_pc_qualified": typed("50")})
    assert [(each[0], each[1]) for each in said["problems"]] == [("infra_pc_qualified", "error")]
    assert device.save({"skill_staff_total": typed("41")}, key="e" * 16)["problems"] == []


def test_a_device_learns_what_to_keep_after_one_visit(device: Device) -> None:
    said = device.standing()
    assert said["pages"][0] == "/survey"
    assert len(said["pages"]) == 1 + 6 + 2
    assert said["token"]
    for path in said["pages"]:
        assert device.visitor.client.get(path).status_code == 200
    questions = device.visitor.client.get(said["pages"][-1]).get_json()["questions"]
    assert len(questions) == 60


def test_a_queued_submission_arrives_once(offices: Offices, device: Device) -> None:
    offices.answer_all()
    revision = device.standing()["revision"]
    first = device.submit(revision)
    assert first["receipt"] == offices.response.receipt
    assert offices.response.status is Status.SUBMITTED
    assert device.submit(revision) == first
    assert [each.step for each in offices.history].count("submit") == 1


def test_a_submission_of_what_has_changed_since_it_was_checked_is_refused(
    offices: Offices, device: Device
) -> None:
    offices.answer_all()
    revision = device.standing()["revision"]
    offices.save({"infra_scanners": "2"})
    assert device.submit(revision, 409)["state"] == "changed"
    assert offices.response.status is Status.DRAFT


def test_an_unready_submission_is_refused_in_words(device: Device) -> None:
    device.save({"infra_scanners": typed("1")})
    said = device.submit(1, 409)
    assert said["state"] == "not_ready"
    assert "điểm cần hoàn thiện" in said["sentence"]


def test_each_refusal_is_clear_to_the_device(offices: Offices, device: Device) -> None:
    changes = {"infra_scanners": typed("1")}
    assert device.save(changes, 403, account=99)["state"] == "other_account"
    assert device.save(changes, 409, version="0" * 12)["state"] == "version"
    assert device.save(changes, 409, base=7)["state"] == "changed"
    assert device.post("/survey/sync", {}, 400, token=False)["state"] == "stale_token"
    offices.answer_all()
    device.submit(device.standing()["revision"])
    assert device.save(changes, 409, key="9" * 16)["state"] == "not_open"
    assert device.save(changes, 400, round=9, key="9" * 16)["state"] == "unreadable"
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
    assert device.save(changes, 409, key="9" * 16)["state"] == "closed"
    device.visitor.sign_out()
    assert device.standing(401)["state"] == "signed_out"


def test_a_save_already_stored_is_answered_even_after_the_round_has_closed(
    offices: Offices, device: Device
) -> None:
    first = device.save({"infra_scanners": typed("1")})
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
    assert device.save({"infra_scanners": typed("1")}) == first


def test_a_reviewer_has_no_door_here(offices: Offices) -> None:
    assert offices.reviewer.client.get("/survey/sync").get_json()["state"] == "not_yours"


@pytest.mark.parametrize(
    "broken",
    [
        [],
        "x",
        None,
        {"changes": []},
        {"base": -1},
        {"base": True},
        {"key": "../../etc"},
        {"changes": {"infra_lan": "wifi"}},
        {"changes": {"infra_lan": ["wifi", "", "", 5]}},
        {"known": "1"},
    ],
)
def test_what_is_no_save_is_refused_and_changes_nothing(
    offices: Offices, device: Device, broken: Any
) -> None:
    sent = {**A_SAVE, "account": device.account, "version": device.version}
    body = {**sent, **broken} if isinstance(broken, dict) else broken
    said = device.post("/survey/sync", body, 400)
    assert said["state"] == "unreadable"
    assert offices.history == ()


def test_an_unknown_question_is_named_and_the_rest_is_saved(
    offices: Offices, device: Device
) -> None:
    said = device.save({"constructor": typed("1"), "infra_lan": typed("wifi")})
    assert list(said["refused"]) == ["constructor"]
    assert offices.response.answers == answered(infra_lan="wifi")
