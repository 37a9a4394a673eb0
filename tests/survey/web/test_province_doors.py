"""A province sees only its communes through every door: page, download, API, and addresses that it guesses."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from survey.communes import load_register
from survey.web.access import COMMUNE_ARGUMENTS
from tests.builders import BA_DINH, MUONG_HUM
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import published_in, token_for
from tests.survey.web.test_access import part_of
from tests.visitor import Visitor

OWN = "01"
SAME_FOR_ALL = ("static", "scripts.script")
CODE = re.compile(r"(?<![\w#])\d{5}(?!\w)")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("doors"))
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def reviewer(app: Flask) -> Visitor:
    """Hà Nội's reviewer, whose browser sends a token of the API as well."""
    visitor = Visitor(app)
    visitor.sign_in("tinh", PASSWORD)
    visitor.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_for(app, 'tinh')}"
    return visitor


def doors(app: Flask) -> list[Rule]:
    """Every address that can be opened."""
    rules = [each for each in app.url_map.iter_rules() if "GET" in (each.methods or ())]
    return [each for each in rules if each.endpoint not in SAME_FOR_ALL]


def opened(app: Flask, reviewer: Visitor, rule: Rule, commune: str) -> tuple[int, bytes, str]:
    """The address with this commune in it: status, content, path."""
    parts = {
        name: commune if name in COMMUNE_ARGUMENTS else part_of(name) for name in rule.arguments
    }
    path = app.url_map.bind("localhost").build(rule.endpoint, parts)
    answer = reviewer.client.get(path)
    return answer.status_code, answer.data, path


def codes_in(content: bytes) -> set[str]:
    """What may be codes of communes, in a text or in the files of a zip and their names."""
    if not content.startswith(b"PK"):
        return set(CODE.findall(content.decode(errors="replace")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    names = set(
        CODE.findall(" ".join(name.replace("-", " ").replace("_", " ") for name, _ in files))
    )
    return names.union(*(codes_in(each) for _, each in files))


def test_no_address_opens_for_a_commune_of_another_province(app: Flask, reviewer: Visitor) -> None:
    asked, own = [], []
    for rule in doors(app):
        if set(COMMUNE_ARGUMENTS) & set(rule.arguments):
            status, _, path = opened(app, reviewer, rule, MUONG_HUM)
            asked.append(path)
            assert status in (403, 404), f"{path}: {status}"
            own.append(opened(app, reviewer, rule, BA_DINH)[0] == 200)
    assert len(asked) > 10
    # Some of them do open for a commune of its own: it is the commune that was refused.
    assert sum(own) >= 5


def test_nothing_that_opens_names_a_commune_of_another_province(
    app: Flask, reviewer: Visitor
) -> None:
    others = {code for code, each in load_register().communes.items() if each.province_code != OWN}
    read = []
    for rule in doors(app):
        status, content, path = opened(app, reviewer, rule, BA_DINH)
        if status == 200:
            read.append(path)
            assert not codes_in(content) & others, path
    assert any(path.startswith("/api/v1/editions/1/priorities") for path in read)
    assert any(path.endswith("communes.geojson") for path in read)
    assert any(path.startswith("/review") for path in read)
    assert len(read) > 20
