"""One commune on one page: every figure beside the province's and the country's, as all other pages have it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from flask import Flask

from forms.numbers import write_number
from survey.deciding.scoring import Scored, score_round
from survey.store import communes, rounds
from survey.store.database import reading
from survey.web.commune_sheet import history_of
from survey.web.state import engine as engine_of
from tests.builders import the_questionnaire
from tests.survey.founded import PASSWORD, app_over
from tests.survey.web.two_editions import published_in
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("sheet"))
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


def path(code: str) -> str:
    return f"/ministry/communes/{code}/sheet"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_ranked_or_silent(
    app: Flask, scored: Scored, language: str
) -> None:
    visitor = Visitor(app, language)
    visitor.sign_in("bo", PASSWORD)
    ranks = scored.edition.table["rank"]
    for code in (str(ranks.idxmin()), str(ranks.index[ranks.isna()][0])):
        visitor.open(path(code))
    visitor.open(path("99999"), 404)


def test_only_the_ministry_opens_it(app: Flask) -> None:
    for who in (None, "canbo", "tinh", "quantri"):
        visitor = Visitor(app)
        if who is not None:
            visitor.sign_in(who, PASSWORD)
        visitor.refused(path("00004"), 302 if who is None else 403)


def test_scores_stand_beside_the_medians_of_province_and_country(
    analyst: Visitor, scored: Scored
) -> None:
    table = scored.listing
    code = str(table["rank"].idxmin())
    near = table[table["province_code"] == table["province_code"][code]]
    page = analyst.open(path(code))
    rows = [cell.text.strip() for cell in page.all("td", class_="figure")]
    for name in ("readiness", "section_conn", "section_dig", "remoteness"):
        shown = [table[name][code], near[name].median(), table[name].median()]
        assert all(math.isnan(each) or write_number(each, 1) in rows for each in shown), name


def test_strengths_are_where_the_commune_is_above_the_mean(
    analyst: Visitor, scored: Scored
) -> None:
    code = str(scored.edition.table["rank"].idxmax())
    row = scored.edition.readiness.codes.index(code)
    page = analyst.open(path(code))
    said = [item.text for item in page.all("li") if "trung bình cả nước" in item.text]
    assert 1 <= len(said) <= 3
    for each in said:
        question = next(q for q in scored.questionnaire.scored if each.startswith(q.alone.vi))
        scores = scored.edition.readiness.scores[question.id]
        assert scores[row] > np.nanmean(scores)


def test_rank_money_and_evidence_are_those_of_the_edition(analyst: Visitor, scored: Scored) -> None:
    code = str(scored.edition.table["rank"].idxmin())
    page = analyst.open(path(code))
    assert "Thứ hạng ưu tiên hiện nay: 1 trên" in page.text
    assert "Ấn bản công bố số 1: hạng 1, theo các cách tính khác từ" in page.text
    assert f"Căn cứ của {len(scored.questionnaire.scored)} câu được chấm" in page.text


def test_history_has_the_rounds_that_published_an_edition(app: Flask, scored: Scored) -> None:
    code = str(scored.edition.table["rank"].idxmin())
    with app.app_context(), reading(engine_of()) as conn:
        every = rounds.all_rounds(conn)
        found = history_of(conn, every, code)
        assert [each.of for each in found] == list(every)
        assert found[0].published.rank == 1
        assert found[0].readiness == scored.edition.table["readiness"][code]
        assert history_of(conn, every, "99999") == ()
