"""Ten thousand hostile requests and more: no failure, no trace, no markup that was sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import Client

from survey.app import create_app
from survey.store import journal
from survey.store.database import reading
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.survey.identity_provider import IdentityProvider
from tests.survey.web.hostile import (
    BODIES,
    CORPUS,
    Form,
    addresses,
    doors,
    faults_of,
    forms_for,
    posted,
    sent,
)
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

pytestmark = pytest.mark.drill
EACH = 2_100
# Of these about so many go through forms: a page with sixty of them takes longest.
TYPED = 400
ASKED = ("search", "status", "province", "page", "sort", "next", "to", "code", "section", "done")
SHORT = {name: text[:900] for name, text in CORPUS.items()}
HEADERS = (
    "Accept-Language",
    "Cookie",
    "Range",
    "If-None-Match",
    "Referer",
    "Origin",
    "X-Forwarded-For",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """What all kinds of caller come to, one after the other."""
    yield from working_in(tmp_path_factory.mktemp("drill"))


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    """One that only this caller comes to: where a password is asked for again, too many wrong ones lock the account."""
    yield from working_in(tmp_path)


def working_in(folder: Path) -> Iterator[Flask]:
    """A round in which one commune has submitted, so that every desk has work; with an identity provider."""
    engine = found_in(folder)
    with IdentityProvider() as idp:
        app = create_app(replace(settings_of(engine), provider=idp.named()))
        offices = Offices(app)
        offices.answer_all()
        offices.submit()
        yield app
        app.config["ENGINE"].dispose()
        engine.dispose()


def typed(client: Client, forms: dict[str, Form]) -> Iterator[list[str]]:
    """Every form with texts in turn, field after field; of a page with many forms each gets a few."""
    texts, few = itertools.cycle(CORPUS.items()), min(len(CORPUS), max(3, TYPED // len(forms)))
    for form in forms.values():
        fields = itertools.cycle(form.typed)
        for name, text in itertools.islice(texts, few):
            field = next(fields)
            what = f"{name} in {field} of {form.method} {form.action}"
            yield faults_of(sent(client, form, field, text), what)


def guessed(client: Client, app: Flask) -> Iterator[list[str]]:
    """Every address with every text in its parts, in what it is asked, in its headers and its body."""
    turn, header, body = (itertools.cycle(each) for each in (ASKED, HEADERS, BODIES))
    paths = list(addresses(app))
    for number, (path, (name, text)) in enumerate(
        (path, pair) for path in itertools.cycle(paths) for pair in SHORT.items()
    ):
        changed = f"{path.rsplit('/', 1)[0]}/{quote(text.encode('utf-8', 'replace')[:200])}"
        yield faults_of(client.get(changed), f"{name} at {changed}")
        kind = {"content_type": "application/json", "data": next(body)}
        yield faults_of(client.post(path, **kind), f"a broken body to {path}")  # type: ignore[arg-type]
        if number % 8 == 0:  # whole pages take longest
            asked, sent_header = {next(turn): text}, {next(header): latin(text)}
            answer = client.get(path, query_string=asked, headers=sent_header)
            yield faults_of(answer, f"{name} asked of {path}, in {sent_header.keys()}")


@pytest.mark.parametrize("who", ["", "canbo", "tinh", "bo"])
def test_nothing_that_a_script_sends_breaks_a_door(own_app: Flask, who: str) -> None:
    visitor = Visitor(own_app)
    if who:
        visitor.sign_in(who, PASSWORD)
    token, faults = visitor.token(), []
    for path, body in itertools.product(doors(own_app), BODIES):
        for answer in posted(visitor.client, token, path, body):
            faults += faults_of(answer, f"{body[:9]!r} to {path}")
    assert faults == []


def latin(text: str) -> str:
    """The text as a header can carry it."""
    return "".join(each for each in text if each.isprintable())[:300].encode().decode("latin-1")


@pytest.mark.parametrize("who", ["", "canbo", "tinh", "bo", "quantri"])
def test_two_thousand_hostile_requests_of_each_kind_of_caller_break_nothing(
    app: Flask, who: str
) -> None:
    client, forms = forms_for(app, who)
    faults, done = [], 0
    for found in itertools.chain(typed(client, forms), guessed(client, app)):
        faults += found
        done += 1
        if done >= EACH:
            break
    assert faults == []
    assert done == EACH
    with reading(app.config["ENGINE"]) as conn:
        assert journal.verify(conn) is None
