"""The other language is never a dead end: the link leads to a page that opens."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.builders import BA_DINH
from tests.survey.web.offices import Offices
from tests.survey.web.test_access import part_of
from tests.visitor import Page

ONE = f"/review/{BA_DINH}"


def only_posts(app: Flask) -> Iterator[str]:
    """An address of every route that takes a form and is no page itself."""
    adapter = app.url_map.bind("localhost")
    readable = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.rule not in readable:
            parts = {name: part_of(name) for name in rule.arguments}
            yield adapter.build(rule.endpoint, parts, method="POST")


def other_language(answer: TestResponse) -> str | None:
    """Where the link to the other language comes back to; None where the answer is for a script."""
    if answer.mimetype != "text/html":
        return None
    links = [each.get("href") for each in Page(answer).all("a", hreflang="en")]
    return parse_qs(urlsplit(links[0]).query)["next"][0]


@pytest.mark.drill
@pytest.mark.parametrize("who", ["canbo", "tinh", "bo", "quantri"])
@pytest.mark.parametrize("place", ["/account", "/no/such/page", ""])
def test_the_other_language_of_every_refused_form_opens(
    offices: Offices, who: str, place: str
) -> None:
    client, refused = offices.signed_in(who).client, 0
    sent_from = {"Referer": f"http://localhost{place}"} if place else {}
    for path in only_posts(offices.app):
        # Without the form's token nothing is ever done.
        answer = client.post(path, headers=sent_from)
        assert answer.status_code >= 400, path
        there = other_language(answer)
        if there is not None:
            refused += 1
            assert (there == "/account") is (place == "/account"), (path, there)
            assert client.get(there, follow_redirects=True).status_code == 200, (path, there)
    assert refused > 15


def test_a_refused_decision_stays_on_its_response_in_the_other_language(submitted: Offices) -> None:
    client = submitted.reviewer.client
    sent = {"csrf_token": submitted.reviewer.token(), "key": "k", "base": "0", "comment": ""}
    answer = client.post(
        f"{ONE}/return", data=sent, headers={"Referer": f"http://localhost{ONE}?recorded=1"}
    )
    assert answer.status_code == 409
    assert other_language(answer) == f"{ONE}?recorded=1"
    again = client.post(
        f"{ONE}/return", data=sent, headers={"Referer": f"http://localhost{ONE}/return"}
    )
    assert other_language(again) == "/review"


def test_a_page_elsewhere_is_never_where_the_other_language_leads(submitted: Offices) -> None:
    answer = submitted.reviewer.client.post(
        f"{ONE}/return", headers={"Referer": "https://example.vn/account"}
    )
    assert other_language(answer) == "/review"
