"""No file leaves without its entry in the journal, which names it as it is called."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.http import parse_options_header

from survey.store import journal
from survey.store.database import reading
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import published_in
from tests.survey.web.hostile import addresses
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

XLSFORM = "/admin/rounds/1/xlsform"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = published_in(tmp_path)
    yield app_over(engine)
    engine.dispose()


def signed_in(app: Flask, who: str) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(who, PASSWORD)
    return visitor


def taken(app: Flask) -> list[str]:
    """The files that the journal says were taken out, in their order."""
    with reading(app.config["ENGINE"]) as conn:
        entries = journal.entries(conn, limit=1000)
    return [each.subject for each in reversed(entries) if each.action == "file taken out"]


def test_a_file_with_a_vietnamese_name_is_entered_as_it_is_called(offices: Offices) -> None:
    file = (io.BytesIO(PDF), "Biên bản kiểm kê.pdf")
    sent = {"file": file, "csrf_token": offices.officer.token()}
    offices.officer.client.post("/survey/evidence/infra_scanners", data=sent)
    with offices.reviewer.client.get("/evidence/00004/1") as answer:
        assert answer.status_code == 200
    assert taken(offices.app) == ["00004 infra_scanners Biên bản kiểm kê.pdf"]


@pytest.mark.parametrize("part", ["bytes=0-", "bytes=1-", "bytes=-9"])
def test_a_part_of_a_file_is_entered_as_the_whole_is(app: Flask, part: str) -> None:
    administrator = signed_in(app, "quantri")
    with administrator.client.get(XLSFORM, headers={"Range": part}) as answer:
        assert answer.status_code == 206
        name = parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]
    assert taken(app) == [name]


@pytest.mark.drill
@pytest.mark.parametrize("who", ["tinh", "bo", "quantri"])
@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=0-"}], ids=["whole", "in part"])
def test_every_file_of_every_desk_is_entered(app: Flask, who: str, asked: dict[str, str]) -> None:
    visitor, sent = signed_in(app, who), []
    for path in addresses(app):
        with visitor.client.get(path, headers=asked) as answer:
            how, named = parse_options_header(answer.headers.get("Content-Disposition"))
        if how == "attachment" and path != "/static/style.css":
            assert answer.status_code in (200, 206)
            sent.append(named["filename"])
    assert sent
    assert taken(app) == sent
