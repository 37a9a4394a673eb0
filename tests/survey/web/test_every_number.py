"""One walk over the numbers: what a page says, the API, the workbooks, the CSV, the points and the package say too."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from forms.numbers import write_number
from survey.deciding.scoring import remote_word
from survey.web.communes_cells import columns, figure, need_in_words, row_cells
from tests.builders import the_questionnaire
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import Program, published_in, token_for
from tests.visitor import Element, Page, Visitor

NEEDS = ("infrastructure", "digitisation", "skills")
Item = dict[str, Any]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("numbers"))
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def analyst(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


@pytest.fixture(scope="module")
def now(app: Flask) -> dict[str, Item]:
    """The API's scores as they stand, by code."""
    program = Program(app, token_for(app, "bo", ("readiness",)))
    return {each["code"]: each for each in program.all("/rounds/1/readiness")}


@pytest.fixture(scope="module")
def edition(app: Flask) -> dict[str, Item]:
    """The API's priorities of the published edition, by code."""
    program = Program(app, token_for(app, "bo", ("editions",)))
    return {each["code"]: each for each in program.all("/editions/1/priorities")}


def as_table(item: Item) -> Item:
    """An item of the API under the names of the edition's table; null as NaN."""
    flat = {
        **{name: each for name, each in item.items() if name not in ("sections", "needs")},
        **{f"section_{name}": each for name, each in item["sections"].items()},
        **{f"need_{name}": each for name, each in item["needs"].items()},
        "remote_word": remote_word(item["remote"]),
    }
    return {name: math.nan if each is None else each for name, each in flat.items()}


def told(page: Page) -> dict[str, str]:
    """The tiles of a commune's page: what each is called, and what it says."""
    elements = [each for each in page.elements if each.name in ("dt", "dd")]
    pairs = zip(elements[::2], elements[1::2], strict=True)
    return {squeezed(term): squeezed(said) for term, said in pairs}


def squeezed(element: Element) -> str:
    return " ".join(element.text.split())


def same(cell: object, figure_: float | None) -> bool:
    """A workbook's cell against a figure: the same number, or the words for a missing one."""
    return cell == "chưa rõ" if figure_ is None else cell == pytest.approx(figure_, rel=1e-12)


def ranked(items: dict[str, Item]) -> list[Item]:
    found = [each for each in items.values() if each["rank"] is not None]
    assert len(found) > 40
    return sorted(found, key=lambda each: (each["rank"], each["code"]))


def listed(book: bytes, sheet: int) -> dict[str, list[object]]:
    """The numbered rows of a sheet by the code in their second cell."""
    rows = load_workbook(io.BytesIO(book), read_only=True, data_only=True).worksheets[sheet]
    return {
        str(row[1]): list(row)
        for row in rows.iter_rows(values_only=True)
        if isinstance(row[0], int) and isinstance(row[1], str)
    }


def test_every_cell_of_the_table_is_the_apis(analyst: Visitor, now: dict[str, Item]) -> None:
    shown = columns(the_questionnaire())
    page = analyst.open("/ministry/communes?ranked=yes")
    cells = [
        squeezed(each)
        for each in page.elements
        if each.name in ("th", "td") and "tbody" in each.within
    ]
    lines = [cells[at : at + len(shown)] for at in range(0, len(cells), len(shown))]
    assert len(lines) == len(ranked(now))
    for line, item in zip(lines, ranked(now), strict=True):
        expected = [cell.text for cell in row_cells(as_table(item), shown, "vi").cells]
        assert line == expected


def test_every_number_on_a_communes_page_is_the_apis(
    analyst: Visitor, now: dict[str, Item], edition: dict[str, Item]
) -> None:
    silent = next(each for each in now.values() if each["rank"] is None)
    for item in (*ranked(now)[:2], ranked(now)[-1], silent):
        page = analyst.open(f"/ministry/communes/{item['code']}")
        row, tiles = as_table(item), told(page)
        if item["rank"] is None:
            assert tiles["Thứ hạng ưu tiên"] == "Chưa xếp hạng"
        else:
            count = len(ranked(now))
            assert tiles["Thứ hạng ưu tiên"] == f"{item['rank']} trên {count} xã được xếp hạng"
        bounds = f"({figure(row['low'])} – {figure(row['high'])})"
        assert tiles["Điểm ưu tiên"] == figure(row["priority"])
        assert tiles["Điểm sẵn sàng"] == f"{figure(row['readiness'])} {bounds}"
        assert tiles["Độ phủ số liệu, %"] == figure(100 * row["coverage"], 0)
        assert tiles["Chỉ số khó khăn"].split(" ")[0] == figure(row["remoteness"])
        assert tiles["Nhu cầu, triệu đồng"] == need_in_words(row).vi
        check_sections(page, item)
        check_published(page, edition[item["code"]])


