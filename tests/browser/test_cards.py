"""Rows as cards on a phone: each figure stands beside its own heading."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
LOOK = """(cell) => {
  const label = getComputedStyle(cell, "::before");
  return [label.content.includes(": "), label.float, getComputedStyle(cell).textAlign];
}"""


def test_on_a_phone_the_queues_figures_follow_their_headings(
    chromium: Browser, tmp_path: Path
) -> None:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as served:
        page = chromium.new_page(viewport={"width": 360, "height": 740})
        page.goto(served.address + "/sign-in?next=/review")
        page.fill('[name="sign_in"]', "tinh")
        page.fill('[name="password"]', PASSWORD)
        page.click("main form button")
        cell = page.locator("td.figure[data-label]").first
        assert cell.get_attribute("data-label") == "Đã trả lời"
        assert cell.evaluate(LOOK) == [True, "none", "left"]
        assert "tên cột" not in page.locator("caption").inner_text()
        page.close()
