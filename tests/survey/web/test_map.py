"""The map: every commune of the filters is one dot, Hoàng Sa and Trường Sa are always named, a dot leads on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forms.numbers import write_number
from reports.editions.rows import table_of
from reports.maps import OTHERS_COLOUR
from survey.communes import load_register
from survey.store import editions
from survey.store.database import reading
from survey.web.map_view import ISLANDS
from tests.survey.founded import PASSWORD, app_over
from tests.survey.web.two_editions import published_in
from tests.visitor import Page, Visitor

MAP = "/ministry/map"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("map"))
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def analyst(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def dots(page: Page) -> int:
    """How many communes are drawn as passing the filters."""
    drawn = [
        path
        for path in page.all(
            "path",
        )
        if path.get("d") and "svg" in path.within
    ]
    layers = [path for path in drawn if path.get("stroke") != OTHERS_COLOUR]
    return sum(path["d"].count("h0") + path["d"].count("h7") for path in layers)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_map_opens_in_both_languages_and_names_both_archipelagos(
    app: Flask, language: str
) -> None:
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    for query in ("", "?province=01", "?measure=funded", "?search=khongcoxanao"):
        page = visitor.open(MAP + query)
        for label in ISLANDS.values():
            assert label.in_language(language) in page.text


def test_only_the_ministry_opens_the_map(app: Flask) -> None:
    for who in (None, "canbo", "tinh", "quantri"):
        visitor = Visitor(app)
        if who is not None:
            visitor.sign_in(who, PASSWORD)
        for path in (MAP, f"{MAP}/at?across=1&down=1"):
            visitor.refused(path, 302 if who is None else 403)


@pytest.mark.parametrize(
    "measure", ["readiness", "remoteness", "priority", "funded", "section_conn"]
)
def test_every_commune_is_one_dot_whatever_is_shown(analyst: Visitor, measure: str) -> None:
    assert dots(analyst.open(f"{MAP}?measure={measure}")) == len(load_register().communes)


def test_the_filters_of_the_table_are_those_of_the_map(analyst: Visitor) -> None:
    query = "province=01&kind=phuong&search=ba"
    page = analyst.open(f"{MAP}?{query}&measure=priority")
    table = next(a["href"] for a in page.all("a") if "Xem bảng các xã này" in a.text)
    listed = analyst.open(table)
    assert f"{dots(page)} xã, phường, đặc khu; đang xem" in listed.text
    assert "sort=priority" in table
    back = next(a["href"] for a in listed.all("a") if "trên bản đồ" in a.text)
    assert dots(analyst.open(back)) == dots(page)


def test_an_archipelago_that_the_filters_leave_out_is_shown_without_a_figure(
    analyst: Visitor,
) -> None:
    page = analyst.open(f"{MAP}?province=01")
    large = [each for each in page.all("circle") if each.get("r") == "18"]
    assert [each["fill"] for each in large] == [OTHERS_COLOUR] * len(ISLANDS)


def test_the_table_beside_the_map_counts_the_same_communes(analyst: Visitor) -> None:
    page = analyst.open(f"{MAP}?measure=readiness")
    figures = [cell.text for cell in page.all("td") if "tbody" in cell.within]
    rows = [figures[at : at + 8] for at in range(0, len(figures), 8)]
    assert len(rows) == 34
    assert sum(int(row[0].replace(".", "")) for row in rows) == len(load_register().communes)
    assert all(int(row[0].replace(".", "")) == sum(map(int, row[2:])) for row in rows)


def test_communes_without_a_rank_are_no_candidates_and_not_among_those_left_out(
    app: Flask, analyst: Visitor
) -> None:
    with reading(app.config["ENGINE"]) as conn:
        table = table_of(editions.rows_of_edition(conn, 1))
    funded, unranked = int(table["funded"].sum()), int(table["rank"].isna().sum())
    assert unranked
    page = analyst.open(f"{MAP}?measure=funded")
    counts = {
        "được cấp kinh phí": funded,
        "không được cấp": len(table) - unranked - funded,
        "chưa xếp hạng": unranked,
    }
    for words, count in counts.items():
        assert f"{words} ({write_number(count)} xã)" in page.text
    assert "chưa có điểm" not in page.text


def test_nonsense_in_the_address_shows_readiness(analyst: Visitor) -> None:
    assert "điểm sẵn sàng" in analyst.open(f"{MAP}?measure=nothing").title


def test_a_place_on_the_sheet_leads_to_the_commune_nearest_to_it(analyst: Visitor) -> None:
    answer = analyst.client.get(f"{MAP}/at?across=773&down=552")
    assert answer.location == "/ministry/communes/20333"
    other = analyst.client.get(f"{MAP}/at?across=773&down=552&province=01").location
    assert other != answer.location
    for query in ("", "?across=x&down=1", "?across=1&down=1&search=khongcoxanao"):
        analyst.refused(f"{MAP}/at{query}", 404)