def check_sections(page: Page, item: Item) -> None:
    """The table of sections: each score is the API's."""
    asked = the_questionnaire()
    for section in asked.children(None):
        if not section.weight:
            continue
        heading = next(
            place
            for place, each in enumerate(page.elements)
            if each.name == "th" and squeezed(each) == f"{section.no}. {section.title.vi}"
        )
        following = [each for each in page.elements[heading:] if each.name == "td"][:2]
        score = item["sections"][section.id]
        assert squeezed(following[0]) == write_number(section.weight)
        assert squeezed(following[1]) == figure(math.nan if score is None else score)


def check_published(page: Page, item: Item) -> None:
    """What the page says of the published edition."""
    text = page.text
    if item["rank"] is None:
        assert "Xã chưa được xếp hạng trong ấn bản này." in text
        return
    said = "Thứ hạng {rank}; với cách tính khác, hạng từ {low} đến {high}".format(
        **{
            name: write_number(int(item[key]))
            for name, key in (("rank", "rank"), ("low", "rank_low"), ("high", "rank_high"))
        }
    )
    assert said in text
    if item["funded"]:
        assert f"Được cấp {write_number(round(item['funded_vnd'] / 1e6))} triệu đồng." in text
    if item["standing"]:
        assert f"({figure(100 * item['chance'], 0)}%)" in text


def test_every_number_of_the_ministrys_workbook_is_the_apis(
    analyst: Visitor, now: dict[str, Item]
) -> None:
    book = analyst.client.get("/ministry/priority-list.xlsx").data
    check_list(listed(book, 0), now)
    silent = listed(book, 3)
    assert set(silent) == {code for code, each in now.items() if each["rank"] is None}
    assert all(same(row[4], now[code]["coverage"]) for code, row in silent.items())


def check_list(rows: dict[str, list[object]], items: dict[str, Item]) -> None:
    """The priority list of a workbook, cell by cell."""
    assert list(rows) == [each["code"] for each in ranked(items)]
    for code, row in rows.items():
        item = items[code]
        assert row[2:4] == [item["province_name"], item["name"]]
        names = ("remoteness", "readiness", "low", "high", "coverage", "priority", "rank")
        for cell, name in zip(row[5:12], names, strict=True):
            assert same(cell, item[name]), (code, name)
        needs = [item["needs"][name] for name in NEEDS] + [item["need_total"]]
        for cell, vnd in zip(row[-5:-1], needs, strict=True):
            assert same(cell, None if vnd is None else vnd / 1e6), code


def test_every_number_of_the_editions_annex_is_the_apis(
    analyst: Visitor, edition: dict[str, Item]
) -> None:
    book = analyst.client.get("/ministry/editions/1/annex.xlsx").data
    rows = listed(book, 0)
    check_list(rows, edition)
    for code, row in rows.items():
        assert same(row[12], edition[code]["rank_low"])
        assert same(row[13], edition[code]["rank_high"])
    funded = listed(book, 5)
    assert set(funded) == {code for code, each in edition.items() if each["funded"]}
    for code, row in funded.items():
        item = edition[code]
        assert same(row[4], item["rank"])
        assert sum(row[7:10]) == pytest.approx(row[10])  # type: ignore[arg-type]
        assert same(row[10], item["funded_vnd"] / 1e6)
        assert same(row[11], item["chance"])
    classes = listed(book, 9)
    assert set(classes) == {code for code, each in edition.items() if each["standing"]}
    assert all(same(row[8], edition[code]["chance"]) for code, row in classes.items())


def test_the_csv_the_points_and_the_package_have_the_same_numbers(
    analyst: Visitor, edition: dict[str, Item]
) -> None:
    place = "/ministry/editions/1/files/"
    text = analyst.client.get(f"{place}list.csv").data.decode("utf-8-sig")
    check_csv(text, edition)
    points = json.loads(analyst.client.get(f"{place}communes.geojson").data)
    assert {each["id"]: each["properties"] for each in points["features"]} == edition
    package = analyst.client.get(f"{place}package.zip").data
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        check_csv(archive.read("data/results.csv").decode(), edition)


def check_csv(text: str, items: dict[str, Item]) -> None:
    """A CSV of the edition, cell by cell."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["code"] for row in rows} == set(items)
    for row in rows:
        known = as_table(items[row["code"]])
        for name, cell in row.items():
            stored = known.get(name)
            if isinstance(stored, bool):
                assert cell == str(stored).lower()
            elif isinstance(stored, int | float):
                assert (cell == "" and math.isnan(stored)) or float(cell) == stored, name
