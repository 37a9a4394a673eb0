"""An edition as open data: valid for anyone's program, complete, and the same to the byte."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest
from frictionless import Package, system
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.editions.codebook import described
from reports.editions.frozen import FrozenEdition, freeze
from reports.editions.rows import rows_of
from reports.open_data.edition import OpenEdition
from reports.open_data.package import cell, write_package
from reports.open_data.tables import tables_of
from tests.examples import examples
from tests.reports.small_editions import ROUND, inputs

FILES = ("answers", "columns", "communes", "parameters", "questions", "results", "sections")


@lru_cache
def frozen() -> FrozenEdition:
    return freeze(inputs(budget=200.0))


def an_edition(**changes: object) -> OpenEdition:
    """The small index as a published edition."""
    made = frozen()
    usual = OpenEdition(
        number=7,
        name="Lần 1",
        published=date(2026, 11, 2),
        software="0.1.0",
        results="0" * 64,
        replaces=None,
        inputs=made.inputs,
        rows=rows_of(made.table),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def packed(edition: OpenEdition) -> bytes:
    target = io.BytesIO()
    write_package(target, edition)
    return target.getvalue()


def opened(content: bytes) -> dict[str, str]:
    """Every file of a package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(content: bytes, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(opened(content)[f"data/{table}.csv"])))


def test_frictionless_finds_the_package_valid(tmp_path: object) -> None:
    place = f"{tmp_path}/package"
    with zipfile.ZipFile(io.BytesIO(packed(an_edition()))) as archive:
        archive.extractall(place)
    with system.use_context(trusted=True):
        report = Package(f"{place}/datapackage.json").validate()
    assert report.valid, report.flatten(["type", "title", "message", "note"])
    assert {task.name for task in report.tasks} >= set(FILES)


def test_the_same_edition_gives_the_same_bytes_and_no_date_of_today() -> None:
    one, other = packed(an_edition()), packed(an_edition())
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed(an_edition(name="Lần 2")) != one


def test_every_figure_of_the_edition_stands_in_the_results() -> None:
    table = frozen().table
    read = {row["code"]: row for row in rows(packed(an_edition()), "results")}
    assert list(read) == sorted(table.index)
    for code, row in read.items():
        for name in table.columns:
            stored = table[name][code]
            if row[name] == "":
                assert stored != stored or stored == "", (code, name)
            elif isinstance(stored, str):
                assert row[name] == stored
            elif described(str(name), frozen().inputs.questionnaire).type == "boolean":
                assert row[name] == ("true" if stored else "false")
            else:
                assert float(row[name]) == stored, (code, name)


def test_the_codebook_explains_every_column_and_every_question_in_both_languages() -> None:
    content = packed(an_edition())
    explained = {(row["table"], row["column"]) for row in rows(content, "columns")}
    for table in tables_of(an_edition())[:-1]:
        for each in table.columns:
            assert (table.name, each.name) in explained
            assert each.about.vi
            assert each.about.en
    asked = {row["question_id"] for row in rows(content, "questions")}
    assert asked == {each.id for each in frozen().inputs.questionnaire.questions}


def test_the_four_states_of_an_answer_stay_apart() -> None:
    states = {row["state"] for row in rows(packed(an_edition()), "answers")}
    assert states <= {"answered", "unknown", "not_applicable"}
    answers = json.loads(frozen().inputs.texts["answers"])
    given = sum(len(each["a"]) for each in answers.values())
    assert len(rows(packed(an_edition()), "answers")) == given


def test_what_people_wrote_in_words_stays_out() -> None:
    written = json.loads(frozen().inputs.texts["answers"])
    questionnaire = frozen().inputs.texts["questionnaire"]
    text = questionnaire.replace(
        "- {id: far,", "- {id: who, section: place, type: text, vi: Ai, en: Who}\n- {id: far,"
    )
    written["u1"]["a"]["who"] = {"s": "answered", "v": "Nguyễn Văn A, 0912 345 678"}
    texts = {**frozen().inputs.texts, "questionnaire": text, "answers": json.dumps(written)}
    content = packed(an_edition(inputs=type(frozen().inputs)(texts)))
    whole = "".join(opened(content).values())
    assert "Nguyễn Văn A" not in whole
    (about,) = [row for row in rows(content, "questions") if row["question_id"] == "who"]
    assert about["published"] == "false"


def test_simulated_figures_say_so_in_every_place_where_they_are_read() -> None:
    texts = dict(frozen().inputs.texts)
    texts["round"] = json.dumps({"name": ROUND.name, "simulated": True, "dated": ROUND.dated})
    content = packed(an_edition(inputs=type(frozen().inputs)(texts)))
    files = opened(content)
    assert json.loads(files["datapackage.json"])["simulated"] is True
    assert "MÔ PHỎNG" in files["README.md"]
    assert "SIMULATED" in files["README.md"]
    for table in ("results", "answers"):
        assert {row["simulated"] for row in rows(content, table)} == {"true"}
    assert {row["simulated"] for row in rows(packed(an_edition()), "results")} == {"false"}


@settings(max_examples=examples(50))
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_so_that_it_reads_back_the_same(number: float) -> None:
    assert float(cell(number, "number")) == number


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (None, "number", ""),
        (1.0, "integer", "1"),
        (1.0, "boolean", "true"),
        (False, "string", "false"),
        (0, "number", "0"),
    ],
)
def test_a_cell_is_written_as_its_column_says(value: object, kind: str, written: str) -> None:
    assert cell(value, kind) == written
