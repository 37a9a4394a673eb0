"""What a reviewer types about a response, in a real browser: no link on the page loses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.person import Person
from tests.builders import BA_DINH
from tests.survey.founded import PASSWORD, found_in
from tests.survey.web.offices import Offices

pytestmark = pytest.mark.browser
ONE = f"/review/{BA_DINH}"
OF_ONE, OF_ALL = "Ghi rõ nguồn số liệu.", "Phần hai còn thiếu căn cứ."
GROUND = "Biên bản ngày 02/03."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        offices = Offices(running.app)
        offices.answer_all()
        offices.submit()
        yield running


def typing(chromium: Browser, served: Served, *, scripts: bool = True) -> Person:
    """A reviewer who has typed on a question, on the whole and about a finding."""
    reviewer = Person(chromium, served.address, "tinh", PASSWORD, scripts=scripts)
    reviewer.go(ONE)
    page = reviewer.page
    page.locator("#q-skill_ok > details").first.locator("summary").click()
    page.fill("#comment-skill_ok", OF_ONE)
    page.fill("#comment-general", OF_ALL)
    page.locator("#q-infra_lan details.check summary").click()
    page.fill("#ground-infra_lan", GROUND)
    return reviewer


def expect_all(page: Page) -> None:
    """Everything typed stands on the page and can be seen."""
    for place, text in (
        ("#comment-skill_ok", OF_ONE),
        ("#comment-general", OF_ALL),
        ("#ground-infra_lan", GROUND),
    ):
        expect(page.locator(place)).to_be_visible()
        expect(page.locator(place)).to_have_value(text)


def test_words_typed_are_there_again_after_any_link(chromium: Browser, served: Served) -> None:
    reviewer = typing(chromium, served)
    page = reviewer.page
    page.locator("#q-skill_ok a[href^='/discuss/']").click()
    expect(page.locator("h1")).to_have_text("Trao đổi về câu hỏi")
    page.get_by_role("link", name="Về câu hỏi trong phiếu").click()
    expect_all(page)
    for link in ("Bản in", "Hạn nhập đến hết"):
        page.get_by_role("link", name=link).click()
        reviewer.go(ONE)
        expect_all(page)
    page.get_by_role("link", name="English").click()
    expect_all(page)
    assert len(reviewer.context.pages) == 1
    assert reviewer.faults == []
    reviewer.context.close()


def test_words_typed_do_not_outlive_the_session(chromium: Browser, served: Served) -> None:
    reviewer = typing(chromium, served)
    reviewer.sign_out()
    assert reviewer.page.evaluate("sessionStorage.length") == 0
    reviewer.sign_in()
    reviewer.go(ONE)
    expect(reviewer.page.locator("#comment-general")).to_have_value("")
    reviewer.context.close()


def test_words_typed_are_forgotten_once_the_response_is_returned(
    chromium: Browser, served: Served
) -> None:
    reviewer = typing(chromium, served)
    page = reviewer.page
    page.fill("#ground-infra_lan", "")
    page.get_by_role("button", name="Trả lại để chỉnh sửa").click()
    expect(page.locator("p.done")).to_have_text("Đã trả lại phiếu của phường Ba Đình.")
    assert page.evaluate("sessionStorage.length") == 0
    assert reviewer.faults == []
    reviewer.context.close()


def test_without_scripts_the_talk_opens_beside_what_is_typed(
    chromium: Browser, served: Served
) -> None:
    reviewer = typing(chromium, served, scripts=False)
    talk = reviewer.page.locator("#q-skill_ok a[href^='/discuss/']")
    expect(talk).to_contain_text("mở thẻ mới")
    with reviewer.context.expect_page() as opened:
        talk.click()
    expect(opened.value.locator("h1")).to_have_text("Trao đổi về câu hỏi")
    expect_all(reviewer.page)
    reviewer.context.close()
