"""A selection with a remote floor and 34 province floors, against the exact solver and against its limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forms.answers import read_answers
from forms.loading import load_questionnaire
from reports.edition import calculate
from reports.frame import frame_of
from reports.funding.exact_selection import solve_exactly
from reports.funding.packages import Packages, packages_of
from reports.gaps import effective_weights, evidenced_gaps
from reports.method import Method
from reports.method_file import load_method
from reports.selection import Selection, select
from survey.benchmarks.measured import Measured, peak_memory, seconds
from survey.communes import load_register
from survey.founding import SHIPPED_QUESTIONNAIRE
from survey.simulated.simulation import simulate

Floats = NDArray[np.float64]
SEED, REPEATS = 2026, 5
BUDGET = 2e12
# Half of what need would give each province: a floor that some provinces would miss without it.
PROVINCE_SHARE = 0.5
MOST_OF_EXACT = 1 / 50
MANY, MOST_SECONDS = 1_000_000, 60.0
EXACT_SECONDS = 900.0


def measurements() -> Iterator[Measured]:
    """The country's communes against HiGHS, then a million units against the time allowed."""
    yield against_exact(*simulated_packages())
    packages, remote = drawn_packages(MANY)
    found: list[Selection] = []
    budget = 0.2 * float(packages.cost.sum())
    took = seconds(lambda: found.append(selected(packages, remote, budget)))
    note = f"certified gap {found[0].gap:.5%}"
    work = f"selection {MANY:,} units x {len(packages.columns)}"
    yield Measured(work, took, "time allowed", MOST_SECONDS, peak_memory(), 1.0, note)


def against_exact(packages: Packages, remote: Floats) -> Measured:
    """The same packages, budget and floors for both."""
    found = selected(packages, remote)
    ours = min(seconds(lambda: selected(packages, remote)) for _ in range(REPEATS))
    optimum: list[float] = []
    other = seconds(lambda: optimum.append(solve_exactly(found, EXACT_SECONDS).benefit))
    note = f"{found.benefit / optimum[0]:.4%} of the optimum, certified gap {found.gap:.4%}"
    work = f"selection {len(packages.codes):,} units x {len(packages.columns)}"
    return Measured(work, ours, "HiGHS milp", other, peak_memory(), MOST_OF_EXACT, note)


def selected(packages: Packages, remote: Floats, budget: float = BUDGET) -> Selection:
    """With the shipped floor for remote communes and a floor for every province."""
    method = replace(load_method(), province_share=PROVINCE_SHARE)
    return select(packages, budget, remote, packages.provinces, method)


def simulated_packages(method: Method | None = None) -> tuple[Packages, Floats]:
    """Packages of every real commune from simulated answers, and which communes are remote (1, 0, NaN)."""
    questionnaire, register = load_questionnaire(SHIPPED_QUESTIONNAIRE), load_register()
    method = method or load_method()
    answers = {
        each.commune_code: read_answers(questionnaire, each.raws)[0]
        for each in simulate(register, SEED)
    }
    columns = {code: register.columns(code) for code in answers}
    frame = frame_of(questionnaire, answers, columns)
    edition = calculate(questionnaire, method, frame)
    packages = packages_of(
        questionnaire,
        method,
        frame,
        {code: register.communes[code].province_code for code in answers},
        needs=edition.needs,
        weights=effective_weights(questionnaire, edition.readiness),
        gaps=evidenced_gaps(edition.readiness, method, frame),
        remoteness=edition.remoteness.score,
        ranked=edition.readiness.whole.published,
    )
    return packages, edition.remoteness.remote


def drawn_packages(units: int) -> tuple[Packages, Floats]:
    """Packages of so many units in 34 provinces, three columns of very different cost, a fifth remote."""
    rng = np.random.default_rng(SEED)
    cost = np.round(rng.lognormal(np.log([5e8, 2e9, 3e7]), 0.7, (units, 3)))
    benefit = rng.gamma(2, 1, cost.shape) * np.sqrt(cost)
    packages = Packages(
        tuple(f"{number:07d}" for number in range(units)),
        ("infrastructure", "digitisation", "skills"),
        rng.integers(10, 44, units).astype(np.str_),
        cost,
        benefit,
        np.zeros(cost.shape, dtype=np.int64),
        {},
        np.ones(units),
        np.zeros(units, dtype=np.bool_),
    )
    return packages, (rng.random(units) < 0.2).astype(np.float64)
