"""What is averaged: a question or a section of many units, with bounds, coverage and publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.means import Mean

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Node:
    """Something averaged, a value for each of n units: scores 0–100, NaN where nothing is known.

    ``low`` and ``high`` count what is missing as 0 and as 100. ``coverage`` is the answered share of
    the applicable weight, 0–1. ``applies`` is false where no question of it applies.
    """

    observed: Floats
    low: Floats
    high: Floats
    coverage: Floats
    applies: Truths
    published: Truths


def question_node(score: Floats, applies: Truths) -> Node:
    """One question as something to average."""
    known = ~np.isnan(score)
    return Node(
        score,
        np.where(known, score, 0.0),
        np.where(known, score, 100.0),
        known.astype(np.float64),
        applies,
        known,
    )


def joined(
    parts: Mapping[str, tuple[float, Node]],
    mean: Mean,
    floor: float,
    needed: float,
    *,
    by_children: bool,
) -> tuple[Node, Mapping[str, Floats]]:
    """Parts averaged by weight; what does not apply leaves both sides of the average.

    Published where the coverage (of questions), or the published share of the parts' weight (of
    sections), reaches ``needed``.
    """
    weights = np.array([[weight] for weight, _ in parts.values()])
    stack = {
        name: np.array([getattr(node, name) for _, node in parts.values()])
        for name in ("observed", "low", "high", "coverage", "applies", "published")
    }
    applying = weights * stack["applies"]
    total = applying.sum(axis=0)
    known = np.where(np.isnan(stack["observed"]), 0.0, applying)
    observed, shares = mean(stack["observed"], known, floor)
    with np.errstate(all="ignore"):
        covered = np.where(applying > 0, stack["coverage"], 0.0)
        coverage = (applying * covered).sum(axis=0) / total
        reached = (applying * stack["published"]).sum(axis=0) / total if by_children else coverage
    # A sum of weights such as 0.1 + 0.2 may miss its threshold by the last bit.
    published = (total > 0) & (reached >= needed - 1e-12) & ~np.isnan(observed)
    low, _ = mean(stack["low"], applying, floor)
    high, _ = mean(stack["high"], applying, floor)
    # Where nothing is known, nothing is certain: not even the floor of a geometric mean.
    low = np.where(np.isnan(observed) & (total > 0), 0.0, low)
    node = Node(observed, low, high, coverage, total > 0, published)
    return node, dict(zip(parts, shares, strict=True))
