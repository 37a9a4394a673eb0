"""How fast: a whole ``score`` beyond start-up, and one scoring against plain NumPy in the same run."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from reports.method_file import load_method
from reports.readiness import readiness
from reports.scores import blocks
from survey.benchmarks.scoring import EACH, SECTIONS, floor, frame_of_matrix, indicators, measured
from survey.communes import load_register
from survey.simulated.simulation import simulate
from tests.builders import SHIPPED

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parents[2]
MOST_SECONDS = 2.0


def seconds(*arguments: str | Path) -> float:
    """The best of three runs of a whole process."""
    command = [sys.executable, "-m", "survey.commands", *map(str, arguments)]
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_scoring_all_communes_takes_two_seconds_at_most_beyond_starting_up(tmp_path: Path) -> None:
    simulated = list(simulate(load_register(), 2026))
    names = list(simulated[0].raws)
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", *names])
        writer.writerows([each.commune_code, *each.raws.values()] for each in simulated)
    starting = seconds("score", "--help")
    out = tmp_path / "scores.csv"
    whole = seconds("score", SHIPPED, tmp_path / "answers.csv", "--out", out)
    assert len(out.read_text("utf-8").splitlines()) == 3322
    assert whole - starting <= MOST_SECONDS, f"{whole:.2f} s, of it {starting:.2f} s starting"


def test_one_scoring_with_bounds_and_contributions_stays_within_ten_times_plain_numpy() -> None:
    found = measured(indicators(), 3_321, bound=10)
    assert found.kept, f"{1000 * found.ours:.2f} ms, plain NumPy {1000 * found.other:.2f} ms"


def test_scoring_many_units_stays_within_four_times_plain_numpy_in_processor_time() -> None:
    """Both in one thread and without huge pages: whether the system has some left makes NumPy thrice as quick."""
    found = subprocess.run(
        [sys.executable, "-c", "from tests.reports import test_speed as t; print(*t.ratios())"],
        cwd=ROOT,
        env=os.environ | {"NUMPY_MADVISE_HUGEPAGE": "0"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert median(map(float, found.stdout.split())) <= 4, found.stdout


def ratios() -> list[float]:
    """Ours over plain NumPy, in processor time, in fifteen turns: other work lengthens both of a turn."""
    blocks.THREADS = 1
    questionnaire, method = indicators(), load_method()
    given = np.random.default_rng(2026).random((200_000, SECTIONS * EACH)) * 100
    frame, plain = frame_of_matrix(questionnaire, given), floor(given)

    def ours() -> object:
        return readiness(questionnaire, method, frame).rank

    return [processor_seconds(ours) / processor_seconds(plain) for _ in range(15)]


def processor_seconds(work: Callable[[], object]) -> float:
    """Of one call, in all its threads."""
    began = time.process_time()
    work()
    return time.process_time() - began
