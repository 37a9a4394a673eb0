"""By keyboard alone, in high contrast, on the smallest screen: what has the focus is always seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.store import responses
from survey.store.database import reading
from tests.browser.conftest import Served
from tests.builders import BA_DINH
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
SECTION = "/survey/section/infra"
# What has the focus: its name, whether it is outlined, and whether something lies over it.
FOCUSED = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const middle = r.left + r.width / 2;
  const seen = [r.top + 2, r.top + r.height / 2, r.bottom - 2].some((y) => {
    const found = document.elementFromPoint(middle, y);
    return found && (found === e || e.contains(found) || found.contains(e));
  });
  const outlined = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
  return { name: e.name || e.className || e.textContent.trim().slice(0, 40), type: e.type || "", value: e.value || "", outlined, seen };
}"""
MOST = 150
AFTER_LAN = {
    *("infra_backup_power", "infra_outage_h", "infra_outage_h--state", "infra_vc"),
    *("infra_security_pct", "infra_security_pct--state", "infra_office"),
}


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Page, Served]]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        context = chromium.new_context(
            viewport={"width": 320, "height": 640}, forced_colors="active", locale="vi-VN"
        )
        yield context.new_page(), running
        context.close()


def next_focus(page: Page) -> dict[str, Any]:
    """Where the tabulator leads; it must be seen there."""
    page.keyboard.press("Tab")
    found: dict[str, Any] = page.evaluate(FOCUSED)
    assert found["outlined"], found
    assert found["seen"], found
    return found


def go_to(page: Page, name: str) -> None:
    """Press the tabulator until this field has the focus."""
    for _ in range(MOST):
        if next_focus(page)["name"] == name:
            return
    raise AssertionError(f"{name} cannot be reached")


def test_an_officer_signs_in_answers_and_saves_without_a_mouse(page: tuple[Page, Served]) -> None:
    shown, served = page
    shown.goto(f"{served.address}/sign-in?next={SECTION}")
    go_to(shown, "sign_in")
    shown.keyboard.type("canbo")
    go_to(shown, "password")
    shown.keyboard.type(PASSWORD)
    shown.keyboard.press("Enter")
    expect(shown).to_have_url(served.address + SECTION)
    assert next_focus(shown)["name"] == "skip"
    shown.keyboard.press("Enter")
    go_to(shown, "infra_pc_working")
    shown.keyboard.type("40")
    go_to(shown, "infra_lan")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    visited = [next_focus(shown)]
    while visited[-1]["type"] != "submit":
        visited.append(next_focus(shown))
        assert len(visited) < MOST
    shown.keyboard.press("Enter")
    expect(shown).to_have_url(f"{served.address}/survey/section/conn")
    with reading(served.app.config["ENGINE"]) as connection:
        answers = responses.response_of(connection, 1, BA_DINH).answers
    assert answers["infra_pc_working"].value == 40
    assert answers["infra_lan"].value is not None
    assert {each["name"] for each in visited} >= AFTER_LAN
