"""The index as a tree of weights, so that changing one question recalculates only the path above it.

It gives what ``readiness`` gives, for a question left out or held level, without scoring anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire, Section

Floats = NDArray[np.float64]
WHOLE = ""
# Before a section's id, since a question may have the same one; no id begins so.
SECTION = "section "
# The rows of a value: as answered (NaN where missing), and with what is missing as 0 (NaN where
# nothing applies).
OBSERVED, LOW = 0, 1


@dataclass(frozen=True, slots=True)
class Branch:
    """A section (``section …``), or the index (``""``): its parts with their weights."""

    name: str
    parts: tuple[tuple[str, float], ...]
    geometric: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """Every branch that weighs, the deepest first and the index last; empty where nothing weighs."""

    branches: tuple[Branch, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that weigh."""
        inner = {branch.name for branch in self.branches}
        return tuple(n for branch in self.branches for n, _ in branch.parts if n not in inner)

    def above(self, name: str) -> Iterator[Branch]:
        """The branches that hold a question, the nearest first."""
        for branch in self.branches:
            if name in dict(branch.parts):
                yield branch
                name = branch.name


def tree_of(questionnaire: Questionnaire) -> Tree:
    """The weights of a questionnaire; what weighs nothing is left out."""
    branches: list[Branch] = []
    grow(questionnaire, None, branches)
    return Tree(tuple(branches))


def grow(questionnaire: Questionnaire, section: Section | None, branches: list[Branch]) -> bool:
    """Add a section's branch after those inside it; false where nothing in it weighs."""
    inside = None if section is None else section.id
    parts = [
        (question.id, question.weight)
        for question in questionnaire.questions
        if question.section == inside and question.scored and question.weight
    ]
    for child in questionnaire.children(inside):
        if child.weight and grow(questionnaire, child, branches):
            parts.append((SECTION + child.id, child.weight))
    if parts:
        combine = "arithmetic" if section is None else section.combine
        name = WHOLE if inside is None else SECTION + inside
        branches.append(Branch(name, tuple(parts), combine == "geometric"))
    return bool(parts)


def leaf(score: Floats, applies: NDArray[np.bool_]) -> Floats:
    """A question's value, 2 × n: as answered, and with what is missing as 0."""
    low = np.where(np.isnan(score), 0.0, score)
    return np.array([score, np.where(applies, low, np.nan)])


def evaluated(tree: Tree, leaves: Mapping[str, Floats], floor: float) -> dict[str, Floats]:
    """The value of every question, section and the index, each 2 × n."""
    values = dict(leaves)
    for branch in tree.branches:
        values[branch.name] = value_of(branch, values, floor)
    return values


def changed(
    tree: Tree, values: Mapping[str, Floats], name: str, value: Floats, floor: float
) -> Floats:
    """The index, 2 × n, where one question has another value; NaN leaves it out."""
    path: dict[str, Floats] = {name: value}
    for branch in tree.above(name):
        parts = {part: path.get(part, values[part]) for part, _ in branch.parts}
        path[branch.name] = value_of(branch, parts, floor)
    return path[WHOLE]


def value_of(branch: Branch, values: Mapping[str, Floats], floor: float) -> Floats:
    """The weighted mean of the parts that count, NaN where none does; 0 at least where none is known."""
    shares = shares_of(branch, values)
    stack = np.array([values[name] for name, _ in branch.parts])
    taken = np.log(np.maximum(stack, floor)) if branch.geometric else stack
    mean: Floats = np.where(shares > 0, shares * taken, 0.0).sum(axis=0)
    mean = np.exp(mean) if branch.geometric else mean
    mean = np.where((shares > 0).any(axis=0), mean, np.nan)
    # As in ``nodes``: where nothing is known, not even the floor of a geometric mean is certain.
    mean[LOW] = np.where(np.isnan(mean[OBSERVED]) & ~np.isnan(mean[LOW]), 0.0, mean[LOW])
    return mean


def shares_of(branch: Branch, values: Mapping[str, Floats]) -> Floats:
    """Each part's weight among those that count, parts × 2 × n, adding up to 1; 0 where none does."""
    weights = np.array([weight for _, weight in branch.parts])[:, None, None]
    stack = np.array([values[name] for name, _ in branch.parts])
    counting = np.where(np.isnan(stack), 0.0, weights)
    total = counting.sum(axis=0)
    shares: Floats = np.divide(counting, total, out=np.zeros_like(counting), where=total > 0)
    return shares
