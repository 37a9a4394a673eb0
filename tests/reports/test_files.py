"""Files of answers in, files of scores out, and the method's own file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reports.answers.file import AnswersRefused, read_csv
from reports.scoring.csv_file import write_scores
from tests.reports.small_frames import given, scored, the_questionnaire

HEAD = "code,a,b,c,d,e,far,region\n"


def a_file(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text, "utf-8")
    return path


def test_empty_not_applicable_and_unknown_are_read_apart(tmp_path: Path) -> None:
    frame = read_csv(the_questionnaire(), a_file(tmp_path, HEAD + "007,1,,NA,?,yes,3,hard\n"))
    assert frame.codes == ("007",)
    states = [int(frame.states[name][0]) for name in ("a", "b", "c", "d", "e", "region")]
    assert states == [1, 0, 2, 3, 2, 1]


def test_a_point_between_commas_is_a_decimal_point(tmp_path: Path) -> None:
    frame = read_csv(the_questionnaire(), a_file(tmp_path, "code,a,b\nx,1.234,2e1\n"))
    assert (frame.columns["a"][0], frame.columns["b"][0]) == (1.234, 20)


def test_between_semicolons_numbers_are_written_as_here(tmp_path: Path) -> None:
    frame = read_csv(the_questionnaire(), a_file(tmp_path, "code;a;b\nx;12,5;1,25\n"))
    assert (frame.columns["a"][0], frame.columns["b"][0]) == (12.5, 1.25)


def test_every_fault_is_named_with_row_unit_and_question(tmp_path: Path) -> None:
    path = a_file(tmp_path, "code,a,zz,d\nx,101,1,low\ny,=1+1,,sky\n")
    with pytest.raises(AnswersRefused) as refused:
        read_csv(the_questionnaire(), path)
    said = "\n".join(each.en for each in refused.value.refusals)
    assert len(refused.value.refusals) == 4
    assert "“zz”" in said
    assert "Row 2, unit x, question a: 101 is above" in said
    assert "Row 3, unit y, question a: This is a formula" in said
    assert "Row 3, unit y, question d" in said
    assert "In a file the codes will do too: low," in said


def test_the_file_of_scores_has_its_columns_and_reads_back_exactly() -> None:
    scores = scored(given(a=33.3), given(a=None))
    written = io.StringIO()
    write_scores(written, the_questionnaire(), scores)
    head = "code,readiness,low,high,coverage,rank,tools,people,skills,numbers,place,reason"
    assert written.getvalue().splitlines()[0] == head
    ranked, unranked = csv.DictReader(io.StringIO(written.getvalue()))
    assert float(ranked["readiness"]) == scores.index[0]
    assert (ranked["rank"], ranked["reason"]) == ("1", "")
    assert "Tools" in unranked.pop("reason")
    assert set(unranked.values()) == {"u2", ""}
