"""The rule language: parsed once, evaluated for one response, for a frame, or as JSON in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.expression_arrays import array_of
from forms.expression_parsing import parsed
from forms.expression_types import ExpressionRefused, Node, Symbol, Type
from forms.expression_values import Scalar, value_of

__all__ = ["Expression", "ExpressionRefused", "Symbol", "from_json", "parse"]


@dataclass(frozen=True, slots=True)
class Expression:
    """One rule: its text, its tree, what it gives, and the names that it reads."""

    text: str
    tree: Node
    type: Type
    names: frozenset[str]

    def evaluate(self, values: Mapping[str, Scalar]) -> Scalar:
        """For one response: a float, true or false; None where missing.

        ``values`` are numbers, option values or booleans by name; None and absent are missing.
        """
        return value_of(self.tree, values)

    def evaluate_frame(
        self, columns: Mapping[str, NDArray[np.generic]], rows: int
    ) -> NDArray[np.float64]:
        """For a frame: one value a row, float64, NaN where missing; truth as 1.0 and 0.0.

        Columns of numbers and yes/no are float64 with NaN; of choices, int16 option index, -1 missing.
        """
        return array_of(self.tree, columns, rows)

    def as_json(self) -> list[object]:
        """The tree as nested lists, for the browser."""
        return as_lists(self.tree)


def parse(text: str, symbols: Mapping[str, Symbol]) -> Expression:
    """Parse a rule over these names; ``register_…`` is always a number. Raises ExpressionRefused."""
    found = parsed(text, symbols)
    return Expression(text, found.tree, found.type, found.names)


def from_json(tree: list[object], type_: Type) -> Expression:
    """An expression from what :meth:`Expression.as_json` gave."""
    node = as_tuples(tree)
    return Expression("", node, type_, frozenset(names_of(node)))


def as_lists(node: Node) -> list[object]:
    """Tuples as lists, all the way down."""
    return [as_lists(each) if isinstance(each, tuple) else each for each in node]


def as_tuples(tree: list[object]) -> Node:
    """Lists as tuples, all the way down."""
    return tuple(as_tuples(each) if isinstance(each, list) else each for each in tree)


def names_of(node: Node) -> set[str]:
    """The names that a tree reads."""
    if node[0] in ("name", "among", "points"):
        return {str(node[1])}
    return {name for each in node[1:] if isinstance(each, tuple) for name in names_of(each)}
