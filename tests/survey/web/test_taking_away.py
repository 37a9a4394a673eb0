"""What is taken away of an edition, from its page: every file, for the ministry alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text

from survey.communes import load_register
from survey.store import editions, journal
from survey.store.database import reading, writing
from survey.web.taking_away import FILES
from tests.survey.commands.running import run
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import published_in
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

PLACE = "/ministry/editions/{}/files/{}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("taken"))
    yield app_over(engine)
    engine.dispose()


def signed_in(app: Flask, who: str, language: str = "vi") -> Visitor:
    visitor = Visitor(app, language)
    visitor.sign_in(who, PASSWORD)
    return visitor


@pytest.fixture(scope="module")
def analyst(app: Flask) -> Visitor:
    return signed_in(app, "bo")


def got(visitor: Visitor, name: str, edition: int = 1) -> bytes:
    answer = visitor.client.get(PLACE.format(edition, name))
    assert answer.status_code == 200, answer.status
    assert answer.mimetype == FILES[name].mimetype
    assert f"an-ban-{edition}-{name}" in answer.headers["Content-Disposition"]
    return answer.data


def test_the_editions_page_offers_every_file_and_a_drafts_page_no_open_data(
    analyst: Visitor,
) -> None:
    for edition, offered in ((1, set(FILES)), (2, {n for n, f in FILES.items() if not f.open})):
        links = {
            link.get("href") for link in analyst.open(f"/ministry/editions/{edition}").all("a")
        }
        assert {n for n in FILES if PLACE.format(edition, n) in links} == offered
    for name in set(FILES) - offered:
        analyst.refused(PLACE.format(2, name), 404)


@pytest.mark.parametrize("name", list(FILES))
def test_every_file_is_for_the_ministry_alone(app: Flask, name: str) -> None:
    path = PLACE.format(1, name)
    assert "/sign-in" in Visitor(app).refused(path, 302).location
    for who in ("canbo", "tinh", "quantri"):
        signed_in(app, who).refused(path, 403)


def test_what_there_is_not_is_not_found(analyst: Visitor) -> None:
    for path in (PLACE.format(1, "all.zip"), PLACE.format(9, "list.csv")):
        analyst.open(path, 404)


@pytest.mark.drill
def test_the_zip_has_a_workbook_for_each_province(analyst: Visitor) -> None:
    with zipfile.ZipFile(io.BytesIO(got(analyst, "provinces.zip"))) as archive:
        names = archive.namelist()
        assert len(names) == 34
        assert "01-thanh-pho-ha-noi.xlsx" in names
        load_workbook(io.BytesIO(archive.read(names[0])))


def test_the_word_annex_is_as_the_command_writes_it(
    app: Flask, analyst: Visitor, tmp_path: Path
) -> None:
    content = got(analyst, "submission.docx")
    assert len(Document(io.BytesIO(content)).tables[1].rows) > 10
    database = str(app.config["ENGINE"].url)
    out = tmp_path / "submission.docx"
    made = run("edition", "submission", "1", "--out", out, "--database", database)
    assert made.exit_code == 0, made.output
    assert out.read_bytes() == content


def test_the_csv_opens_in_excel_with_its_letters_and_has_the_lists_order(
    app: Flask, analyst: Visitor
) -> None:
    content = got(analyst, "list.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    with reading(app.config["ENGINE"]) as conn:
        stored = editions.rows_of_edition(conn, 1)
    assert {row["code"] for row in rows} == set(stored)
    ranks = [int(row["rank"]) for row in rows if row["rank"]]
    assert ranks == sorted(ranks)
    for row in rows[: len(ranks)]:
        figures = json.loads(stored[row["code"]])
        assert float(row["priority"]) == figures["priority"]
        assert float(row["funded_vnd"]) == figures["funded_vnd"]
    assert any("ẫ" in row["name"] or "ờ" in row["name"] for row in rows)


def test_points_have_every_commune(analyst: Visitor) -> None:
    told = json.loads(got(analyst, "communes.geojson"))
    assert len(told["features"]) == 3321
    assert told["simulated"] is False


def test_whoever_takes_a_file_stands_in_the_journal(app: Flask, analyst: Visitor) -> None:
    got(analyst, "package.zip")
    with reading(app.config["ENGINE"]) as conn:
        (last,) = journal.entries(conn, limit=1)
    assert (last.by, last.action) == ("bo", "file taken out")
    assert last.subject == "an-ban-1-package.zip"


def test_nothing_is_written_from_rows_that_were_changed(app: Flask, tmp_path: Path) -> None:
    engine = published_in(tmp_path)
    with writing(engine) as conn:
        conn.execute(text("DROP TRIGGER edition_rows_kept_update"))
        change = text("UPDATE edition_rows SET figures = replace(figures, :old, :new)")
        conn.execute(change, {"old": '"rank":1.0,', "new": '"rank":2.0,'})
    page = signed_in(app_over(engine), "bo", "en").open(PLACE.format(1, "provinces.zip"), 400)
    assert "no longer as it was made" in page.text
    made = run("edition", "write", "1", "--out", tmp_path / "1.xlsx", "--database", str(engine.url))
    assert made.exit_code == 2
    assert "no longer as it was made" in made.output
    engine.dispose()


OWN = "/review/editions/{}/workbook.xlsx"


def test_a_province_takes_its_own_communes_of_the_published_edition_from_its_desk(
    app: Flask,
) -> None:
    reviewer = signed_in(app, "tinh", "en")
    links = {link.get("href") for link in reviewer.open("/review").all("a")}
    assert OWN.format(1) in links
    answer = reviewer.client.get(OWN.format(1))
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    with reading(app.config["ENGINE"]) as conn:
        stored = editions.rows_of_edition(conn, 1)
    listed = {
        str(row[1].value): row[11].value
        for row in book.worksheets[0].iter_rows()
        if isinstance(row[0].value, int)
    }
    own = {code for code, each in load_register().communes.items() if each.province_code == "01"}
    assert listed
    assert listed.keys() <= own
    assert listed == {code: json.loads(stored[code])["rank"] for code in listed}


def test_a_draft_is_for_no_province_and_no_other_role_has_a_province_to_take(app: Flask) -> None:
    signed_in(app, "tinh").refused(OWN.format(2), 404)
    signed_in(app, "tinh").refused(OWN.format(9), 404)
    signed_in(app, "bo").refused(OWN.format(1), 404)
    for who in ("canbo", "quantri"):
        signed_in(app, who).refused(OWN.format(1), 403)


def test_where_nothing_is_published_the_desk_offers_nothing(offices: Offices) -> None:
    assert "/review/editions/" not in offices.reviewer.open("/review").html
