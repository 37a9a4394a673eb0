"""Kind to a slow line: what the officer's pages weigh on the wire."""

from __future__ import annotations

import re

import pytest

from tests.survey.web.offices import SECTION, Offices

BROTLI = {"Accept-Encoding": "br"}
FIRST_PAGE, LATER_PAGE, SCRIPTS = 16 * 1024, 4 * 1024, 5 * 1024
# In the background, once: the worker, the script for what is rare, every page and every rule.
WORKER, SELDOM, EVIDENCE, ALL_PAGES = 2 * 1024, 7 * 1024, 4 * 1024 + 512, 48 * 1024
MOST_REQUESTS = 4


def weight(offices: Offices, path: str) -> int:
    """Bytes of an answer as sent: compressed body and headers."""
    answer = offices.officer.client.get(path, headers=BROTLI, buffered=True)
    assert answer.headers.get("Content-Encoding") == "br"
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return len(answer.data) + headers


def linked(offices: Offices, path: str) -> list[str]:
    """What the page asks the browser to fetch."""
    html = offices.officer.open(path).html
    return re.findall(r'(?:src|href)="(/(?:static|scripts)/[^"]+)"', html)


def test_the_first_form_page_is_light_in_bytes_and_requests(offices: Offices) -> None:
    files = linked(offices, SECTION)
    assert 1 + len(files) <= MOST_REQUESTS
    assert weight(offices, SECTION) + sum(weight(offices, each) for each in files) <= FIRST_PAGE
    scripts = [each for each in files if ".js" in each]
    assert sum(weight(offices, each) for each in scripts) <= SCRIPTS


@pytest.mark.parametrize("section", ["infra", "conn", "skill", "svc", "dig", "cond"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_later_page_is_lighter_still(answered: Offices, section: str, language: str) -> None:
    visitor = answered.signed_in("canbo", language)
    answer = visitor.client.get(f"/survey/section/{section}", headers=BROTLI, buffered=True)
    assert len(answer.data) <= LATER_PAGE


def test_what_is_kept_for_working_with_no_line_is_light_too(offices: Offices) -> None:
    script = next(each for each in linked(offices, SECTION) if "/scripts/" in each)
    text = offices.officer.client.get(script).text
    seldom = re.search(r'Later="([^"]+)"', text)
    assert seldom is not None
    assert weight(offices, "/scripts/worker.js") <= WORKER
    assert weight(offices, seldom[1]) <= SELDOM
    evidence = re.search(r'Files="([^"]+)"', offices.officer.client.get(seldom[1]).text)
    assert evidence is not None
    assert weight(offices, evidence[1]) <= EVIDENCE
    pages = offices.officer.client.get("/survey/sync").get_json()["pages"]
    assert sum(weight(offices, each) for each in pages) <= ALL_PAGES


def test_files_that_do_not_change_are_kept_for_ever(offices: Offices) -> None:
    for path in linked(offices, SECTION):
        answer = offices.officer.client.get(path, buffered=True)
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_measuring_page_is_light_and_its_script_is_its_own(offices: Offices) -> None:
    page = "/survey/measure/conn_down_mbps"
    own = [each for each in linked(offices, page) if each not in linked(offices, SECTION)]
    assert ["measure.js" in each for each in own] == [True]
    assert sum(weight(offices, each) for each in [page, *own]) <= LATER_PAGE + SCRIPTS
