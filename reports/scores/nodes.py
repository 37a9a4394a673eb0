"""What is averaged: a section of many units, with bounds, coverage and publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.scores.means import Mean

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


@dataclass(frozen=True)
class Leaves:
    """The k questions that stand directly in a section: names, weights, and matrices k × n units."""

    names: tuple[str, ...]
    weights: Floats
    scores: Floats
    applies: Truths


@dataclass(frozen=True)
class Block:
    """Parts of a node: their lifted values times weights, and the values and weights themselves."""

    names: tuple[str, ...]
    parts: Floats
    values: Floats
    weights: Floats

    def weighing(self, units: Truths) -> Floats:
        """The weight of each part that is known, of some units."""
        weights = np.broadcast_to(self.weights, self.values.shape)[:, units]
        return np.where(np.isnan(self.values[:, units]), 0.0, weights)


@dataclass(frozen=True)
class Makeup:
    """What a node's value is made of; ``total`` is the sum of all lifted parts, by unit."""

    blocks: tuple[Block, ...]
    total: Floats

    def of(self, points: Floats) -> dict[str, Floats]:
        """Points (n) divided among the parts, adding up to them; where all lie at 0, by weight."""
        with np.errstate(all="ignore"):
            each = np.where(self.total > 0, points / self.total, 0.0)
        flat = (self.total == 0) & (points > 0)
        level = [block.weighing(flat) for block in self.blocks] if flat.any() else []
        divided: dict[str, Floats] = {}
        for place, block in enumerate(self.blocks):
            rows = block.parts * each
            if level:
                rows[:, flat] = level[place] * points[flat] / np.sum(np.vstack(level), axis=0)
            divided |= dict(zip(block.names, rows, strict=True))
        return divided


def joined(
    leaves: Leaves,
    sections: Mapping[str, tuple[float, Node]],
    mean: Mean,
    needed: float,
) -> tuple[Node, Makeup]:
    """Questions and sections averaged by weight; what does not apply leaves both sides of the average.

    Published where the published share of the parts' weight reaches ``needed``; of questions that is
    the coverage. Sums go part by part in order, so that a unit's score hangs on no other unit.
    """
    weights = leaves.weights[:, None]
    lifted = mean.lift(np.fmax(leaves.scores, 0.0))
    lifted *= weights
    total = summed(leaves.weights, leaves.applies)
    answered = np.where(np.isnan(leaves.scores), 0.0, weights).sum(axis=0)
    observed = low = lifted.sum(axis=0)
    high = low + mean.full * (total - answered)
    weighing, covered, reached = answered, answered, answered
    blocks = [Block(leaves.names, lifted, leaves.scores, weights)]
    for name, (weight, node) in sections.items():
        own = np.asarray(weight * node.applies, dtype=np.float64)
        own_known = np.where(np.isnan(node.observed), 0.0, own)
        part = own_known * mean.lift(np.fmax(node.observed, 0.0))
        observed, weighing = observed + part, weighing + own_known
        low = low + own * mean.lift(np.fmax(node.low, 0.0))
        high = high + own * mean.lift(np.fmax(node.high, 0.0))
        covered = covered + own * np.fmax(node.coverage, 0.0)
        reached = reached + own * node.published
        total = total + own
        blocks.append(Block((name,), part[None], node.observed[None], own[None]))
    with np.errstate(all="ignore"):
        value = mean.back(observed / weighing)
        # Where nothing is known, nothing is certain: not even the floor of a geometric mean.
        least = np.where((weighing > 0) | (total == 0), mean.back(low / total), 0.0)
        # A sum of weights such as 0.1 + 0.2 may miss its threshold by the last bit.
        published = (weighing > 0) & (reached / total >= needed - 1e-12)
        node = Node(value, least, mean.back(high / total), covered / total, total > 0, published)
    return node, Makeup(tuple(blocks), observed)


def summed(weights: Floats, applies: Truths) -> Floats:
    """The weight of what applies, by unit."""
    if applies.all():
        return np.full(applies.shape[1], sum(weights.tolist()))
    return np.asarray(np.where(applies, weights[:, None], 0.0).sum(axis=0))
