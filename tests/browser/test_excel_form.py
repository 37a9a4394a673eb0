"""The Excel form in a real browser: the whole way without JavaScript, and its dry runs for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from survey.responses import Via
from survey.store import responses
from survey.store.database import reading
from tests.browser.conftest import Served
from tests.browser.test_accessible import RULES, broken_words, overflow
from tests.builders import BA_DINH, answered
from tests.forms.forms_at_hand import filled
from tests.survey.founded import PASSWORD, found_in
from tests.survey.web.handing_in import a_zip

pytestmark = pytest.mark.browser
CELLS = {"infra_pc_working": 38, "infra_scanners": 2, "infra_counters": "nhiều"}
DOORS = {"canbo": "/survey/workbook", "tinh": "/review/workbooks"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


def signed_in(context: BrowserContext, served: Served, who: str) -> Page:
    page = context.new_page()
    page.goto(served.address + "/sign-in")
    page.fill('[name="sign_in"]', who)
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button")
    page.goto(served.address + DOORS[who])
    return page


def test_an_officer_downloads_fills_uploads_and_accepts_without_javascript(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    page = signed_in(context, served, "canbo")
    with page.expect_download() as taken:
        page.click("text=Tải biểu Excel")
    assert taken.value.suggested_filename.startswith("00004-")
    form = tmp_path / "đã điền.xlsx"
    form.write_bytes(filled(CELLS, Path(taken.value.path()).read_bytes()))
    page.set_input_files("input[type=file]", form)
    page.click("text=Xem trước thay đổi")
    assert "2 câu sẽ thay đổi" in page.inner_text("main")
    assert "Ô E6" in page.inner_text("main")
    page.click("text=Đồng ý và lưu")
    assert "Đã lưu các câu trả lời trong biểu" in page.inner_text("main")
    context.close()
    with reading(served.app.config["ENGINE"]) as connection:
        (revision,) = responses.revisions_of(connection, 1, BA_DINH)
    assert revision.answers == answered(infra_pc_working=38, infra_scanners=2)
    assert revision.via is Via.WORKBOOK


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", DOORS)
def test_a_dry_run_meets_wcag_and_fits_the_smallest_screen(
    served: Served, chromium: Browser, tmp_path: Path, who: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = signed_in(context, served, "canbo")
    blank = context.request.get(served.address + "/survey/workbook.xlsx").body()
    form = tmp_path / ("zip.zip" if who == "tinh" else "form.xlsx")
    content = filled(CELLS, blank)
    form.write_bytes(a_zip({"a.xlsx": content, "b.txt": b"x"}) if who == "tinh" else content)
    context.close()
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page = signed_in(context, served, who)
    page.set_input_files("input[type=file]", form)
    page.click("main form button")
    page.wait_for_selector("details" if who == "tinh" else "table", state="attached")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert overflow(page) <= 0
    assert broken_words(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0
    context.close()
