"""Measurements: each beside a floor or a peer, as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from reports.method_file import load_method
from reports.scoring.many_parts import Here
from reports.scoring.one_part import Scoring
from survey.benchmarks import parts
from survey.benchmarks.measured import Measured, compared
from survey.benchmarks.scoring import indicators
from survey.benchmarks.table import as_json, as_table

FAST = Measured("scoring", 0.002, "plain NumPy", 0.001, 300 * 2**20, bound=10)
SLOW = Measured("drawing", 3.0, "plain NumPy", 1.0, 2**20, bound=2, note="10,000 draws")


def test_the_table_says_what_was_missed_by_how_much() -> None:
    head, fast, slow = as_table([FAST, SLOW]).splitlines()
    assert head.startswith("work")
    assert "2.00 ms" in fast
    assert "ok: ≤ 10" in fast
    assert "300 MiB" in fast
    assert "MISSED: ≤ 2" in slow
    assert slow.endswith("10,000 draws")


def test_the_json_has_seconds_bytes_and_the_machine() -> None:
    read = json.loads(as_json([FAST, SLOW]))
    assert [each["kept"] for each in read["measurements"]] == [True, False]
    assert read["measurements"][0]["ratio"] == 2
    assert read["machine"]["processors"] >= 1


def test_both_sides_are_measured_in_turns() -> None:
    calls: list[str] = []
    compared("a", lambda: calls.append("a"), "b", lambda: calls.append("b"), repeats=3)
    assert calls == ["b", "a"] * 3


def test_the_parts_that_are_measured_pass_the_gate_and_are_all_scored(tmp_path: Path) -> None:
    asked = indicators()
    paths = parts.written_parts(asked, tmp_path, 200, 100)
    parts.whole(Here(parts.silent), Scoring(asked, load_method(), True), paths, tmp_path / "out")
    scores = pd.read_parquet(tmp_path / "out")
    assert scores["code"].tolist() == [f"{at:07}" for at in range(200)]
    assert scores["rank"].min() == 1
