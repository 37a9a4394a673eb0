"""A million units in parts: two Dask workers against NumPy alone, each reading, gating, scoring and writing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from forms.questionnaire import Questionnaire
from reports.extras import needed
from reports.method_file import load_method
from reports.scoring.folder import write_folder
from reports.scoring.many_parts import Engine, Here, score_parts
from reports.scoring.one_part import Scoring
from survey.benchmarks.measured import Measured, peak_memory, seconds
from survey.benchmarks.scoring import SHARE_MISSING, indicators

UNITS, EACH_PART = 1_000_000, 50_000


def measurements() -> Iterator[Measured]:
    """One: the same parts by both engines."""
    yield measured(UNITS, EACH_PART)


def measured(units: int, each_part: int) -> Measured:
    """Dask's workers are running when its time begins; ``memory`` is this process's while they work.

    The note holds how long they take to start, and the most that one worker and NumPy alone held.
    """
    questionnaire = indicators()
    scoring = Scoring(questionnaire, load_method(), in_parts=True)
    with TemporaryDirectory(prefix="commune-readiness-") as name:
        folder = Path(name)
        paths = written_parts(questionnaire, folder, units, each_part)
        began = time.perf_counter()
        with needed("reports.scoring.on_dask").on_dask(None, silent) as engine:
            starting = time.perf_counter() - began
            ours = seconds(lambda: whole(engine, scoring, paths, folder / "dask"))
            workers = max(engine.client.run(peak_memory).values())
        memory = peak_memory()
        other = seconds(lambda: whole(Here(silent), scoring, paths, folder / "numpy"))
        note = f"workers start in {starting:.1f} s; MiB: a worker {workers >> 20}, NumPy {peak_memory() >> 20}"
    work = (
        f"{len(paths)} Parquet parts, {units:,} units x {len(questionnaire.questions)}, 2 workers"
    )
    return Measured(work, ours, "NumPy, one process", other, memory, note=note)


def whole(engine: Engine, scoring: Scoring, paths: Sequence[Path], out: Path) -> None:
    """From parts of answers to parts of scores."""
    write_folder(engine, score_parts(engine, scoring, paths), out)


def written_parts(
    questionnaire: Questionnaire, folder: Path, units: int, each_part: int
) -> list[Path]:
    """Parquet parts of percentages with one decimal, one in twenty missing."""
    paths = []
    for start in range(0, units, each_part):
        rng = np.random.default_rng(start)
        given = np.round(rng.random((each_part, len(questionnaire.questions))) * 100, 1)
        given[rng.random(given.shape) < SHARE_MISSING] = np.nan
        frame = pd.DataFrame(given, columns=[each.id for each in questionnaire.questions])
        frame.insert(0, "code", [f"{at:07}" for at in range(start, start + each_part)])
        paths.append(folder / f"answers-{start:07}.parquet")
        frame.to_parquet(paths[-1], index=False)
    return paths


def silent(*_: object) -> None:
    """No progress is told while the time is taken."""
