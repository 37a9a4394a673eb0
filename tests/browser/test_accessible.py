"""Every page for everyone: WCAG 2.2 AA by axe, no sideways scrolling at 320 px, at 200 % text too."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from survey.simulated.demonstration import PASSWORD, demonstrate
from survey.store.database import engine_for
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (320, 1280)
PAPER = ("/survey/paper", "/copies/", "/ministry/communes/00004/sheet")
PAGES = {
    "": ("/", "/sign-in", "/personal-data", "/no-such-page"),
    "canbo": (
        *("/", "/survey", "/survey/section/infra", "/survey/section/conn", "/survey/section/skill"),
        *("/survey/section/svc", "/survey/section/dig", "/survey/section/cond", "/survey/check"),
        *("/survey/measure/conn_down_mbps", "/survey/paper", "/survey/paper?section=conn"),
        *("/survey/evidence/infra_lan", "/survey/workbook", "/account/password"),
        *("/account", "/account/sessions", "/account/second-factor"),
        *("/receipts", "/receipts?code=0000", "/discuss/02728/infra_lan"),
    ),
    "tinh": (
        *("/review", "/review?status=submitted", "/review/workbooks", "/review/02683"),
        *("/review/reminders", "/review/approve", "/review/02683/deadline"),
        *("/discuss/02683/infra_lan", "/copies/02683", "/review/changes", "/review/02683/changes"),
        "/review/extend",
    ),
    "bo": (
        *("/ministry", "/ministry/communes", "/ministry/communes/00004", "/review/00004"),
        *("/copies/00008", "/receipts", "/ministry/communes/00004/sheet"),
        *("/ministry/questions?sort=effective", "/ministry/questions/infra_lan"),
        *("/ministry/editions", "/ministry/editions/1", "/ministry/editions/1/publish"),
        *("/ministry/editions/compare?earlier=1&later=1", "/ministry/map"),
        *("/account/tokens", "/ministry/scenarios", "/ministry/scenarios/1"),
        "/ministry/scenario?from=1&budget=1.000.000&beta=9&commune=00008",
    ),
    "quantri": (
        *("/admin/accounts", "/admin/accounts/new", "/admin/accounts/1", "/admin/journal"),
        *(
            "/admin/accounts/1/hand-over",
            "/admin/accounts/1/role",
            "/admin/accounts/1/erase",
            "/personal-data",
        ),
        *("/admin/rounds", "/admin/rounds/new", "/admin/rounds/1/close"),
        *("/admin/accounts/1/deactivate", "/ministry/scenarios", "/ministry/scenarios/1"),
    ),
}

BROKEN_WORDS = """() => {
  const broken = [], texts = [];
  for (const table of document.querySelectorAll("table")) {
    const walk = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (!walk.currentNode.parentElement.closest(".hidden")) texts.push(walk.currentNode);
    }
  }
  for (const text of texts) {
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]{2,20}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken.slice(0, 5);
}"""


README = Path(__file__).parents[2] / "README.md"
PICTURED_BY = {"officer": "canbo", "reviewer": "tinh", "ministry": "bo"}
# What the README shows: the page and the size of the screen; from its top, where it says that it is simulated.
PICTURES = {
    "officer-section": ("/survey/section/infra", (360, 800)),
    "reviewer-response": ("/review/03085", (1100, 740)),
    "ministry-communes": ("/ministry/communes", (1100, 900)),
    "ministry-scenario": ("/ministry/scenario?from=1&budget=80000", (1280, 1000)),
    "ministry-map": ("/ministry/map", (1280, 1330)),
}
ABOUT = "(link, path) => location.origin + path + '&commune=' + link.pathname.split('/').pop()"
# The table of 3,321 communes has as many columns as one ticks, correlations are figures alone; forms for paper are as wide as paper.
SIDEWAYS = """() => [...document.querySelectorAll(".wide")]
  .filter((each) => each.scrollWidth > each.clientWidth && !each.querySelector(".dense:not(.cards)"))
  .map((each) => each.getAttribute("aria-label") ?? each.getAttribute("aria-labelledby"))"""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("demonstration")
    database = place / "demo.db"
    engine = engine_for(f"sqlite:///{database}")
    for _ in demonstrate(engine, datetime.now(UTC)):
        pass
    engine.dispose()
    with Served(database, Path(place)) as running:
        yield running
    shutil.rmtree(place, ignore_errors=True)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("person", PAGES)
def test_pages_meet_wcag_and_fit_the_smallest_screen(
    demonstration: Served, chromium: Browser, person: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": "language", "value": language, "url": demonstration.address}])
    page = context.new_page()
    if person:
        page.goto(demonstration.address + "/sign-in")
        page.fill('[name="sign_in"]', person)
        page.fill('[name="password"]', PASSWORD)
        page.click("main form button")
    faults: list[str] = []
    for path in PAGES[person]:
        page.goto(demonstration.address + path)
        assert overflow(page) <= 0, path
        assert broken_words(page) == [], path
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
        )
        if not path.startswith(PAPER):
            assert page.evaluate(SIDEWAYS) == [], path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            found = Axe().run(page, options=RULES)
            if found.violations_count:
                faults.append(f"{path} at {width} px\n{found.generate_report()}")
        page.set_viewport_size({"width": WIDTHS[0], "height": 640})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) <= 0, f"{path} at 200 %"
    assert not faults, "\n".join(faults)
    context.close()


def broken_words(page: Page) -> list[str]:
    """The words of tables that are cut over several lines; a table scrolls before it comes to that."""
    return cast("list[str]", page.evaluate(BROKEN_WORDS))


def overflow(page: Page) -> int:
    """How many pixels a page is wider than the screen."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wider))


def in_the_readme(page: Page, address: str, name: str) -> bytes:
    """The picture of this name as the README shows it: the page, its size, and what was done on it."""
    path, (width, height) = PICTURES[name]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + path)
    if name == "officer-section":
        page.fill('[name="infra_pc_working"]', "12")
        page.fill('[name="infra_pc_qualified"]', "15")
        page.click("main button[value=stay]")
        page.wait_for_url("**saved=1**")
    if name == "ministry-scenario":
        page.goto(page.locator("#entering-title ~ details th a").first.evaluate(ABOUT, path))
    page.evaluate("scrollTo(0, 0)")
    return page.screenshot()


def test_the_readmes_pictures_are_of_pages_that_are_there(
    demonstration: Served, chromium: Browser
) -> None:
    """With ``WRITE_PICTURES=1`` they are taken anew into docs/pictures."""
    shown = set(re.findall(r"docs/pictures/([\w-]+)\.png", README.read_text("utf-8")))
    assert shown == set(PICTURES)
    for person in ("canbo", "tinh", "bo"):
        context = chromium.new_context()
        page = context.new_page()
        page.goto(demonstration.address + "/sign-in")
        page.fill('[name="sign_in"]', person)
        page.fill('[name="password"]', PASSWORD)
        page.click("main form button")
        for name in (each for each in PICTURES if PICTURED_BY[each.partition("-")[0]] == person):
            content = in_the_readme(page, demonstration.address, name)
            if os.environ.get("WRITE_PICTURES") == "1":
                picture = Image.open(io.BytesIO(content)).convert(
                    "P", palette=Image.Palette.ADAPTIVE
                )
                picture.save(README.parent / "docs" / "pictures" / f"{name}.png", optimize=True)
        context.close()
