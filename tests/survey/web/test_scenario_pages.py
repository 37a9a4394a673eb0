"""Scenarios: the address holds them whole, what is wrong is named, and every figure is the edition's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import Engine

from reports.editions.rows import table_of
from survey.store import editions, journal
from survey.store.database import reading
from survey.store.scenarios import scenarios_of
from tests.survey.founded import PASSWORD, app_over
from tests.survey.web.two_editions import published_in
from tests.visitor import Page, Visitor

SCENARIO = "/ministry/scenario"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = published_in(tmp_path_factory.mktemp("scenario"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def app(engine: Engine) -> Flask:
    return app_over(engine)


@pytest.fixture(scope="module")
def analyst(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def followed(analyst: Visitor, query: str) -> Page:
    """The page that an address leads to."""
    answer = analyst.client.get(f"{SCENARIO}?{query}", follow_redirects=True)
    return analyst.checked(answer, 200)


def asked_in(page: Page) -> dict[str, list[str]]:
    """What the address to be sent asks for."""
    return parse_qs(urlsplit(page.by_id("link")["value"]).query, keep_blank_values=True)


def funded_first(engine: Engine, edition_id: int = 1) -> str:
    """A commune that the edition funds."""
    with reading(engine) as conn:
        table = table_of(editions.rows_of_edition(conn, edition_id))
    return str(table.index[table["funded"]][0])


def test_only_the_ministry_tries_scenarios(app: Flask) -> None:
    for who in (None, "canbo", "tinh", "quantri"):
        visitor = Visitor(app)
        if who is not None:
            visitor.sign_in(who, PASSWORD)
        for path in ("", "/annex.xlsx"):
            visitor.refused(SCENARIO + path, 302 if who is None else 403)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages(app: Flask, language: str) -> None:
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    visitor.open(f"{SCENARIO}?from=1")
    visitor.open(f"{SCENARIO}?from=1&budget=10000&weight.infra=40")


def test_a_scenario_starts_from_the_published_edition_and_changes_nothing(
    analyst: Visitor,
) -> None:
    page = followed(analyst, "")
    assert asked_in(page) == {"from": ["1"]}
    assert "ấn bản số 1: Lần 1" in page.text
    assert page.by_id("budget")["value"] == "20.000"
    assert "không có gì khác" in page.text


def test_the_address_holds_only_what_differs_and_all_of_it(analyst: Visitor) -> None:
    fields = followed(analyst, "").fields(f"{SCENARIO}#outcome")
    sent = {**fields, "budget": "10.000,0", "weight.infra": "40", "cost.pc_set": "25"}
    answer = analyst.client.get(SCENARIO, query_string=sent)
    assert answer.status_code == 302
    page = analyst.open(answer.location)
    assert asked_in(page) == {
        "from": ["1"],
        "budget": ["10000"],
        "weight.infra": ["40"],
        "cost.pc_set": ["25"],
    }
    assert "trọng số; đơn giá; ngân sách" in page.text


@pytest.fixture(scope="module")
def english(app: Flask) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in("bo", PASSWORD)
    return visitor


def sent_from(visitor: Visitor, **typed: str) -> Page:
    """What the form of the page leads to with these figures typed."""
    fields = followed(visitor, "").fields(f"{SCENARIO}#outcome") | typed
    answer = visitor.client.get(SCENARIO, query_string=fields, follow_redirects=True)
    return visitor.checked(answer, 200)


def test_an_english_page_writes_and_reads_english_numbers(english: Visitor) -> None:
    before = followed(english, "")
    assert before.by_id("budget")["value"] == "20,000"
    assert "Allotted" in before.text
    page = sent_from(english, budget="80,000", remote_share="0.4")
    assert asked_in(page) == {"from": ["1"], "budget": ["80000"], "remote_share": ["0.4"]}
    assert page.by_id("budget")["value"] == "80,000"
    assert page.by_id("remote_share")["value"] == "0.4"
    assert "changed; 20,000 before" in page.text


def test_one_address_means_the_same_in_both_languages(analyst: Visitor, english: Visitor) -> None:
    link = sent_from(english, budget="10,000", beta="0.5").by_id("link")["value"]
    page = analyst.open(link)
    assert asked_in(page) == {"from": ["1"], "budget": ["10000"], "beta": ["0.5"]}
    assert page.by_id("budget")["value"] == "10.000"
    assert page.by_id("beta")["value"] == "0,5"
    assert page.by_id("link")["value"] == link
    there = parse_qs(
        urlsplit(sent_from(analyst, budget="10.000", beta="0,5").by_id("link")["value"]).query
    )
    assert there == asked_in(page)
    again = followed(english, "from=1&budget=10.000&beta=0,5")
    assert again.by_id("link")["value"] == link


@pytest.mark.parametrize(
    ("language", "typed", "large"),
    [("vi", "80,000", "80000"), ("en", "50.000", "50000"), (None, "80,000", "80000")],
)
def test_a_figure_that_may_mean_a_thousandth_is_refused_in_words(
    analyst: Visitor, english: Visitor, language: str | None, typed: str, large: str
) -> None:
    written = f"&written={language}" if language else ""
    path = f"{SCENARIO}?from=1&budget={typed}{written}"
    page = analyst.open(path)
    assert f"“{typed}” có thể hiểu là {typed[:2]} hoặc {large}" in page.text
    assert f"may mean {typed[:2]} or {large}" in english.open(path).text
    assert page.by_id("budget")["value"] == typed
    assert page.by_id("budget")["aria-invalid"] == "true"
    assert "budget" not in asked_in(page)


def test_half_the_budget_says_who_leaves_and_that_the_budget_did_it(
    analyst: Visitor, engine: Engine
) -> None:
    page = followed(analyst, "budget=10.000")
    assert "Khác nhau ở: ngân sách." in page.text
    assert "Xã ra khỏi danh mục" in page.text
    code = funded_first(engine)
    about = followed(analyst, f"budget=1&commune={code}").text
    assert "Không còn được cấp kinh phí. Thay đổi do: ngân sách." in about
    assert "Vẫn được cấp kinh phí." in followed(analyst, f"commune={code}").text


def test_a_commune_without_a_rank_is_no_candidate_and_nothing_moved_it(
    analyst: Visitor, engine: Engine
) -> None:
    with reading(engine) as conn:
        table = table_of(editions.rows_of_edition(conn, 1))
    silent = table.index[table["rank"].isna()][0]
    page = followed(analyst, f"budget=10.000&beta=0,5&commune={silent}").text
    assert "không được xét cấp kinh phí" in page
    assert "Thay đổi do" not in page


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("beta=3", "beta", "Hệ số khó khăn β: 3 nằm ngoài khoảng 0 đến 2. Đã giữ giá trị cũ 1."),
        ("alpha=nhiều", "alpha", "“nhiều” không phải là số"),
        ("budget=-5", "budget", "nằm ngoài khoảng"),
        ("weight.infra=101", "weight.infra", "nằm ngoài khoảng 0 đến 100"),
        ("cost.pc_set=-1", "cost.pc_set", "nằm ngoài khoảng"),
        ("evidence_claimed=1,2", "evidence_claimed", "Xã tự khai: 1,2 nằm ngoài khoảng 0 đến 1"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_the_rest_is_kept(
    analyst: Visitor, query: str, field: str, words: str
) -> None:
    page = analyst.open(f"{SCENARIO}?from=1&remote_share=0,1&{query}")
    assert words in page.text
    assert page.by_id(field)["aria-invalid"] == "true"
    assert page.by_id(field)["value"] == query.partition("=")[2]
    assert "Khác nhau ở: mức sàn." in page.text


def test_floors_above_the_budget_are_refused_with_everything_still_typed(
    analyst: Visitor,
) -> None:
    page = analyst.open(f"{SCENARIO}?from=1&budget=50000&floor.01=60000&floor.15=100")
    assert "Chưa tính được kịch bản này; mọi giá trị đã nhập vẫn còn" in page.text
    assert "vẫn được tính" not in page.text
    assert "là 60.100 triệu đồng, vượt ngân sách 50.000 triệu đồng" in page.text
    assert page.by_id("floor.01")["value"] == "60.000"
    assert page.all("input", id="link") == []


def test_the_refusal_leads_to_the_field_at_fault_and_unfolds_it(analyst: Visitor) -> None:
    page = analyst.open(f"{SCENARIO}?from=1&budget=50000&floor.01=60000&floor.15=100")
    (link,) = [each for each in page.all("a") if "vượt ngân sách" in each.text]
    assert link["href"] == "#floor.01"
    assert page.by_id("floor.01")["aria-invalid"] == "true"
    floors, costs = page.all("details")[:2]
    assert "open" in floors.attributes
    assert "open" not in costs.attributes
    assert all(
        "open" not in each.attributes
        for each in analyst.open(f"{SCENARIO}?from=1").all("details")[:2]
    )


def test_weights_that_are_all_nothing_are_refused_in_words(analyst: Visitor) -> None:
    none = "&".join(f"weight.{each}=0" for each in ("infra", "conn", "skill", "svc", "dig"))
    page = analyst.open(f"{SCENARIO}?from=1&{none}")
    (link,) = [each for each in page.all("a") if "đều bằng 0" in each.text]
    assert link["href"] == "#weight.infra"
    assert "Chưa tính được kịch bản này" in page.text


def test_an_empty_budget_means_none(analyst: Visitor) -> None:
    page = followed(analyst, "from=1&budget=")
    assert asked_in(page) == {"from": ["1"], "budget": [""]}
    assert "Chưa có ngân sách nên chưa chọn xã nào" in page.text


def test_nonsense_in_the_address_is_left_out(analyst: Visitor) -> None:
    page = followed(analyst, "from=1&nothing=1&commune=99999&csrf=x")
    assert asked_in(page) == {"from": ["1"]}
    analyst.open(f"{SCENARIO}?from=77", 404)


def test_the_preview_of_an_edition_s_scenario_is_that_edition(
    analyst: Visitor, engine: Engine
) -> None:
    """The second edition starts no change from itself, and reaches from the first what it stores."""
    assert "không có gì khác" in followed(analyst, "from=2").text
    with reading(engine) as conn:
        stored = table_of(editions.rows_of_edition(conn, 2))
    page = followed(analyst, "from=1&budget=10000&weight.infra=40")
    assert int(page.by_id("funded").text.split()[0]) == stored["funded"].sum()


@pytest.mark.drill
def test_the_workbook_is_of_exactly_the_scenario_on_the_page(
    analyst: Visitor, engine: Engine
) -> None:
    page = followed(analyst, "from=1&budget=10000&weight.infra=40")
    link = next(each["href"] for each in page.all("a") if "/scenario/annex" in each["href"])
    book = load_workbook(io.BytesIO(analyst.client.get(link).data))
    assert "KỊCH BẢN, chưa công bố" in str(book.worksheets[0]["A4"].value)
    with reading(engine) as conn:
        stored = table_of(editions.rows_of_edition(conn, 2))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=10)]
    listed = {row[1]: row[11] for row in rows if row[1]}
    assert listed == stored["rank"].dropna().to_dict()
    analyst.open(f"{SCENARIO}/annex.xlsx?from=1&beta=7", 400)


def test_the_journal_says_of_which_scenario_a_workbook_was_taken(
    analyst: Visitor, engine: Engine
) -> None:
    analyst.client.get(f"{SCENARIO}/annex.xlsx?from=1&budget=7.000&weight.infra=41")
    with reading(engine) as conn:
        last = journal.last_of(conn, "file taken out")
    assert last is not None
    assert last.detail == {
        "path": f"{SCENARIO}/annex.xlsx",
        "asked": "from=1&budget=7000&weight.infra=41",
    }


def test_a_scenario_is_saved_under_a_name_for_everyone_of_the_ministry(
    analyst: Visitor, engine: Engine
) -> None:
    page = followed(analyst, "from=1&budget=5.000")
    fields = {**page.fields(f"{SCENARIO}/save"), "name": "Nếu chỉ còn một phần tư"}
    saved = analyst.post(f"{SCENARIO}/save", fields)
    link = next(each for each in saved.all("a") if each.text == "Nếu chỉ còn một phần tư")
    assert parse_qs(urlsplit(link["href"]).query) == {"from": ["1"], "budget": ["5000"]}
    assert (
        saved.one("p", role="status", class_="done").text == f"Đã lưu kịch bản “{fields['name']}”."
    )
    again = analyst.post(f"{SCENARIO}/save", fields, 400)
    assert "đã có kịch bản tên" in again.text
    assert again.by_id("name")["value"] == fields["name"]
    assert (
        "Hãy đặt tên kịch bản"
        in analyst.post(f"{SCENARIO}/save", {**fields, "name": " "}, 400).text
    )
    with reading(engine) as conn:
        kept = scenarios_of(conn, 1)
        entry = journal.entries_about(conn, f"scenario {kept[0].id}")[0]
    assert [each.by for each in kept] == ["bo"]
    assert entry.action == "scenario saved"


def test_a_save_leads_to_the_list_of_saved_scenarios_and_not_into_the_address_to_be_sent(
    analyst: Visitor,
) -> None:
    sent = {"name": "Nửa tiền", "asked": "from=1&budget=10000", "csrf_token": analyst.token()}
    answer = analyst.client.post(f"{SCENARIO}/save", data=sent)
    assert answer.location.endswith("#saved")
    page = analyst.open(answer.location)
    page.by_id("saved")
    assert asked_in(page) == {"from": ["1"], "budget": ["10000"]}
    assert "Đã lưu kịch bản" not in analyst.open(page.by_id("link")["value"]).text


def test_what_cannot_be_is_not_saved(analyst: Visitor) -> None:
    fields = {"name": "Sai", "asked": "from=1&beta=9"}
    assert "nằm ngoài khoảng" in analyst.post(f"{SCENARIO}/save", fields, 400).text


def test_without_a_published_edition_the_usual_method_is_where_one_starts(
    analyst: Visitor,
) -> None:
    page = followed(analyst, "from=0")
    assert "Chưa có ấn bản công bố" in page.text
    assert page.by_id("budget")["value"] == ""
    assert "Xã được vào danh mục" in followed(analyst, "from=0&budget=10.000").text
