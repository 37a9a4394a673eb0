"""Scoring with coverage, bounds and contributions against the same average in plain NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from forms.loading import load_text
from forms.questionnaire import Questionnaire
from reports.frame import ANSWERED, UNANSWERED, Frame
from reports.method_file import load_method
from reports.readiness import readiness
from survey.benchmarks.measured import Measured, compared

# Number of units → the most that scoring may take of the floor's time.
UNITS = {3_321: 10.0, 100_000: 10.0, 1_000_000: 4.0}
SECTIONS, EACH = 6, 7
SHARE_MISSING = 0.05


def measurements() -> Iterator[Measured]:
    """One for each number of units."""
    questionnaire = indicators()
    for units, bound in UNITS.items():
        yield measured(questionnaire, units, bound)


def measured(questionnaire: Questionnaire, units: int, bound: float) -> Measured:
    """The same answers, complete for the floor, scored by both."""
    given = np.random.default_rng(2026).random((units, SECTIONS * EACH)) * 100
    method, frame = load_method(), frame_of_matrix(questionnaire, given)
    return compared(
        f"scoring {units:,} units x {SECTIONS * EACH}",
        lambda: readiness(questionnaire, method, frame).rank,
        "plain NumPy",
        floor(given),
        repeats=20 if units < 10_000 else 3,
        bound=bound,
    )


def floor(given: NDArray[np.float64]) -> Callable[[], object]:
    """Goalposts, section means, index and ranks of complete figures; no bounds, coverage or shares."""
    weights = np.arange(1.0, EACH + 1)

    def work() -> object:
        scores = 100 * np.clip((given - 0.0) / (100.0 - 0.0), 0, 1)
        sections = [
            scores[:, at : at + EACH] @ weights / weights.sum()
            for at in range(0, scores.shape[1], EACH)
        ]
        order = np.argsort(-np.mean(sections, axis=0))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(1, len(order) + 1)
        return ranks

    return work


def frame_of_matrix(questionnaire: Questionnaire, given: NDArray[np.float64]) -> Frame:
    """Figures (units x questions, 0-100) as a frame, one in twenty of them missing."""
    missing = np.random.default_rng(7).random(given.shape) < SHARE_MISSING
    columns = {
        question.id: np.where(missing[:, at], np.nan, given[:, at])
        for at, question in enumerate(questionnaire.questions)
    }
    states = {
        name: np.where(np.isnan(column), UNANSWERED, ANSWERED).astype(np.int8)
        for name, column in columns.items()
    }
    codes = tuple(f"{number:07d}" for number in range(len(given)))
    return Frame(codes, states, columns, {})


def indicators() -> Questionnaire:
    """Six sections of seven percentages each."""
    lines = [
        'meta: {id: bench, version: "1", title_vi: Đo tốc độ, title_en: Benchmark}',
        "sections:",
    ]
    lines += [
        f'- {{id: s{section}, no: "", vi: Phần {section}, en: Section {section}, weight: 1}}'
        for section in range(SECTIONS)
    ]
    lines.append("questions:")
    for section in range(SECTIONS):
        for weight in range(1, EACH + 1):
            name = f"s{section}q{weight}"
            lines.append(
                f"- {{id: {name}, section: s{section}, type: percent, vi: {name}, en: {name}, scored: true,"
                f" weight: {weight}, score: {{expr: {name}, zero: 0, full: 100}}}}"
            )
    return load_text("\n".join(lines), "benchmark.yaml")
