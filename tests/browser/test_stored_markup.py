"""Markup that people stored, opened in a real browser by everyone who sees it: nothing of it runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from survey.responses import Via, save, submit
from survey.store import responses
from survey.store.database import writing
from tests.browser.conftest import Served
from tests.builders import BA_DINH, complete_answers
from tests.survey.founded import PASSWORD, found_in
from tests.survey.web.hostile import MARKUP, addresses, forms_for, sent

pytestmark = [pytest.mark.browser, pytest.mark.drill]
# What keeps no text, and what closes the account that looks on next; the drill sends them the same.
NOTHING_KEPT = ("/hand-over", "/account/second-factor", "/account/password")
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
    texts = itertools.cycle(MARKUP.values())
    for after in (False, True):
        if after:
            submitted_with_markup(running, texts)
        for who in PEOPLE:
            client, forms = forms_for(running.app, who)
            for form in forms.values():
                # Each field of a form gets another text, and most fields stand in several forms.
                stores = form.method == "POST" and not form.action.endswith(NOTHING_KEPT)
                for field in form.typed if stores else ():
                    sent(client, form, field, next(texts)).close()


def submitted_with_markup(running: Served, texts: Iterator[str]) -> None:
    """A complete response, submitted, with markup in every note and in the names of who did it."""
    now = datetime.now(UTC)
    with writing(running.app.config["ENGINE"]) as conn:
        answers = {
            name: replace(each, note=next(texts)) for name, each in complete_answers().items()
        }
        before = responses.response_of(conn, 1, BA_DINH)
        saved = save(before, answers, None, by=next(texts), at=now, via=Via.PAGE, key="m")
        assert saved.revision is not None
        responses.append(conn, saved.response, saved.revision)
        step = submit(saved.response, (), by=next(texts), at=now, via=Via.PAGE, key="n")
        responses.append(conn, *step)


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
    opened = shown = 0
    for path in addresses(served.app):
        if path.endswith(FILES) or path.startswith(("/api", "/evidence")):
            continue
        page.goto(served.address + path)
        opened += 1
        shown += "document.title" in page.content()
        assert page.title() != "fired", path
        assert page.locator("img[onerror], svg[onload], iframe, [onfocus]").count() == 0, path
    assert opened > 30
    # It is there, as text.
    assert shown > 0
    assert fired == []
    context.close()
