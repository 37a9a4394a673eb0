"""Hostile text through the doors that take text: nothing fails, nothing comes back as markup.

A sample of it at every run; all of it, ten thousand requests and more, is the drill's.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey.store import journal
from survey.store.database import reading
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.hostile import (
    CORPUS,
    DEEP,
    DIGITS,
    LARGE,
    MARKUP,
    MEGABYTE,
    addresses,
    doors,
    faults_of,
    forms_for,
    posted,
    sent,
)
from tests.visitor import Visitor

SAMPLE = [*list(MARKUP)[:3], "decomposed", "control characters"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = found_in(tmp_path_factory.mktemp("hostile"))
    app = app_over(engine)
    yield app
    app.config["ENGINE"].dispose()
    engine.dispose()


@pytest.mark.parametrize(
    ("who", "door"),
    [("canbo", "POST /survey/section/infra"), ("quantri", "POST /admin/accounts/new")],
)
def test_hostile_text_comes_back_as_text_where_it_is_typed_and_where_it_is_shown(
    app: Flask, who: str, door: str
) -> None:
    client, forms = forms_for(app, who)
    assert door in forms
    faults, slow = [], []
    for form in forms.values():
        fields = itertools.cycle(form.typed)
        for name in SAMPLE:
            faults += faults_of(sent(client, form, next(fields), CORPUS[name]), f"{name} in {form}")
        if form.method == "GET":
            continue  # No server takes an address of a megabyte.
        begun = time.perf_counter()
        faults += faults_of(sent(client, form, form.typed[-1], MEGABYTE), f"1 MB in {form}")
        slow += [form.action] if time.perf_counter() - begun > 2 else []
    for path in addresses(app):
        faults += faults_of(client.get(path), f"{path} as {who}")
    assert faults == []
    assert slow == []
    with reading(app.config["ENGINE"]) as conn:
        assert journal.verify(conn) is None


@pytest.mark.drill
@pytest.mark.parametrize("who", ["canbo", "tinh", "bo"])
def test_numbers_and_nesting_without_end_break_no_door(tmp_path: Path, who: str) -> None:
    engine = found_in(tmp_path)
    app = app_over(engine)
    visitor = Visitor(app)
    visitor.sign_in(who, PASSWORD)
    token, paths = visitor.token(), list(doors(app))
    assert {"/survey/sync", "/survey/measure/step", "/review/00004/return"} <= set(paths)
    faults = []
    for path, body in itertools.product(paths, (DEEP, DIGITS)):
        for answer in posted(visitor.client, token, path, body):
            faults += faults_of(answer, f"{body[:9]!r} to {path} as {who}")
            if answer.status_code == 403:
                break  # This door is somebody else's.
    assert faults == []
    engine.dispose()


@pytest.mark.drill
@pytest.mark.parametrize("digits", [DIGITS, LARGE], ids=["too many to read", "too large to hold"])
@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("tinh", "/review?page={}"),
        ("bo", "/ministry/communes?page={}"),
        ("bo", "/ministry/editions/compare?earlier={}"),
        ("bo", "/ministry/scenario?from={}"),
        ("bo", "/ministry/map/at?across={}&down=1"),
        ("quantri", "/admin/accounts?page={}"),
        ("quantri", "/admin/journal?before={}"),
    ],
)
def test_no_page_breaks_where_a_number_has_no_end(
    tmp_path: Path, who: str, asked: str, digits: bytes
) -> None:
    engine = found_in(tmp_path)
    visitor = Visitor(app_over(engine))
    visitor.sign_in(who, PASSWORD)
    assert faults_of(visitor.client.get(asked.format(digits.decode())), asked) == []
    engine.dispose()
