"""``priority-list``: the annex from the command line."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.builders import the_questionnaire
from tests.survey.commands.running import run
from tests.survey.founded import approve_all, found_in


def test_the_annex_is_written_with_every_ranked_commune(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    approve_all(engine, the_questionnaire(), every=40)
    out = tmp_path / "danh-sach.xlsx"
    result = run("priority-list", "--out", out, "--database", str(engine.url))
    assert result.exit_code == 0, result.output
    assert str(out) in result.output
    book = load_workbook(out, read_only=True)
    assert len(book.worksheets) >= 4
    engine.dispose()


def test_an_unknown_round_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    url = str(engine.url)
    unknown = run("priority-list", "--out", tmp_path / "x.xlsx", "--round", "9", "--database", url)
    assert unknown.exit_code == 2
    assert "no such round" in unknown.output
    nowhere = run("priority-list", "--out", tmp_path / "no" / "x.xlsx", "--database", url)
    assert nowhere.exit_code in (1, 2)
    assert not (tmp_path / "x.xlsx").exists()
    engine.dispose()
