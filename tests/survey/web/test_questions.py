"""The ministry's pages of questions: verdicts and figures, sorted as asked, before and after approval."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from openpyxl import load_workbook

from forms.numbers import write_number
from forms.xlsform import write_xlsform
from reports.authoring.report import AuthoringReport
from survey.communes import load_register
from survey.deciding.scoring import score_round
from survey.store import rounds
from survey.store.database import reading
from survey.web.questions_table import BY_NAME, COLUMNS, SORTABLE, has, in_order, read_order
from tests.builders import the_questionnaire
from tests.survey.founded import PASSWORD, app_over, approve_all, found_in
from tests.visitor import Page, Visitor

TABLE = "/ministry/questions"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One commune in ten has answered."""
    engine = found_in(tmp_path_factory.mktemp("questions"))
    approve_all(engine, the_questionnaire(), every=10)
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def report(app: Flask) -> AuthoringReport:
    with reading(app.config["ENGINE"]) as conn:
        current = rounds.current_round(conn)
        assert current is not None
        found = score_round(conn, current, the_questionnaire(), load_register()).questions
    assert found is not None
    return found


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Flask]:
    """Nobody has answered yet."""
    engine = found_in(tmp_path)
    yield app_over(engine)
    engine.dispose()


def analyst(app: Flask, language: str = "vi") -> Visitor:
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def ids(page: Page) -> list[str]:
    """The questions that the table shows, from top to bottom."""
    return [
        urlsplit(link["href"]).path.rsplit("/", 1)[1]
        for link in page.all("a")
        if "th" in link.within and "tbody" in link.within
    ]


def test_the_table_shows_every_question_in_the_forms_order(
    app: Flask, report: AuthoringReport
) -> None:
    page = analyst(app).open(TABLE)
    assert ids(page) == [question.id for question in the_questionnaire().questions]
    assert f"{write_number(report.units)} xã có câu trả lời" in page.text
    assert f"{write_number(report.silent)} xã chưa có" in page.text


@pytest.mark.parametrize("name", SORTABLE)
@pytest.mark.parametrize("way", ["asc", "desc"])
def test_the_table_sorts_by_every_column_and_what_is_missing_comes_last(
    app: Flask, report: AuthoringReport, name: str, way: str
) -> None:
    page = analyst(app).open(f"{TABLE}?sort={name}&order={way}")
    rows = in_order(report, read_order({"sort": name, "order": way}))
    assert ids(page) == [row.figures.question.id for row in rows]
    if name in BY_NAME:
        values = [BY_NAME[name].take(row) for row in rows if has(BY_NAME[name], row)]
        assert values == sorted(values, reverse=way == "desc")
        assert not any(has(BY_NAME[name], row) for row in rows[len(values) :])


def test_a_heading_turns_the_order_round(app: Flask) -> None:
    visitor = analyst(app)
    links = [a["href"] for a in visitor.open(f"{TABLE}?sort=mean").all("a") if "thead" in a.within]
    asked = {parse_qs(urlsplit(link).query)["sort"][0]: link for link in links}
    assert set(asked) == set(SORTABLE)
    down = ids(visitor.open(f"{TABLE}?sort=nominal&order=desc"))
    up = ids(visitor.open(f"{TABLE}?sort=nominal&order=asc"))
    assert set(up) == set(down)
    assert up != down
    assert "order=asc" in asked["mean"]


@pytest.mark.parametrize("query", ["?sort=x", "?order=y", "?sort=__class__&order=desc"])
def test_an_address_that_makes_no_sense_is_read_as_the_default(app: Flask, query: str) -> None:
    analyst(app).open(TABLE + query)


def test_one_questions_page_shows_the_reports_figures_and_explains_each(
    app: Flask, report: AuthoringReport
) -> None:
    visitor = analyst(app)
    for row in report.questions[::7]:
        page = visitor.open(f"{TABLE}/{row.figures.question.id}")
        assert page.title == row.figures.question.label.vi
        assert row.findings[0].sentence.vi in page.text
        for column in COLUMNS:
            value = column.take(row)
            if row.figures.question.scored and not math.isnan(value):
                shown = write_number(100 * value if column.per_cent else value, column.decimals)
                assert shown in page.text, column.name
                assert column.meaning.vi in page.text


def test_an_unknown_question_is_not_found(app: Flask) -> None:
    analyst(app).open(f"{TABLE}/nothing", 404)


@pytest.mark.parametrize("path", [TABLE, f"{TABLE}/infra_lan"])
def test_before_any_approval_a_sentence_stands_there_instead(quiet: Flask, path: str) -> None:
    assert "Chưa có phiếu nào được duyệt" in analyst(quiet).open(path).text
    assert "No response with an answer is approved yet" in analyst(quiet, "en").open(path).text


def test_the_country_page_leads_there(app: Flask) -> None:
    assert any(a.get("href") == TABLE for a in analyst(app).open("/ministry").all("a"))


def test_the_annex_has_the_sheet_once_there_are_answers(app: Flask, quiet: Flask) -> None:
    full = analyst(app).client.get("/ministry/priority-list.xlsx").data
    empty = analyst(quiet).client.get("/ministry/priority-list.xlsx").data
    assert "Câu hỏi" in tabs(full)
    assert "Câu hỏi" not in tabs(empty)


def tabs(content: bytes) -> list[str]:
    """The sheets of a workbook."""
    return load_workbook(io.BytesIO(content), read_only=True).sheetnames


def test_the_ministry_downloads_the_questions_as_an_xlsform_and_nobody_else_does(
    quiet: Flask,
) -> None:
    page = analyst(quiet).open(TABLE)
    [link] = [each for each in page.all("a") if "XLSForm" in each.text]
    answer = analyst(quiet).client.get(link["href"])
    assert answer.data == write_xlsform(the_questionnaire())
    assert "xlsform.xlsx" in answer.headers["Content-Disposition"]
    for who in ("canbo", "tinh", "quantri"):
        visitor = Visitor(quiet)
        visitor.sign_in(who, PASSWORD)
        visitor.open(link["href"], 403)
