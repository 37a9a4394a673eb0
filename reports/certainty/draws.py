"""Draws of the method: every choice that could have been made otherwise, moving together, seeded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from reports.certainty.ranked_units import EVIDENCE
from reports.method import Method
from reports.readiness import deepest_last
from reports.scores.weights import shares

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
FACTORS = ("weights", "aggregation", "scale", "missing", "evidence", "beta", "alpha", "costs")
NO_GAP, OBSERVED, LOW = range(3)
RANGES = {"alpha": (0.0, 1.0), "beta": (0.0, 2.0)}


@dataclass(frozen=True)
class Draws:
    """N draws, one in each row.

    ``weights``: N × K, effective weights of the scored questions, adding up to 1. ``geometric`` and
    ``percentile``: whether gaps are averaged so, and scored so. ``missing``: ``NO_GAP``, ``OBSERVED``
    (unanswered questions leave the weights) or ``LOW`` (they count as scored 0, at the evidence weight of
    approved). ``evidence``: N × 5, 0–1, as ``EVIDENCE``. ``costs``: N × unit costs, factors on each.
    """

    weights: Floats
    geometric: Truths
    percentile: Truths
    missing: NDArray[np.int8]
    evidence: Floats
    alpha: Floats
    beta: Floats
    costs: Floats
    cost_ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.weights)

    def part(self, start: int, stop: int) -> Draws:
        """Some of the draws, as views."""
        arrays = [each.name for each in fields(self) if each.name != "cost_ids"]
        return replace(self, **{name: getattr(self, name)[start:stop] for name in arrays})

    def evidence_with_missing(self) -> Floats:
        """``evidence``, with what a missing answer counts in the place of *missing*."""
        found = self.evidence.copy()
        approved = found[:, EVIDENCE.index("approved")]
        found[:, 0] = np.where(self.missing == LOW, approved, 0.0)
        return found


def groups(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Which factor each of the random numbers that make a draw belongs to."""
    weighing = len(sections_of(questionnaire)) + len(questionnaire.scored)
    return (
        *["weights"] * weighing,
        *["aggregation", "scale", "missing", "evidence", "beta", "alpha"],
        *["costs"] * len(questionnaire.unit_costs or {}),
    )


def draws_of(
    questionnaire: Questionnaire,
    method: Method,
    random: Floats,
    varied: Iterable[str] = FACTORS,
) -> Draws:
    """The draws that random numbers 0–1 (draws × :func:`groups`) stand for.

    Weights and costs move evenly by up to their spread, as do evidence weights (together), α and β within
    their ranges; of two or three ways each is as likely. What is not ``varied`` stays as the method has it.
    """
    varied, of = set(varied), np.array(groups(questionnaire))
    draws = as_it_is(questionnaire, method, len(random))
    by_factor = {name: random[:, of == name] for name in FACTORS}
    once = {name: column[:, 0] for name, column in by_factor.items() if column.shape[1]}
    moved: Mapping[str, Mapping[str, object]] = {
        "weights": {
            "weights": weights_of(
                questionnaire, around_one(by_factor["weights"], method.weight_spread)
            )
        },
        "aggregation": {"geometric": once["aggregation"] >= 1 / 2},
        "scale": {"percentile": once["scale"] >= 1 / 2},
        "missing": {"missing": np.minimum(3 * once["missing"], 2).astype(np.int8)},
        "evidence": {"evidence": evidence_of(method, once["evidence"])},
        "alpha": {
            "alpha": within(method, "alpha", method.alpha, method.alpha_spread, once["alpha"])
        },
        "beta": {"beta": within(method, "beta", method.beta, method.beta_spread, once["beta"])},
        "costs": {"costs": around_one(by_factor["costs"], method.cost_spread)},
    }
    for name in FACTORS:
        if name in varied:
            draws = replace(draws, **moved[name])  # type: ignore[arg-type]
    return draws


def as_it_is(questionnaire: Questionnaire, method: Method, number: int = 1) -> Draws:
    """So many draws with every choice as the method has it."""
    weighing = len(sections_of(questionnaire)) + len(questionnaire.scored)
    costs = tuple(questionnaire.unit_costs or {})
    return Draws(
        np.repeat(weights_of(questionnaire, np.ones((1, weighing))), number, axis=0),
        np.zeros(number, np.bool_),
        np.zeros(number, np.bool_),
        np.full(number, NO_GAP, np.int8),
        np.tile(np.array([method.evidence[name] for name in EVIDENCE]), (number, 1)),
        np.full(number, method.alpha),
        np.full(number, method.beta),
        np.ones((number, len(costs))),
        costs,
    )


def sections_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The sections whose weight counts, parents before their children."""
    return tuple(section.id for section in deepest_last(questionnaire))


def weights_of(questionnaire: Questionnaire, factors: Floats) -> Floats:
    """Effective weights, draws × K, from factors on the weights of sections, then of questions."""
    sections = sections_of(questionnaire)
    moved_sections = {
        name: questionnaire.section(name).weight * factors[:, at]
        for at, name in enumerate(sections)
    }
    moved = {
        question.id: question.weight * factors[:, at]
        for at, question in enumerate(questionnaire.scored, len(sections))
    }
    found = shares(questionnaire, moved_sections, moved)
    return np.array([found[question.id] for question in questionnaire.scored]).T.copy()


def around_one(random: Floats, spread: float) -> Floats:
    """Random numbers 0–1 as factors from 1 − spread to 1 + spread."""
    return 1 + spread * (2 * random - 1)


def within(method: Method, name: str, value: float, spread: float, random: Floats) -> Floats:
    """Random numbers 0–1 as a parameter's values, evenly around it, within the parameter's range."""
    ranges = {each.name: (each.least, each.most) for each in method.parameters}
    least, most = ranges.get(name, RANGES.get(name, (0.0, 1.0)))
    low, high = max(least, value - spread), min(most, value + spread)
    return low + (high - low) * random


def evidence_of(method: Method, random: Floats) -> Floats:
    """Evidence weights, draws × 5, all moved by the same random number: better never counts less."""
    found = [np.zeros(len(random))]
    for name in EVIDENCE[1:]:
        value, spread = method.evidence[name], method.evidence_spread
        found.append(within(method, f"evidence_{name}", value, spread, random))
    return np.array(found).T.copy()
