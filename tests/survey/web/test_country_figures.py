"""The ministry's first page: groups, spread and what is missing are those of the table behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from forms.numbers import write_number
from reports.editions.rows import table_of
from reports.frame import ANSWERED, NOT_APPLICABLE
from survey.deciding.scoring import Scored, score_round
from survey.store import communes, editions, rounds
from survey.store.database import reading
from survey.web.country_figures import figures_of
from survey.web.state import engine as engine_of
from tests.builders import the_questionnaire
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.two_editions import published_in
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("country"))
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def scored(app: Flask) -> Scored:
    with app.app_context(), reading(engine_of()) as conn:
        first = rounds.current_round(conn)
        assert first is not None
        return score_round(conn, first, the_questionnaire(), communes.load_register(conn))


@pytest.fixture(scope="module")
def analyst(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def test_groups_hold_every_commune_once_and_their_medians(scored: Scored) -> None:
    found, table = figures_of(scored), scored.listing
    for lines in (found.by_remoteness, found.by_province):
        assert sum(each.communes for each in lines) == len(table)
        assert sum(each.scored for each in lines) == table["readiness"].count()
    remote = next(each for each in found.by_remoteness if each.code == "yes")
    rows = table[table["remote_word"] == "yes"]
    assert remote.readiness == rows["readiness"].median()
    assert remote.sections[1] == rows["section_conn"].median()
    assert remote.need == pytest.approx(rows["need_total"].sum() / 1e6)


def test_every_scored_commune_is_in_one_band(scored: Scored) -> None:
    found = figures_of(scored)
    assert sum(each.count for each in found.bands) == scored.listing["readiness"].count()
    assert [each.low for each in found.bands] == list(range(0, 100, 10))
    within = scored.listing["readiness"].between(50, 60, inclusive="left").sum()
    assert found.bands[5].count == within


def test_what_is_missing_is_counted_among_approved_responses_it_applies_to(
    scored: Scored,
) -> None:
    found = figures_of(scored)
    assert found.approved == len(scored.counted)
    assert [each.share for each in found.missing] == sorted(
        (each.share for each in found.missing), reverse=True
    )
    worst = found.missing[0]
    states = [
        state
        for code, state in zip(
            scored.frame.codes, scored.frame.states[worst.question.id], strict=True
        )
        if code in scored.counted and state != NOT_APPLICABLE
    ]
    assert worst.applies == len(states)
    assert worst.lacking == sum(state != ANSWERED for state in states)


def test_the_page_shows_the_figures_and_the_picture_of_the_published_edition(
    analyst: Visitor, scored: Scored
) -> None:
    page = analyst.open("/ministry")
    worst = figures_of(scored).missing[0]
    assert worst.question.alone.vi in page.text
    assert "Địa bàn khó khăn so với các xã khác" in page.text
    picture = next(each["src"] for each in page.all("img") if "plane" in each["src"])
    answer = analyst.client.get(picture)
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    svg = analyst.client.get("/ministry/editions/1/plane.svg")
    assert svg.mimetype == "image/svg+xml"
    analyst.open("/ministry/editions/1/plane.pdf", 404)


def test_the_numbers_of_the_picture_add_up_to_the_edition(app: Flask, analyst: Visitor) -> None:
    page = analyst.open("/ministry/editions/1")
    with app.app_context(), reading(engine_of()) as conn:
        stored = table_of(editions.rows_of_edition(conn, 1))
    quarters = page.html.partition("quarters-caption")[2].partition("<tbody>")[2]
    cells = re.findall(r'<td class="figure"[^>]*>([^<]*)</td>', quarters.partition("</tbody>")[0])
    numbers = [int(each.replace(".", "")) for each in cells]
    assert len(numbers) == 12
    communes, funded, money = (sum(numbers[at::3]) for at in range(3))
    assert communes == stored[["readiness", "remoteness"]].dropna().shape[0]
    assert funded == stored["funded"].sum()
    assert money == pytest.approx(stored["funded_vnd"].sum() / 1e6, abs=4)


def test_before_anything_is_approved_the_page_opens_without_figures(tmp_path) -> None:
    engine = found_in(tmp_path)
    visitor = Visitor(app_over(engine))
    visitor.sign_in("bo", PASSWORD)
    page = visitor.open("/ministry")
    assert "Chưa có xã nào đủ số liệu" in page.text
    assert write_number(0) in page.text
    engine.dispose()
