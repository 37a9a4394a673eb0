"""The ministry's question on one way: why is this commune 41st, and would half the budget still reach it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served
from tests.browser.person import Person
from tests.survey.founded import PASSWORD
from tests.survey.web.two_editions import published_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("deciding")
    published_in(place).dispose()
    with Served(place / "survey.db", place) as running:
        yield running


@pytest.fixture
def analyst(served: Served, chromium: Browser) -> Iterator[Person]:
    person = Person(chromium, served.address, "bo", PASSWORD)
    yield person
    assert person.faults == []
    person.context.close()


def test_four_clicks_from_the_ministry_page_to_the_workbook_of_half_the_budget(
    analyst: Person, tmp_path: Path
) -> None:
    page = analyst.page
    analyst.go("/ministry")
    page.click("text=Bảng các xã, phường, đặc khu")
    name = page.locator("tbody tr").nth(40)
    expect(name.locator("td").first).to_have_text("41")
    commune = name.locator("th a").inner_text()
    name.locator("th a").click()
    expect(page.locator("h1")).to_contain_text(commune)
    expect(page.locator("main")).to_contain_text("Thứ hạng 41; với cách tính khác")
    expect(page.locator("main")).to_contain_text("Ba khoảng thiếu lớn nhất")
    page.click("text=Nếu ngân sách chỉ còn một nửa")
    about = page.locator("#outcome section").first
    expect(about).to_contain_text(commune)
    verdict = about.inner_text()
    assert "được cấp kinh phí" in verdict
    with page.expect_download() as taken:
        page.click("text=Tải Excel của đúng kịch bản này")
    taken.value.save_as(tmp_path / "scenario.xlsx")
    book = load_workbook(tmp_path / "scenario.xlsx")
    code = page.url.partition("commune=")[2][:5]
    ranks = {row[1].value: row[11].value for row in book.worksheets[0].iter_rows(min_row=9)}
    assert ranks[code] == 41
    funded = next(sheet for sheet in book.worksheets if "DANH MỤC" in str(sheet["A3"].value))
    in_list = code in {row[1].value for row in funded.iter_rows(min_row=9)}
    assert in_list == ("Vẫn được cấp" in verdict or "Được cấp kinh phí, trước" in verdict)


def test_a_figure_changed_is_seen_at_once_and_its_address_can_be_sent(analyst: Person) -> None:
    page = analyst.page
    analyst.go("/ministry/scenario")
    page.fill('[name="budget"]', "3.000")
    expect(page.locator("#outcome")).to_contain_text("Khác nhau ở: ngân sách.")
    expect(page.locator("#link")).to_have_value(page.url)
    assert page.url.endswith("?from=1&budget=3000")
    page.fill('[name="beta"]', "9")
    expect(page.locator("#problems")).to_contain_text("nằm ngoài khoảng 0 đến 2")
    expect(page.locator("#beta")).to_have_attribute("aria-invalid", "true")
    analyst.go("/ministry/scenario?from=1&budget=3000")
    assert page.input_value('[name="budget"]') == "3.000"
    expect(page.locator("#outcome")).to_contain_text("Khác nhau ở: ngân sách.")


def test_without_a_script_the_form_is_sent_and_leads_to_the_same_address(
    served: Served, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/sign-in?next=/ministry/scenario")
    page.fill('[name="sign_in"]', "bo")
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button")
    page.fill('[name="budget"]', "3.000")
    page.click("text=Xem kết quả")
    assert page.url.partition("#")[0].endswith("?from=1&budget=3000")
    expect(page.locator("#outcome")).to_contain_text("Khác nhau ở: ngân sách.")
    context.close()


def test_the_table_of_questions_gives_its_room_to_words_and_shows_every_figure(
    analyst: Person,
) -> None:
    page = analyst.page
    page.set_viewport_size({"width": 1280, "height": 900})
    analyst.go("/ministry/questions")
    row = page.locator("table.dense tbody tr").first
    question, verdict = (row.locator(each).bounding_box() for each in ("th", "td.word"))
    assert question is not None
    assert verdict is not None
    assert question["width"] > verdict["width"] > 150
    table = page.locator("table.dense").first
    hidden = table.evaluate("each => each.offsetWidth - each.parentElement.clientWidth")
    assert hidden <= 0


def test_no_two_names_on_the_map_touch(analyst: Person) -> None:
    page = analyst.page
    page.set_viewport_size({"width": 1280, "height": 900})
    analyst.go("/ministry/map")
    boxes = [each.bounding_box() for each in page.locator("#sheet text").all()]
    assert len(boxes) == 6
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one is not None
            assert other is not None
            apart = (
                one["x"] + one["width"] + 10 < other["x"]
                or other["x"] + other["width"] + 10 < one["x"]
            )
            level = abs(one["y"] - other["y"]) < one["height"]
            assert apart or not level


def test_a_dot_of_the_map_opens_its_commune(analyst: Person) -> None:
    analyst.go("/ministry/map")
    analyst.page.locator("circle[r='18']").first.click()
    expect(analyst.page.locator("h1")).to_contain_text("Đặc khu Hoàng Sa")


def test_the_profile_of_a_commune_prints_on_one_page_of_a4_with_nothing_cut(
    analyst: Person,
) -> None:
    page = analyst.page
    for code in the_wordiest(analyst):
        analyst.go(f"/ministry/communes/{code}/sheet")
        page.emulate_media(media="print")
        # A4 at 96 dots an inch, less margins of 14 and 12 mm.
        page.set_viewport_size({"width": 688, "height": 1032})
        assert page.evaluate(CUT) == []
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        assert re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", printed) == [(b"594", b"841")]


# Whatever is wider than its place, and so would lose its end on paper.
CUT = """() => [...document.querySelectorAll('.paper *')]
  .filter((each) => each.scrollWidth > each.clientWidth + 2 && each.clientWidth && getComputedStyle(each).display !== 'inline')
  .map((each) => each.outerHTML.slice(0, 120))"""


def the_wordiest(analyst: Person) -> list[str]:
    """The first, the last and a silent commune of the list."""
    analyst.go("/ministry/communes")
    links = analyst.page.locator("tbody th a")
    addresses = [links.nth(at).get_attribute("href") or "" for at in (0, 30, 99)]
    return [each.rsplit("/", 1)[1] for each in addresses]
