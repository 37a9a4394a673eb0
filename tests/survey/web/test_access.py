"""Every route says who may open it; one that does not is closed to everyone."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.web.access import PUBLIC, SIGNED_IN, access_of
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

OPEN_TO_ALL = {
    "observing.health",
    "observing.metrics",
    "static",
    "scripts.script",
    "start.start",
    "start.language",
    "reporting_holes.security_txt",
    "own_account.notice",
    "signing_in.sign_in",
    "signing_in.try_sign_in",
    # What the API is like, without any figure.
    "api.openapi",
    "forgotten.ask",
    "forgotten.write",
    "forgotten.choose",
    "forgotten.change",
    # Where the settings name an identity provider; else 404.
    "provider.leave",
    "provider.keep",
    "provider.come_back",
    "provider.left",
    "second_factor.ask",
    "second_factor.try_code",
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, an address with every part filled, method."""
    filled = []
    for rule in app.url_map.iter_rules():
        adapter = app.url_map.bind("localhost")
        parts = {name: part_of(name) for name in rule.arguments}
        methods = (rule.methods or set()) & {"GET", "POST"}
        filled += [(rule.endpoint, adapter.build(rule.endpoint, parts), m) for m in methods]
    return filled


PARTS = {
    "filename": "style.css",
    "commune": "00004",
    "code": "00004",
    "section_id": "infra",
    "form": "png",
    "name": "worker",
    "kind": "extend",
}


def part_of(name: str) -> str | int:
    """Something that the part of an address may be."""
    return PARTS.get(name, 1)


def test_every_route_declares_who_may_open_it(offices: Offices) -> None:
    with offices.app.app_context():
        undeclared = [each for each, _, _ in routes(offices.app) if access_of(each) is None]
    assert undeclared == []


def test_only_the_start_sign_in_static_files_the_apis_description_and_operators_pages_are_open(
    offices: Offices,
) -> None:
    with offices.app.app_context():
        open_ones = {each for each, _, _ in routes(offices.app) if access_of(each) == PUBLIC}
    assert open_ones == OPEN_TO_ALL


def test_without_signing_in_every_other_route_leads_to_the_sign_in_page(offices: Offices) -> None:
    client = offices.app.test_client()
    with offices.app.app_context():
        closed = [r for r in routes(offices.app) if access_of(r[0]) != PUBLIC]
    assert len(closed) > 25
    for endpoint, path, method in closed:
        answer = client.open(path, method=method)
        leads = answer.status_code in (302, 401) and (
            "/sign-in" in answer.headers.get("Location", "") or "/sign-in" in answer.text
        )
        assert leads, (endpoint, method, answer.status)


def test_a_route_that_declares_nothing_is_closed(offices: Offices) -> None:
    @offices.app.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    for who in ("canbo", "tinh", "bo", "quantri"):
        page = offices.signed_in(who).open("/forgotten", 403)
        assert "secret" not in page.text


def test_whoever_must_change_the_password_does_that_first(offices: Offices) -> None:
    with offices.app.app_context():
        own = {each for each, _, _ in routes(offices.app) if access_of(each) == SIGNED_IN}
    assert own == {
        "signing_in.password",
        "signing_in.change_password",
        "signing_in.sign_out",
        "second_factor.page",
        "second_factor.set_up",
        "second_factor.new_codes",
        "own_account.page",
        "own_account.copy",
        "own_sessions.every",
        "own_sessions.end",
    }


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/survey"])
def test_every_answer_has_the_strict_headers(offices: Offices, path: str) -> None:
    headers = Visitor(offices.app).client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
