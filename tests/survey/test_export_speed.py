"""Every workbook of an edition of all 3,321 communes within ten seconds.

Of one processor's time: the writing is one thread's work, and other tests keep the cores busy meanwhile.
"""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.annex.edition_annex import write_edition_annex
from reports.annex.province_annexes import write_province_annexes
from reports.method import changed
from reports.method_file import load_method
from reports.scenario import Scenario
from survey.communes import load_register
from survey.deciding.edition_making import make_edition
from survey.deciding.edition_writing import as_stored, edition_by_id
from survey.store import rounds
from survey.store.database import reading
from tests.builders import MONDAY, the_questionnaire
from tests.survey.founded import approve_all, found_in

SLOWEST = 10.0


@pytest.mark.benchmark
def test_all_workbooks_of_an_edition_are_written_within_ten_seconds(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    approve_all(engine, the_questionnaire())
    with reading(engine) as conn:
        of = rounds.current_round(conn)
    assert of is not None
    method = changed(load_method(), {"draws": 100})
    scenario = Scenario(method, budget=2e12)
    make_edition(engine, of, load_register(), scenario, name="Lần 1", by="bo", at=MONDAY)
    began, worked = time.perf_counter(), time.process_time()
    frozen = as_stored(engine, edition_by_id(engine, 1))
    annex, provinces = io.BytesIO(), io.BytesIO()
    write_edition_annex(annex, frozen)
    write_province_annexes(provinces, frozen)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(
        f"annex and {len(zipfile.ZipFile(provinces).namelist())} workbooks: {took:.1f} s, {worked:.1f} s of work"
    )
    assert len(zipfile.ZipFile(provinces).namelist()) == 34
    assert len(load_workbook(annex, read_only=True).sheetnames) == 13
    assert worked <= SLOWEST
    engine.dispose()
