"""Evidence in a real browser: a photo is made smaller on the device; without scripts it goes as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from survey.store import attachments
from survey.store.database import reading
from tests.browser.conftest import Served
from tests.builders import BA_DINH
from tests.forms.evidence_files import picture
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
PATH = "/survey/evidence/conn_villages_dead"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


def opened(chromium: Browser, served: Served, scripts: bool) -> Page:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=scripts, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(served.address + "/sign-in")
    page.fill('[name="sign_in"]', "canbo")
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button")
    page.goto(served.address + PATH)
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_photo_is_shrunk_where_the_browser_can_and_sent_either_way(
    chromium: Browser, served: Served, scripts: bool
) -> None:
    photo = picture("JPEG", (2400, 1600))
    assert len(photo) > 1_000_000
    page = opened(chromium, served, scripts)
    page.set_input_files(
        "#file", {"name": "Ảnh trụ sở.jpeg", "mimeType": "image/jpeg", "buffer": photo}
    )
    if scripts:
        expect(page.locator("#shrunk")).to_contain_text("→")
    page.click("main form[enctype] button")
    expect(page.locator("main a[download]")).to_have_text("Ảnh trụ sở.jpg")
    with reading(served.app.config["ENGINE"]) as conn:
        [kept] = attachments.attached(conn, 1, BA_DINH)
    with page.expect_download() as download:
        page.click("main a[download]")
    assert download.value.suggested_filename.endswith("Ảnh trụ sở.jpg")
    content = Path(download.value.path()).read_bytes()
    assert len(content) == kept.size
    assert (kept.size < len(photo)) is scripts
    size = Image.open(io.BytesIO(content)).size
    assert size == ((1800, 1200) if scripts else (2400, 1600))
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_file_that_is_refused_is_marked_as_a_fault(
    chromium: Browser, served: Served, scripts: bool
) -> None:
    page = opened(chromium, served, scripts)
    page.set_input_files(
        "#file", {"name": "ghi-chu.txt", "mimeType": "text/plain", "buffer": b"xin chao"}
    )
    page.click("main form[enctype] button")
    expect(page.locator("main .error, main .problems p")).to_contain_text("Hãy lưu lại đúng dạng")
    page.context.close()
