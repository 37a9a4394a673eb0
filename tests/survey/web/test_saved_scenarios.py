"""Saved scenarios on pages: renamed, taken off the list and put back, by whom it may be, and in the journal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from survey.accounts import Role
from survey.deciding.scenarios import SavedScenario
from survey.store import journal, scenarios
from survey.store.database import reading, writing
from tests.builders import MONDAY
from tests.survey.founded import app_over
from tests.survey.web.offices import Offices
from tests.survey.web.two_editions import published_in

SAVED = "/ministry/scenarios"
ASKED = "from=1&budget=5000"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = published_in(tmp_path_factory.mktemp("saved"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ministry(engine: Engine) -> Offices:
    offices = Offices(app_over(engine))
    offices.add("bo2", Role.ANALYST, None, None)
    return offices


@pytest.fixture
def number(engine: Engine, request: pytest.FixtureRequest) -> int:
    """A scenario that ``bo`` saved, under the name of the test."""
    new = SavedScenario(0, 1, request.node.name[:100], ASKED, MONDAY, "bo")
    with writing(engine) as conn:
        return scenarios.add_scenario(conn, new).id


def kept(engine: Engine, number: int) -> SavedScenario:
    with reading(engine) as conn:
        found = scenarios.scenario_by_id(conn, number)
    assert found is not None
    return found


def actions(engine: Engine, number: int) -> list[tuple[str, str]]:
    """What the journal says of it: what was done, and by whom."""
    with reading(engine) as conn:
        found = journal.entries_about(conn, f"scenario {number}")
    return [(each.action, each.by) for each in found]


def test_whoever_saved_a_scenario_renames_it_and_the_journal_has_both_names(
    ministry: Offices, engine: Engine, number: int
) -> None:
    analyst, before = ministry.signed_in("bo"), kept(engine, number)
    page = analyst.post(f"{SAVED}/{number}/rename", {"name": "Ngân sách một phần tư"})
    assert "Ngân sách một phần tư" in page.text
    assert kept(engine, number).name == "Ngân sách một phần tư"
    with reading(engine) as conn:
        (entry,) = journal.entries_about(conn, f"scenario {number}")
    assert entry.action == "scenario renamed"
    assert entry.detail["before"] == before.name
    assert f"trước là: {before.name}" in page.text
    # Saving the same name again is no step.
    analyst.post(f"{SAVED}/{number}/rename", {"name": "Ngân sách một phần tư"})
    assert len(actions(engine, number)) == 1
    analyst.post(f"{SAVED}/{number}/rename", {"name": before.name})


@pytest.mark.parametrize("typed", ["", "   ", "x" * 121])
def test_a_name_that_is_none_is_refused_and_still_stands_in_the_field(
    ministry: Offices, engine: Engine, number: int, typed: str
) -> None:
    page = ministry.signed_in("bo").post(f"{SAVED}/{number}/rename", {"name": typed}, 400)
    assert "Hãy đặt tên kịch bản" in page.text
    assert page.by_id("name")["value"] == typed
    assert actions(engine, number) == []


def test_a_scenario_off_the_list_still_opens_at_its_address_and_can_be_put_back(
    ministry: Offices, engine: Engine, number: int
) -> None:
    analyst, name = ministry.signed_in("bo"), kept(engine, number).name
    page = analyst.post(f"{SAVED}/{number}/remove", {})
    assert "Đã gỡ khỏi danh sách lúc" in page.text
    links = [each.text for each in analyst.open(f"/ministry/scenario?{ASKED}").all("a")]
    assert name not in links
    assert name in analyst.open(SAVED).text
    analyst.post(f"{SAVED}/{number}/restore", {})
    links = [each.text for each in analyst.open(f"/ministry/scenario?{ASKED}").all("a")]
    assert name in links
    assert actions(engine, number) == [
        ("scenario taken off the list", "bo"),
        ("scenario put back", "bo"),
    ]


def test_another_analyst_sees_it_and_changes_nothing(
    ministry: Offices, engine: Engine, number: int
) -> None:
    colleague, before = ministry.signed_in("bo2"), kept(engine, number)
    page = colleague.open(f"{SAVED}/{number}")
    assert "Chỉ bo hoặc quản trị viên" in page.text
    assert page.all("button", class_="secondary") == []
    for deed, sent in (("rename", {"name": "Của tôi"}), ("remove", {}), ("restore", {})):
        refused = colleague.post(f"{SAVED}/{number}/{deed}", sent, 400)
        assert "Kịch bản này do bo lưu" in refused.text
    assert kept(engine, number) == before
    assert actions(engine, number) == []


def test_an_administrator_tidies_anyones_without_opening_the_figures(
    ministry: Offices, engine: Engine, number: int
) -> None:
    administrator = ministry.signed_in("quantri")
    assert SAVED in [each.get("href") for each in administrator.open("/admin/rounds").all("a")]
    page = administrator.open(SAVED)
    assert [each for each in page.all("a") if "/ministry/scenario?" in each.get("href", "")] == []
    administrator.post(f"{SAVED}/{number}/remove", {})
    assert kept(engine, number).removed_by == "quantri"
    assert actions(engine, number) == [("scenario taken off the list", "quantri")]


def test_nobody_else_opens_them_and_an_unknown_number_is_no_page(ministry: Offices) -> None:
    for who in ("canbo", "tinh"):
        visitor = ministry.signed_in(who)
        for path in (SAVED, f"{SAVED}/1"):
            visitor.open(path, 403)
    ministry.signed_in("bo").open(f"{SAVED}/999", 404)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_pages_open_in_both_languages(ministry: Offices, number: int, language: str) -> None:
    analyst = ministry.signed_in("bo", language)
    analyst.open(SAVED)
    analyst.open(f"{SAVED}/{number}")
