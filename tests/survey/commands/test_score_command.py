"""``score``: the published examples through the command, as a reader of the README would run it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.survey.commands.running import run

PUBLISHED = Path(__file__).resolve().parents[2] / "published"


def scores(tmp_path: Path, name: str) -> dict[str, dict[str, str]]:
    """Scores of a published example, by unit code."""
    out = tmp_path / "scores.csv"
    result = run("score", PUBLISHED / f"{name}.yaml", PUBLISHED / f"{name}.csv", "--out", out)
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_the_human_development_index_is_the_published_one(tmp_path: Path) -> None:
    published = {"VNM": 0.726, "NOR": 0.966, "QAT": 0.875, "NER": 0.394}
    found = {code: float(row["readiness"]) / 100 for code, row in scores(tmp_path, "hdi").items()}
    assert {code: round(value, 3) for code, value in found.items()} == published


def test_the_e_government_index_is_the_published_one(tmp_path: Path) -> None:
    published = {
        "VNM": 0.7709,
        "SGP": 0.9691,
        "THA": 0.8351,
        "MYS": 0.8111,
        "IDN": 0.7991,
        "PHL": 0.7621,
    }
    found = {code: float(row["readiness"]) / 100 for code, row in scores(tmp_path, "egdi").items()}
    assert found == pytest.approx(published, abs=0.0001)


def test_the_handbooks_geometric_example_is_the_published_one(tmp_path: Path) -> None:
    found = [float(row["readiness"]) for row in scores(tmp_path, "handbook").values()]
    # The Handbook cuts off after two places: 2.545 and 6.235 stand there as 2.54 and 6.23.
    assert sorted(int(100 * value) / 100 for value in found) == [2.14, 2.54, 6.0, 6.23]


def test_a_missing_file_is_told_in_both_languages_with_no_traceback(tmp_path: Path) -> None:
    result = run("score", tmp_path / "x.yaml", tmp_path / "y.csv", "--out", tmp_path / "z.csv")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (tmp_path / "z.csv").exists()
