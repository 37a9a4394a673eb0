"""What each question does to the index: its nominal and its effective weight, and the ranks it moves.

Effective weight is the share of the index's variance that a question accounts for, cov(φ, I) / var(I),
with φ what its score adds to the index against an average answer; the shares add up to 1. The rule is
Shorrocks' (Econometrica 50, 1982, 193–211); that nominal and effective weights differ, and should be
compared, is the point of Becker, Saisana, Paruolo, Vandecasteele (Ecological Indicators 80, 2017, 12–22).
φ is the weight times the distance from the mean score; through a geometric mean it is taken along the
logarithmic mean, which leaves no remainder (Ang, Energy Policy 33, 2005, 867–871).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reports.authoring.associations import FEWEST, NO_VARIANCE
from reports.scores.index_tree import (
    LOW,
    OBSERVED,
    WHOLE,
    Tree,
    changed,
    evaluated,
    leaf,
    shares_of,
)
from reports.scores.ranks import ranks_from_best

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far ranks move over the ranked units, in ranks ≥ 0: on average and at most; NaN unknown."""

    mean: float = np.nan
    most: float = np.nan


@dataclass(frozen=True, slots=True)
class Effect:
    """What one question does.

    ``nominal``: share of the index by weight, 0–1. ``effective``: share of its variance, which may be
    below 0; NaN where too few units are ranked or all are equal. ``levelled``: the shift if everybody
    had the average score. ``without``: if the question were struck out, so that the others of its
    section weigh more. ``rest``: the index of n units without it, NaN where not ranked.
    """

    nominal: float
    effective: float = np.nan
    levelled: Shift = Shift()
    without: Shift = Shift()
    rest: Floats = field(default_factory=lambda: np.empty(0))


def effects(
    tree: Tree,
    scores: Mapping[str, Floats],
    applicable: Mapping[str, Truths],
    ranked: Truths,
    floor: float,
) -> tuple[dict[str, Effect], float]:
    """The effect of every question that weighs, and the share of variance that is none's.

    That last share comes from which questions a unit answered; 0 where all answered all.
    """
    if not tree.branches:
        return {}, np.nan
    leaves = {name: leaf(scores[name][ranked], applicable[name][ranked]) for name in tree.questions}
    values = evaluated(tree, leaves, floor)
    nominal = nominal_weights(tree)
    shares, pattern = variance_shares(tree, values, floor)
    ranks = ranks_from_best(values[WHOLE][LOW])
    found = {}
    for name in tree.questions:
        level = levelled(leaves[name])
        even = changed(tree, values, name, level, floor)
        rest = changed(tree, values, name, np.full_like(level, np.nan), floor)
        everyone = np.full(len(ranked), np.nan)
        everyone[ranked] = rest[OBSERVED]
        found[name] = Effect(
            nominal[name], shares[name], shift(ranks, even), shift(ranks, rest), everyone
        )
    return found, pattern


def nominal_weights(tree: Tree) -> dict[str, float]:
    """The product of the shares down the tree, 0–1, adding up to 1 over the questions."""
    weights = {WHOLE: 1.0}
    for branch in reversed(tree.branches):
        total = sum(weight for _, weight in branch.parts)
        weights |= {name: weights[branch.name] * weight / total for name, weight in branch.parts}
    return {name: weights[name] for name in tree.questions}


def levelled(value: Floats) -> Floats:
    """The question's value, 2 × n, had everyone to whom it applies the mean score."""
    known = value[OBSERVED][~np.isnan(value[OBSERVED])]
    if not known.size:
        return np.full_like(value, np.nan)
    # A mean of equal numbers may differ from them in the last bit, which would move ties.
    mean = known[0] if (known == known[0]).all() else known.mean()
    return np.tile(np.where(np.isnan(value[LOW]), np.nan, mean), (2, 1))


def shift(ranks: Floats, index: Floats) -> Shift:
    """How far the ranks by ``index`` (2 × n) lie from ``ranks``, over the units that have both."""
    moved = np.abs(ranks_from_best(index[LOW]) - ranks)
    moved = moved[~np.isnan(moved)]
    if moved.size < FEWEST:
        return Shift()
    return Shift(float(moved.mean()), float(moved.max()))


def variance_shares(
    tree: Tree, values: Mapping[str, Floats], floor: float
) -> tuple[dict[str, float], float]:
    """cov(φ, I) / var(I) by question, and the share of what units left unanswered; NaN if unknown."""
    index = values[WHOLE][OBSERVED]
    centred = index - index.mean() if index.size else index
    if index.size < FEWEST or centred.dot(centred) < NO_VARIANCE * index.size:
        return dict.fromkeys(tree.questions, np.nan), np.nan
    average = {
        name: np.where(np.isnan(values[name]), np.nan, levelled(values[name]))
        for name in tree.questions
    }
    base = evaluated(tree, average, floor)
    slopes = slopes_of(tree, values, base, floor)
    share = centred / centred.dot(centred)
    parts = {
        name: float(share.dot(np.nan_to_num(slopes[name] * (values[name] - base[name])[OBSERVED])))
        for name in tree.questions
    }
    return parts, float(share.dot(base[WHOLE][OBSERVED]))


def slopes_of(
    tree: Tree, values: Mapping[str, Floats], base: Mapping[str, Floats], floor: float
) -> dict[str, Floats]:
    """By what each part's distance from its base is multiplied to give what it adds to the index."""
    slopes: dict[str, Floats] = {WHOLE: np.ones_like(values[WHOLE][OBSERVED])}
    for branch in reversed(tree.branches):
        shares = shares_of(branch, values)[:, OBSERVED]
        slope = slopes[branch.name]
        if branch.geometric:
            slope = slope / bend(values[branch.name][OBSERVED], base[branch.name][OBSERVED], floor)
        for (name, _), part in zip(branch.parts, shares, strict=True):
            ends = values[name][OBSERVED], base[name][OBSERVED]
            slopes[name] = slope * part * (bend(*ends, floor) if branch.geometric else 1.0)
    return slopes


def bend(value: Floats, base: Floats, floor: float) -> Floats:
    """The mean slope of ln max(x, floor) between the two; NaN where one is missing."""
    high, low = np.maximum(value, floor), np.maximum(base, floor)
    gap = value - base
    near = np.abs(gap) < 1e-9
    with np.errstate(all="ignore"):
        at_point = np.where(value > floor, 1 / high, 0.0)
        return np.where(near, at_point, np.log(high / low) / np.where(near, 1.0, gap))
