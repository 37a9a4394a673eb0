"""How fast: a whole ``score`` beyond start-up, and one scoring against plain NumPy in the same run."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from forms.loading import load_questionnaire
from reports.frame import frame_of
from reports.method_file import load_method
from reports.readiness import readiness
from survey.communes import load_register
from survey.simulation import simulate
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


def test_one_scoring_stays_near_plain_numpy() -> None:
    questionnaire = load_questionnaire(SHIPPED)
    codes = {str(number): {} for number in range(3321)}
    frame = frame_of(questionnaire, codes, {})
    scores = np.random.default_rng(1).random((3321, 42))
    weights = np.random.default_rng(2).random(42)

    def floor() -> None:
        sections = [scores[:, at : at + 9] @ weights[at : at + 9] for at in range(0, 42, 9)]
        np.argsort(sum(sections))

    def best(work: object, times: int) -> float:
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            work()  # type: ignore[operator]
            taken.append(time.perf_counter() - began)
        return min(taken)

    ours = best(lambda: readiness(questionnaire, load_method(), frame), 5)
    print(f"readiness {1000 * ours:.1f} ms, plain NumPy {1000 * best(floor, 20):.2f} ms")
    assert ours < 0.1
