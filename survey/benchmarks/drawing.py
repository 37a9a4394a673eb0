"""Thousands of weight draws with ranks and quantiles, against plain NumPy and packages that rank."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from reports.edition import calculate
from reports.frame import ANSWERED, Frame
from reports.method_file import load_method
from reports.robustness import robustness
from survey.benchmarks.measured import Measured, compared, peak_memory, seconds
from survey.benchmarks.scoring import EACH, SECTIONS, indicators

Floats = NDArray[np.float64]
UNITS, DRAWS = 3_321, 10_000
QUANTILES = (0.05, 0.5, 0.95)
AT_ONCE = 250
# A package draws some of the weights, and the rest is reckoned: all would take minutes.
SAMPLED, ROUNDS = 200, 3
MOST_OF_FLOOR, TIMES_FASTER = 2.0, 30


@dataclass(frozen=True)
class Peer:
    """A package that ranks: ``ranking(package, scores)`` gives what ranks all units under one draw."""

    package: str
    label: str
    bound: float | None
    ranking: Callable[[ModuleType, Floats], Callable[[Floats], object]]


def measurements() -> Iterator[Measured]:
    """Ours beside the floor, and beside each package that is installed."""
    scores = np.random.default_rng(2026).random((UNITS, SECTIONS * EACH)) * 100
    ours = ranks_of(scores)
    work = f"{DRAWS:,} draws x {UNITS:,} units, ranks and quantiles"
    yield compared(work, ours, "plain NumPy", floor(scores), repeats=ROUNDS, bound=MOST_OF_FLOOR)
    for peer in PEERS:
        if find_spec(peer.package) is not None:
            yield beside(peer, work, ours, scores)


def ranks_of(scores: Floats, draws: int = DRAWS) -> Callable[[], object]:
    """Ranks, intervals and medians of units x questions (0-100), all weights drawn."""
    questionnaire = indicators()
    columns = {q.id: scores[:, at].copy() for at, q in enumerate(questionnaire.questions)}
    states = {name: np.full(len(scores), ANSWERED, np.int8) for name in columns}
    frame = Frame(tuple(f"{number:07d}" for number in range(len(scores))), states, columns, {})
    method = replace(load_method(), draws=draws)
    edition = calculate(questionnaire, method, frame)
    return lambda: robustness(questionnaire, method, frame, edition, varied=("weights",))


def floor(scores: Floats, draws: int = DRAWS) -> Callable[[], object]:
    """Weights, a matrix product, ``argsort`` and ``quantile`` over all ranks, which are kept (2 bytes each).

    The quickest of what was tried: blocks of 250, ranks written draw by draw, quantiles along rows.
    """
    by_question = np.ascontiguousarray(100 - scores.T)
    places = np.arange(1, len(scores) + 1, dtype=np.int16)

    def work() -> object:
        weights = drawn(draws, len(by_question))
        ranks = np.empty((draws, len(scores)), dtype=np.int16)
        for at in range(0, draws, AT_ONCE):
            order = np.argsort(-(weights[at : at + AT_ONCE] @ by_question), axis=1)
            for row, best_first in zip(ranks[at : at + AT_ONCE], order, strict=True):
                row[best_first] = places
        return np.quantile(np.ascontiguousarray(ranks.T), QUANTILES, axis=1)

    return work


def drawn(draws: int, questions: int) -> Floats:
    """Weights ± 25 %, adding up to 1."""
    weights = np.random.default_rng(2026).uniform(0.75, 1.25, (draws, questions))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def beside(peer: Peer, work: str, ours: Callable[[], object], scores: Floats) -> Measured:
    """A peer's ranks of some draws, without quantiles, reckoned up to all draws."""
    ranked = peer.ranking(quietly(peer.package), 100 - scores)
    weights = drawn(SAMPLED, scores.shape[1])
    ranked(weights[0])
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(seconds(ours))
        theirs.append(seconds(lambda: [ranked(each) for each in weights]) * DRAWS / SAMPLED)
    note = f"its time from {SAMPLED} draws, without quantiles"
    return Measured(work, min(mine), peer.label, min(theirs), peak_memory(), peer.bound, note)


def quietly(package: str) -> ModuleType:
    """A package, whatever it warns of while it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(package)


def by_scikit_criteria(package: ModuleType, scores: Floats) -> Callable[[Floats], object]:
    """The weighted sum model with its ranks, every criterion to be maximised."""
    model = import_module("skcriteria.agg.simple").WeightedSumModel()
    best = [max] * scores.shape[1]
    return lambda weights: model.evaluate(package.mkdm(scores, best, weights=weights)).rank_


def by_pymcdm(package: ModuleType, scores: Floats) -> Callable[[Floats], object]:
    """The weighted sum model with its ranks, on scores as they are."""
    model = import_module("pymcdm.methods").WSM(unchanged)
    types = np.ones(scores.shape[1])
    return lambda weights: model.rank(model(scores, weights, types, validation=False))


def unchanged(column: Floats, *, cost: bool) -> Floats:
    """Scores stand on one scale already, which spares the package a normalisation."""
    return column


PEERS = (
    Peer("skcriteria", "scikit-criteria", 1 / TIMES_FASTER, by_scikit_criteria),
    Peer("pymcdm", "pymcdm", None, by_pymcdm),
)
