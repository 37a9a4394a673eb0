"""The line measured by a real browser: what it finds is what the line is made to carry."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from survey.store.database import reading
from survey.store.measurements import measurements_made
from survey.verification.measuring import Measurement
from tests.browser.conftest import Served
from tests.browser.person import Person
from tests.builders import BA_DINH
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
PAGE = "/survey/measure/conn_down_mbps"
DOWN, UP, LATENCY = 2.0, 1.0, 100


def made(served: Served) -> tuple[Measurement, ...]:
    """Everything measured of the commune."""
    with reading(served.app.config["ENGINE"]) as conn:
        return tuple(measurements_made(conn, 1).get(BA_DINH, ()))


def test_a_line_is_measured_as_it_is_and_becomes_the_answer(
    tmp_path: Path, chromium: Browser
) -> None:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as served:
        officer = Person(chromium, served.address, "canbo", PASSWORD)
        officer.go(PAGE)
        slow = {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": DOWN * 1e6 / 8,
            "uploadThroughput": UP * 1e6 / 8,
        }
        line = officer.context.new_cdp_session(officer.page)
        line.send("Network.emulateNetworkConditions", slow)
        officer.page.locator("#measure button").press("Enter")
        officer.page.wait_for_url("**?done=1", timeout=20_000)
        [found] = made(served)
        assert found.download_mbps == pytest.approx(DOWN, rel=0.2)
        assert found.upload_mbps == pytest.approx(UP, rel=0.2)
        assert LATENCY <= found.latency_ms < 2 * LATENCY
        assert found.sent < 5_000_000
        officer.page.locator("main form button").click()
        expect(officer.page.locator("#q-conn_down_mbps")).to_contain_text("Câu trả lời là số đo")
        assert officer.faults == []
        officer.context.close()
        served.app.config["ENGINE"].dispose()


def test_without_javascript_the_page_says_what_to_do(tmp_path: Path, chromium: Browser) -> None:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as served:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(served.address + "/sign-in")
        page.fill('[name="sign_in"]', "canbo")
        page.fill('[name="password"]', PASSWORD)
        page.click("main form button")
        page.goto(served.address + PAGE)
        expect(page.locator("main .warning")).to_contain_text("cần JavaScript")
        expect(page.locator("#measure button")).to_be_hidden()
        page.context.close()
        served.app.config["ENGINE"].dispose()
