"""One commune's page: why it stands where it does, and what the published edition says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from reports.editions.explanation import explained
from reports.method import changed
from reports.method_file import load_method
from reports.scenario import Scenario
from survey.deciding.edition_making import make_edition, publish_edition
from survey.deciding.scoring import Scored, score_round
from survey.store import communes, editions, rounds
from survey.store.database import reading
from survey.web.state import engine as engine_of
from tests.builders import MONDAY, the_questionnaire
from tests.survey.founded import PASSWORD, app_over, approve_all, found_in
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Every twentieth commune has answered."""
    engine = found_in(tmp_path_factory.mktemp("rank"))
    approve_all(engine, the_questionnaire(), every=20)
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def scored(app: Flask) -> Scored:
    """The calculation that the pages show."""
    with app.app_context(), reading(engine_of()) as conn:
        first = rounds.current_round(conn)
        assert first is not None
        return score_round(conn, first, the_questionnaire(), communes.load_register(conn))


@pytest.fixture
def analyst(app: Flask) -> Visitor:
    """Signed in as the ministry."""
    visitor = Visitor(app)
    visitor.sign_in("bo", PASSWORD)
    return visitor


def test_the_page_names_the_three_largest_gaps_and_the_neighbours(
    analyst: Visitor, scored: Scored
) -> None:
    order = scored.edition.table["rank"].dropna().sort_values(kind="stable")
    code = str(order.index[5])
    page = analyst.open(f"/ministry/communes/{code}")
    found = explained(scored.edition, code)
    assert all(gap.in_words().vi in page.text for gap in found.largest)
    for near in found.neighbours:
        assert f'href="/ministry/communes/{near.code}"' in page.html


def test_a_commune_that_is_not_ranked_has_no_place_in_the_list(
    analyst: Visitor, scored: Scored
) -> None:
    silent = str(scored.edition.table.index[scored.edition.table["rank"].isna()][0])
    assert "Trong danh sách" not in analyst.open(f"/ministry/communes/{silent}").text


def test_the_page_says_what_the_published_edition_says(
    app: Flask, analyst: Visitor, scored: Scored
) -> None:
    code = str(scored.edition.table["rank"].idxmin())
    assert "Ấn bản đã công bố" not in analyst.open(f"/ministry/communes/{code}").text
    with app.app_context():
        engine = engine_of()
    with reading(engine) as conn:
        register = communes.load_register(conn)
    few = changed(load_method(), {"draws": 100})
    made = make_edition(
        engine, scored.round, register, Scenario(few, budget=2e10), name="Lần 1", by="bo", at=MONDAY
    )
    draft = analyst.open(f"/ministry/communes/{code}").text
    assert "Ấn bản đã công bố" not in draft
    publish_edition(engine, made.id, None, by="bo", at=MONDAY + timedelta(hours=1))
    with reading(engine) as conn:
        assert editions.row_of_edition(conn, made.id, code) is not None
        assert editions.row_of_edition(conn, made.id, "99999") is None
    page = analyst.open(f"/ministry/communes/{code}").text
    assert "Ấn bản đã công bố: Lần 1" in page
    assert "Thứ hạng 1; với cách tính khác, hạng từ" in page
    assert "Mức chắc chắn:" in page
