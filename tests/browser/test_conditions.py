"""A question that is not asked hides while the others are being answered; without scripts it says when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
ASKED_IF_CONNECTED = "#q-conn_tslcd_pc"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


def section(browser: Browser, served: Served, name: str, *, scripts: bool = True) -> Page:
    """The officer at one section."""
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(served.address + "/sign-in")
    page.fill('[name="sign_in"]', "canbo")
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button")
    page.goto(f"{served.address}/survey/section/{name}")
    return page


def test_a_question_hides_and_comes_back_as_the_answer_it_depends_on_changes(
    served: Served, chromium: Browser
) -> None:
    page = section(chromium, served, "conn")
    expect(page.locator(ASKED_IF_CONNECTED)).to_be_visible()
    page.check('input[name="conn_tslcd"][value="none"]')
    expect(page.locator(ASKED_IF_CONNECTED)).to_be_hidden()
    page.check('input[name="conn_tslcd"][value="stable"]')
    expect(page.locator(ASKED_IF_CONNECTED)).to_be_visible()


def test_a_condition_reads_numbers_as_they_are_written_here(
    served: Served, chromium: Browser
) -> None:
    page = section(chromium, served, "svc")
    page.fill('[name="svc_online"]', "0")
    expect(page.locator("#q-svc_self_pct")).to_be_hidden()
    page.fill('[name="svc_online"]', "1.234")
    expect(page.locator("#q-svc_self_pct")).to_be_visible()


def test_a_condition_reads_what_another_page_has_stored(served: Served, chromium: Browser) -> None:
    page = section(chromium, served, "conn")
    page.check('input[name="conn_tslcd"][value="none"]')
    with page.expect_navigation():
        page.click('button[value="stay"]')
    expect(page.locator(ASKED_IF_CONNECTED)).to_be_hidden()


def test_without_scripts_the_page_says_when_a_question_is_asked(
    served: Served, chromium: Browser
) -> None:
    page = section(chromium, served, "conn", scripts=False)
    expect(page.locator(f"{ASKED_IF_CONNECTED} .only")).to_contain_text("tùy theo câu")
    page.check('input[name="conn_tslcd"][value="none"]')
    with page.expect_navigation():
        page.click('button[value="stay"]')
    page.goto(served.address + "/survey/check")
    expect(page.locator('a[href$="#q-conn_tslcd_pc"]')).to_have_count(0)
    expect(page.locator('a[href$="#q-conn_down_mbps"]')).to_have_count(1)
