"""Signing in by an identity provider in a real browser: under the policy, on a phone, without scripts."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Served
from tests.browser.test_accessible import RULES, overflow
from tests.survey.founded import found_in
from tests.survey.identity_provider import CLIENT, SECRET, IdentityProvider

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NAMES = {"OIDC_NAME_VI": "Cổng định danh tỉnh Lào Cai", "OIDC_NAME_EN": "Lao Cai province ID"}


def a_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place, port = tmp_path_factory.mktemp("provider"), a_free_port()
    found_in(place).dispose()
    with IdentityProvider() as idp:
        given = {"OIDC_ISSUER": idp.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
        site = {"SITE_URL": f"http://127.0.0.1:{port}"}
        with Served(place / "survey.db", place, port, **given, **site, **NAMES) as running:
            yield running


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone whose browser runs no script."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    yield context
    context.close()


def test_there_and_back_on_a_phone_without_scripts(served: Served, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(served.address + "/sign-in?next=/survey/section/infra")
    page.get_by_role("link", name="Đăng nhập qua Cổng định danh tỉnh Lào Cai").click()
    assert page.url == served.address + "/survey/section/infra"
    page.get_by_role("button", name="Đăng xuất").click()
    assert "có thể vẫn còn mở" in page.inner_text("main")
    page.get_by_role("link", name="Đăng xuất khỏi Cổng").click()
    assert page.inner_text("body") == "left khao-sat"


def test_what_was_typed_is_kept_on_the_way_there(served: Served, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(served.address + "/sign-in/provider?next=/survey/section/infra")
    page.fill("#infra_pc_working", "37")
    phone.clear_cookies()
    page.locator("main form button").last.click()
    assert "Phiên làm việc đã hết" in page.inner_text("main")
    page.get_by_role("button", name="Đăng nhập qua Cổng").click()
    page.get_by_role("link", name="Tiếp tục đến Cổng").click()
    page.get_by_role("button", name="Gửi lại").click()
    page.goto(served.address + "/survey/section/infra")
    assert page.input_value("#infra_pc_working") == "37"


def test_after_an_earlier_visit_the_way_leads_through_the_browsers_worker(
    served: Served, chromium: Browser
) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    for _ in range(2):
        page.goto(served.address + "/sign-in?next=/survey/section/infra")
        page.get_by_role("link", name="Đăng nhập qua Cổng").click()
        page.wait_for_url(served.address + "/survey/section/infra")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.goto(served.address + "/survey")
        page.get_by_role("button", name="Đăng xuất").click()
        page.get_by_text("có thể vẫn còn mở").wait_for()
    context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_pages_meet_wcag_and_fit_the_smallest_screen(
    served: Served, chromium: Browser, language: str
) -> None:
    small = {"width": 320, "height": 640}
    context = chromium.new_context(viewport=small, service_workers="block")
    context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page = context.new_page()
    for path in ("/sign-in", "/sign-in/provider/left", "/sign-in/provider/back?state=x"):
        page.goto(served.address + path)
        judge(page)
    page.goto(served.address + "/sign-in/provider?next=/survey/section/infra")
    context.clear_cookies()
    context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    # As a browser without our script sends it.
    with page.expect_navigation():
        page.evaluate("[...document.querySelectorAll('main form')].at(-1).submit()")
    judge(page)
    page.locator("main form[action='/sign-in/provider'] button").click()
    judge(page)
    context.close()


def judge(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert not found.violations_count, found.generate_report()
    assert overflow(page) <= 0, page.url
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0, page.url
