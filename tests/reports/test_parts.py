"""Answers in parts scored here: the same numbers as in one file, and every fault of every part."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from forms.sentence import Refused
from reports.answers.file import read_csv, read_raw
from reports.answers.parts import parts_of
from reports.answers.refusals import AnswersRefused
from reports.method_file import load_method
from reports.readiness import readiness
from reports.scoring.many_parts import Here, ScoredParts, repeated_in, score_parts, summary_of
from reports.scoring.one_part import Scoring, digests_of
from reports.scoring.parquet import write_parquet
from tests.reports import small_frames
from tests.reports.parts import all_communes, as_csv, as_parquet, in_parts, the_questionnaire

HEAD = "code,a,b,c,d,e,far,region\n"


def no_progress(*_: object) -> None:
    pass


def scored_here(folder: Path) -> ScoredParts:
    paths = parts_of(folder)
    scoring = Scoring(small_frames.the_questionnaire(), load_method(), in_parts=len(paths) > 1)
    return score_parts(Here(no_progress), scoring, paths)


def a_folder(at: Path, **parts: str) -> Path:
    folder = at / "parts"
    folder.mkdir()
    for name, text in parts.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def said(folder: Path) -> list[str]:
    with pytest.raises(AnswersRefused) as refused:
        scored_here(folder)
    return [each.en for each in refused.value.refusals]


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_parts_of_any_size_score_as_the_whole_does(tmp_path: Path, write: object) -> None:
    rows, chance = all_communes()[:300], random.Random(7)
    whole = write(tmp_path / "whole", [rows], list(rows[0]))  # type: ignore[operator]
    expected = readiness(
        the_questionnaire(), load_method(), read_csv(the_questionnaire(), parts_of(whole)[0])
    )
    sizes = [1, 0, 99, 150, 50]
    for turn in range(2):
        chance.shuffle(sizes)
        folder = write(tmp_path / f"parts{turn}", in_parts(rows, sizes), list(rows[0]))  # type: ignore[operator]
        scoring = Scoring(the_questionnaire(), load_method(), in_parts=True)
        found = score_parts(Here(no_progress), scoring, parts_of(folder))
        lows = [low for part in found.kept for low in part.table.figures["readiness"]]
        assert lows == pytest.approx(expected.index, rel=1e-12, nan_ok=True)
        ranks = [rank for each in found.ranks for rank in each]
        assert pd.Series(ranks).equals(pd.Series(expected.rank))


def test_csv_and_parquet_of_the_same_answers_are_the_same_frame(tmp_path: Path) -> None:
    rows = all_communes()[:200]
    frames = [
        read_csv(
            the_questionnaire(),
            parts_of(write(tmp_path / write.__name__, [rows], list(rows[0])))[0],
        )
        for write in (as_csv, as_parquet)
    ]
    assert frames[0].codes == frames[1].codes
    for name, column in frames[0].columns.items():
        assert pd.Series(column).equals(pd.Series(frames[1].columns[name])), name
    for name, states in frames[0].states.items():
        assert (states == frames[1].states[name]).all(), name


def test_every_fault_of_every_part_is_named_with_part_row_unit_and_question(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        a=HEAD + "x,101,1,1,low,yes,1,hard\n",
        b=HEAD + "y,1,1,1,sky,yes,1,hard\n",
        c="code,a\nz,=1\n",
    )
    found = said(folder)
    assert len(found) == 3
    assert found[0].startswith("File a.csv: Row 2, unit x, question a: 101 is above")
    assert found[1].startswith("File b.csv: Row 2, unit y, question d")
    assert found[2].startswith("File c.csv: Row 2, unit z, question a: This is a formula")


def test_a_unit_in_two_parts_is_refused_with_both_places(tmp_path: Path) -> None:
    row = "1,1,1,low,yes,1,hard\n"
    folder = a_folder(tmp_path, a=f"{HEAD}x,{row}y,{row}", b=f"{HEAD}z,{row}x,{row}")
    assert said(folder) == ["Code x stands in several parts: a.csv (2), b.csv (3). One row a unit."]


def test_two_codes_that_only_share_a_digest_are_no_repetition(tmp_path: Path) -> None:
    row = "1,1,1,low,yes,1,hard\n"
    kept = scored_here(a_folder(tmp_path, a=f"{HEAD}x,{row}", b=f"{HEAD}z,{row}")).kept
    summaries = [summary_of(each) for each in kept]
    for each in summaries:
        object.__setattr__(each, "digests", digests_of(["x"]))
    assert repeated_in(Here(no_progress), kept, summaries).count == 0


def test_a_part_with_other_columns_is_refused_not_taken_as_unanswered(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, a=HEAD + "x,1,1,1,low,yes,1,hard\n", b="code,a,b\ny,1,1\n")
    assert said(folder) == [
        "File b.csv has other columns than file a.csv: c, d, e, far, region. All parts must have the same head."
    ]


def test_two_hundred_faults_are_told_and_the_others_counted(tmp_path: Path) -> None:
    rows = {
        f"p{part}": HEAD + "".join(f"{part}-{at},200,1,1,low,yes,1,hard\n" for at in range(150))
        for part in "ab"
    }
    found = said(a_folder(tmp_path, **rows))
    assert (len(found), found[-1]) == (201, "… and 100 more.")


def test_parts_come_in_name_order_from_a_folder_or_a_pattern(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, b="", a="", _mark="")
    (folder / "notes.txt").touch()
    names = [path.name for path in parts_of(folder)]
    assert names == ["a.csv", "b.csv"]
    assert [path.name for path in parts_of(folder / "[b-z]*.csv")] == ["b.csv"]


def test_a_folder_without_parts_or_with_two_kinds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no part"):
        parts_of(tmp_path)
    (tmp_path / "a.csv").touch()
    (tmp_path / "a.parquet").touch()
    with pytest.raises(Refused, match="both"):
        parts_of(tmp_path)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"code": [4, 8], "a": [1, 2]}, "must be text"),
        ({"code": ["x", None], "a": [1, 2]}, "row 2 has no unit code"),
        ({"code": ["x", "x "], "a": [1, 2]}, "stands in rows 1 and 2"),
        ({"code": ["x", "y"], "a": [[1], [2]]}, "is of type"),
        ({"code": ["x", "y"]}, "the first row must hold"),
    ],
)
def test_a_parquet_file_that_is_no_table_of_answers_is_refused(
    tmp_path: Path, columns: dict[str, list[object]], sentence: str
) -> None:
    pd.DataFrame(columns).to_parquet(tmp_path / "a.parquet", index=False)
    with pytest.raises(Refused, match=sentence):
        read_raw(tmp_path / "a.parquet")


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing else")
    with pytest.raises(Refused, match="not a Parquet file"):
        read_raw(tmp_path / "a.parquet")


def test_a_text_in_parquet_has_a_decimal_point_and_the_four_states(tmp_path: Path) -> None:
    columns = {
        "code": ["1", "2", "3", "4"],
        "a": ["74.580", "NA", "?", None],
        "b": [1.5, None, 2.0, 3.0],
    }
    pd.DataFrame(columns).to_parquet(tmp_path / "a.parquet", index=False)
    frame = read_csv(small_frames.the_questionnaire(), tmp_path / "a.parquet")
    assert frame.columns["a"][0] == 74.58
    assert frame.states["a"].tolist() == [1, 2, 3, 0]
    assert frame.states["b"].tolist() == [1, 0, 1, 1]


def test_a_figure_of_the_register_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,a,register_km\nx,1,74.580\ny,1,0\nz,1,\n", "utf-8")
    km = read_csv(small_frames.the_questionnaire(), tmp_path / "a.csv").columns["register_km"]
    assert km.tolist()[:2] == [74.58, 0]
    assert pd.isna(km[2])


def test_scores_as_parquet_have_the_columns_of_the_csv_with_nulls(tmp_path: Path) -> None:
    row = "1,1,1,low,yes,1,hard\n"
    scored = scored_here(a_folder(tmp_path, a=f"{HEAD}007,{row}", b=f"{HEAD}008,,,,,,,\n"))
    write_parquet(tmp_path / "s.parquet", [each.table for each in scored.kept], scored.ranks)
    read = pd.read_parquet(tmp_path / "s.parquet")
    head = "code,readiness,low,high,coverage,rank,tools,people,skills,numbers,place,reason"
    assert ",".join(read.columns) == head
    assert read["code"].tolist() == ["007", "008"]
    assert read["rank"].isna().tolist() == [False, True]
    assert read["readiness"].isna().tolist() == [False, True]
    assert read["reason"].isna().tolist() == [True, False]
