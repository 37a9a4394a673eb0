"""``authoring-report``: any questionnaire's author learns which question does nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.survey.commands.running import run

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
ASKED = """
meta: {id: mood, version: "1", title_vi: Thăm dò, title_en: Survey}
sections:
- {id: all, no: I, vi: Tất cả, en: All, weight: 1}
questions:
"""
QUESTION = (
    "- {{id: {0}, section: all, type: percent, vi: {0}, en: {0}, scored: true, weight: 1, "
    "score: {{expr: {0}, zero: 0, full: 100}}}}\n"
)


@pytest.mark.parametrize("name", ["hdi", "egdi", "handbook"])
def test_published_indices_are_judged_and_their_few_units_said_to_be_too_few(
    tmp_path: Path, name: str
) -> None:
    out = tmp_path / "questions.xlsx"
    asked, answers = PUBLISHED / f"{name}.yaml", PUBLISHED / f"{name}.csv"
    result = run("authoring-report", asked, answers, "--out", out, "--language", "en")
    assert result.exit_code == 0, result.output
    assert "Too few answers" in result.output
    rows = list(load_workbook(out).worksheets[0].iter_rows(values_only=True))
    nominal = [row[4] for row in rows if str(row[13] or "").startswith("Too few")]
    assert sum(nominal) == pytest.approx(1)


def test_a_published_survey_of_thirty_gives_the_published_alphas(tmp_path: Path) -> None:
    with (PUBLISHED / "attitude.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    (tmp_path / "asked.yaml").write_text(ASKED + "".join(map(QUESTION.format, rows[0])), "utf-8")
    lines = [",".join(["code", *rows[0]])]
    lines += [",".join([f"u{number}", *row]) for number, row in enumerate(rows[1:])]
    (tmp_path / "answers.csv").write_text("\n".join(lines), "utf-8")
    out = tmp_path / "questions.xlsx"
    result = run(
        "authoring-report", tmp_path / "asked.yaml", tmp_path / "answers.csv", "--out", out
    )
    assert result.exit_code == 0, result.output
    cells = list(
        load_workbook(out).worksheets[0].iter_rows(min_row=10, max_row=16, values_only=True)
    )
    without = {str(row[2]): round(float(str(row[12])), 3) for row in cells}
    assert without["critical"] == 0.864
    assert without["raises"] == 0.795
    assert sum(float(str(row[5])) for row in cells) == pytest.approx(1)


def test_a_file_without_an_answer_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("code,online_service\nVNM,\nTHA,?\n", "utf-8")
    out = tmp_path / "questions.xlsx"
    result = run("authoring-report", PUBLISHED / "egdi.yaml", tmp_path / "empty.csv", "--out", out)
    assert result.exit_code == 2
    assert "Chưa có đơn vị nào trả lời" in result.output
    assert "No unit has answered anything" in result.output
    assert not out.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    out = tmp_path / "no" / "questions.xlsx"
    result = run("authoring-report", PUBLISHED / "hdi.yaml", PUBLISHED / "hdi.csv", "--out", out)
    assert result.exit_code in (1, 2)
