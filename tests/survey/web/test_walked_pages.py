"""No page is forgotten: whatever a person opens is read by axe, and the officer's are weighed on a slow line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey.accounts import PERMITTED, Role
from survey.web.access import SIGNED_IN, access_of
from tests.browser.test_accessible import PAGES
from tests.browser.test_slow_line import FIRST, LATER
from tests.survey.founded import app_over, found_in

WEB = Path(__file__).parents[3] / "survey" / "web"
# Files that are taken away, and what scripts, programs and other servers ask for.
NO_PAGES = {
    *("static", "scripts.script", "syncing.standing", "syncing.questions", "start.language"),
    *("attaching.download", "deciding.chart", "map_pages.at", "reporting_holes.security_txt"),
    *("own_account.copy", "taking_away.taken", "edition_pages.plane"),
}
FILES = (".xlsx", ".csv", ".zip", "/xlsform", "/metrics", "/health", "/verify")
# There only in a state that the demonstration is not in.
IN_A_STATE = {
    "filling.receipt",  # once submitted: read by axe in test_offline
    "second_factor.ask",  # between the password and the code
    "edition_orders.one",  # while an edition is being calculated
    *("forgotten.ask", "forgotten.choose"),  # where the server sends mail
    *(
        "provider.leave",
        "provider.come_back",
        "provider.left",
    ),  # with a provider: test_provider_pages
}
# An officer may open them too, but they are the province's, or made for paper.
NOT_FOR_A_SLOW_LINE = {"reviewing.one", "changing.of_commune", "printing.copy", "filling.receipt"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = found_in(tmp_path)
    yield app_over(engine)
    engine.dispose()


def endpoints(app: Flask, paths: Iterable[str]) -> set[str]:
    """What answers these addresses."""
    asked = app.url_map.bind("127.0.0.1")
    known = (path.partition("?")[0] for path in paths if path != "/no-such-page")
    return {str(asked.match(path)[0]) for path in known}


def pages(app: Flask) -> set[str]:
    """Every route that a person opens."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NO_PAGES
        and not rule.rule.startswith("/api/")
        and not rule.rule.endswith(FILES)
    }


def test_every_page_that_a_person_can_open_is_read_by_axe(app: Flask) -> None:
    walked = {each for paths in PAGES.values() for each in endpoints(app, paths)}
    assert pages(app) - walked == IN_A_STATE


def test_every_page_of_an_officer_is_weighed_on_a_slow_line(app: Flask) -> None:
    with app.app_context():
        declared = {endpoint: access_of(endpoint) for endpoint in pages(app)}
    own = {
        endpoint
        for endpoint, access in declared.items()
        if access == SIGNED_IN or (Role.OFFICER, access) in PERMITTED
    }
    assert own - endpoints(app, [FIRST, *LATER]) == NOT_FOR_A_SLOW_LINE


def test_every_field_that_is_to_be_hidden_has_a_class_that_the_stylesheet_knows() -> None:
    """A field for password managers that shows itself unlabelled confuses whoever reads the page."""
    known = (WEB / "static" / "style.css").read_text("utf-8")
    hidden = {
        word
        for template in (WEB / "templates").rglob("*.html")
        for tag in re.findall(r"<input[^>]*aria-hidden[^>]*>", template.read_text("utf-8"))
        for found in re.findall(r'class="([^"{]*)"', tag)
        for word in found.split()
    }
    assert [each for each in sorted(hidden) if f".{each}{{" not in known] == []
