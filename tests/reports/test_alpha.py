"""Cronbach's alpha: the published example, by hand, with figures missing and with a constant question."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from reports.authoring.alpha import alpha, alpha_without
from reports.authoring.associations import Associations, associations, rest_means
from tests.reports.asked import asked, by_id, report

PUBLISHED = Path(__file__).resolve().parents[1] / "published" / "attitude.csv"
# What R's psych package says of the survey of Chatterjee and Price (Regression Analysis by Example,
# 1977; in R: attitude): raw alpha, and raw alpha when an item is dropped.
RAW_ALPHA = 0.843
DROPPED = {
    "rating": 0.810,
    "complaints": 0.797,
    "privileges": 0.828,
    "learning": 0.803,
    "raises": 0.795,
    "critical": 0.864,
    "advance": 0.840,
}
MEAN_CORRELATION = 0.427


def attitude() -> dict[str, list[float]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def found(*columns: list[float]) -> Associations:
    return associations([str(at) for at in range(len(columns))], list(map(np.array, columns)))


def test_alpha_with_and_without_each_question_is_the_published_one() -> None:
    columns = attitude()
    whole = report(asked({"all": dict.fromkeys(columns, 1)}), columns)
    assert round(whole.alpha, 3) == round(whole.sections[0].alpha, 3) == RAW_ALPHA
    without = {name: round(each.figures.alpha_without, 3) for name, each in by_id(whole).items()}
    assert without == DROPPED
    assert round(whole.between[0].mean, 3) == MEAN_CORRELATION


def test_alpha_by_hand() -> None:
    # Two questions: variances 5/3 and 20/3 (times 9/9), covariance 10/3 make 2 · (1 − (25/3) / 15) = 8/9.
    covariance = np.array([[5, 10], [10, 20]]) / 3
    assert alpha(covariance) == pytest.approx(8 / 9)
    assert np.isnan(alpha_without(covariance)).all()


def test_copies_of_one_question_have_alpha_1_and_unrelated_ones_0() -> None:
    column = [float(each) for each in range(20)]
    assert alpha(found(column, column, column).covariance) == pytest.approx(1)
    assert alpha(np.diag([4.0, 9.0])) == pytest.approx(0)


def test_a_constant_question_is_left_out_of_alpha() -> None:
    columns = attitude()
    even = found(*columns.values(), [50.0] * 30)
    assert round(alpha(even.covariance), 3) == RAW_ALPHA


def test_alpha_takes_covariances_over_those_who_answered_both() -> None:
    columns = {name: [*column, np.nan] for name, column in attitude().items()}
    columns["rating"][-1] = 77.0
    without_rating = {name: column for name, column in columns.items() if name != "rating"}
    assert round(alpha(found(*without_rating.values()).covariance), 3) == DROPPED["rating"]
    covariance = found(*columns.values()).covariance
    assert covariance[0, 1] == pytest.approx(
        np.cov(columns["rating"][:-1], columns["complaints"][:-1])[0, 1]
    )


def test_too_few_answers_give_no_alpha() -> None:
    columns = {name: column[:9] for name, column in attitude().items()}
    assert np.isnan(alpha(found(*columns.values()).covariance))
    assert np.isnan(alpha(np.empty((0, 0))))


def test_the_rest_is_the_mean_of_what_else_was_answered() -> None:
    rest = rest_means(
        [np.array([1.0, np.nan, 5]), np.array([2.0, 4, np.nan]), np.array([6.0, 8, np.nan])]
    )
    np.testing.assert_allclose(rest[0], [4, 6, np.nan])
    np.testing.assert_allclose(rest[1], [3.5, 8, 5])
