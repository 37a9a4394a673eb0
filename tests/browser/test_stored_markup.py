"""Markup that people stored, opened in a real browser by everyone who sees it: nothing of it runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.survey.founded import PASSWORD, found_in
from tests.survey.web.hostile import MARKUP, addresses, forms_for, sent
from tests.survey.web.offices import Offices

pytestmark = [pytest.mark.browser, pytest.mark.drill]
PEOPLE = ("canbo", "tinh", "bo", "quantri")
# Downloads are no pages.
FILES = (".xlsx", ".csv", ".zip", ".js", ".png", ".json", ".txt", ".geojson", "xlsform")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("markup")
    found_in(place).dispose()
    with Served(place / "survey.db", Path(place)) as running:
        store_markup(running)
        yield running


def store_markup(running: Served) -> None:
    """Markup in each field that each person can store, before and after submitting."""
    offices, texts = Offices(running.app), itertools.cycle(MARKUP.values())
    for after in (False, True):
        if after:
            offices.answer_all()
            offices.submit()
        for who in PEOPLE:
            client, forms = forms_for(running.app, who)
            for form in forms.values():
                # Each field of a form gets another text, and most fields stand in several forms.
                for field in form.typed if form.method == "POST" else ():
                    sent(client, form, field, next(texts)).close()


@pytest.mark.parametrize("who", PEOPLE)
def test_no_stored_markup_runs_in_a_browser(served: Served, chromium: Browser, who: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=False)
    page, fired = context.new_page(), list[str]()
    page.on("dialog", lambda dialog: fired.append(f"a dialog: {dialog.message}"))
    page.on(
        "console",
        lambda said: fired.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.goto(served.address + "/sign-in")
    page.fill('[name="sign_in"]', who)
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button")
    opened = 0
    for path in addresses(served.app):
        if path.endswith(FILES) or path.startswith(("/api", "/evidence")):
            continue
        page.goto(served.address + path)
        opened += 1
        assert page.title() != "fired", path
        assert page.locator("img[onerror], svg[onload], iframe, [onfocus]").count() == 0, path
    assert opened > 30
    assert fired == []
    context.close()
