"""A tree evaluated for a whole frame, in NumPy. NaN is missing; truth is 1.0 and 0.0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from forms.expression_types import Node

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[np.generic]]
COMPARED: dict[str, Callable[[Floats, Floats], NDArray[np.bool_]]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
CALCULATED: dict[str, Callable[..., Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "neg": np.negative,
    "ceil": np.ceil,
}


def array_of(node: Node, columns: Columns, rows: int) -> Floats:
    """The tree's values, one a row: float64, NaN where missing.

    Columns of numbers and yes/no are float64 with NaN; of choices, the option's index, -1 missing.
    A column that is absent is missing everywhere.
    """
    with np.errstate(all="ignore"):
        values = _array(node, columns)
    if values.shape == (rows,) and values.dtype == np.float64:
        return values  # never a column itself: every operation gives a new array
    return np.broadcast_to(values, (rows,)).astype(np.float64, copy=True)


def _array(node: Node, columns: Columns) -> Floats:  # noqa: PLR0911 - a line for each kind
    operation, *operands = node
    match operation:
        case "number":
            return np.float64(operands[0])  # type: ignore[return-value, arg-type]
        case "name":
            # A copy: who is given the values may change them.
            return finite(np.array(columns.get(str(operands[0]), np.nan), dtype=np.float64))
        case "among":
            return among(columns.get(str(operands[0])), [index for _, index in operands[1]])  # type: ignore[attr-defined]
        case "points":
            return points_of(columns.get(str(operands[0])), [points for _, points in operands[1]])  # type: ignore[attr-defined]
    arrays = [_array(each, columns) for each in operands]  # type: ignore[arg-type]
    match operation:
        case "and" | "or" | "not":
            return logical(str(operation), arrays)
        case "if":
            holds, body, orelse = arrays
            return np.where(np.isnan(holds), np.nan, np.where(holds == 1, body, orelse))
        case "min":
            return reduce(np.minimum, arrays)
        case "max":
            return reduce(np.maximum, arrays)
    if operation in COMPARED:
        left, right = arrays
        missing = np.isnan(left) | np.isnan(right)
        return np.where(missing, np.nan, COMPARED[str(operation)](left, right))
    return finite(CALCULATED[str(operation)](*arrays))


def finite(values: Floats) -> Floats:
    """The values, missing where they are not finite."""
    endless = np.isinf(values)
    return np.where(endless, np.nan, values) if endless.any() else values


def among(chosen: NDArray[np.generic] | None, wanted: list[int]) -> Floats:
    """Whether the option chosen is one of those wanted; missing where none is chosen."""
    if chosen is None:
        return np.array(np.nan)
    index = chosen.astype(np.int64)
    return np.where(index < 0, np.nan, np.isin(index, wanted))


def points_of(chosen: NDArray[np.generic] | None, points: list[float | None]) -> Floats:
    """The points of the option chosen; missing where none is chosen or it has none."""
    if chosen is None:
        return np.array(np.nan)
    # The last place answers for -1.
    table = np.array(
        [np.nan if each is None else each for each in (*points, None)], dtype=np.float64
    )
    return table[chosen.astype(np.int64)]


def logical(operation: str, arrays: list[Floats]) -> Floats:
    """Three-valued: false and missing = false, true or missing = true."""
    if operation == "not":
        return np.float64(1) - arrays[0]
    decisive = float(operation == "or")
    decided = reduce(np.logical_or, [each == decisive for each in arrays])
    missing = reduce(np.logical_or, [np.isnan(each) for each in arrays])
    return np.where(decided, decisive, np.where(missing, np.nan, 1 - decisive))
