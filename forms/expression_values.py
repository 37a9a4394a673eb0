"""A tree evaluated for one response, in plain Python. ``None`` is missing."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from forms.expression_types import Node

Scalar = float | bool | str | None
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CALCULATED: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "ceil": math.ceil,
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
}


def value_of(node: Node, values: Mapping[str, Scalar]) -> Scalar:  # noqa: PLR0911 - a line for each kind
    """The value of a tree: a float, true or false, or None where it is missing."""
    operation, *operands = node
    match operation:
        case "number":
            return operands[0]  # type: ignore[return-value]
        case "name":
            return named(values.get(str(operands[0])))
        case "among":
            chosen = values.get(str(operands[0]))
            return None if chosen is None else chosen in dict(operands[1])  # type: ignore[call-overload]
        case "points":
            points = dict(operands[1]).get(values.get(str(operands[0])))  # type: ignore[call-overload]
            return None if points is None else float(points)
        case "and" | "or" | "not":
            truths = [value_of(each, values) for each in operands]  # type: ignore[arg-type]
            return logical(str(operation), truths)
        case "if":
            return conditional(operands, values)
    numbers = [value_of(each, values) for each in operands]  # type: ignore[arg-type]
    if None in numbers:
        return None
    if operation in COMPARED:
        return COMPARED[str(operation)](*numbers)  # type: ignore[arg-type]
    return calculated(str(operation), numbers)


def named(value: Scalar) -> Scalar:
    """A stored value as expressions see it; NaN, and what is no finite number, is missing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def calculated(operation: str, numbers: list[Scalar]) -> float | None:
    """Arithmetic on numbers; what is not finite is missing."""
    try:
        result = float(CALCULATED[operation](*numbers))
    except (ZeroDivisionError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def conditional(operands: list[object], values: Mapping[str, Scalar]) -> Scalar:
    """One side or the other; missing where the condition is."""
    condition, body, orelse = operands
    holds = value_of(condition, values)  # type: ignore[arg-type]
    if holds is None:
        return None
    return value_of(body if holds else orelse, values)  # type: ignore[arg-type]


def logical(operation: str, truths: list[Scalar]) -> bool | None:
    """Three-valued: false and missing = false, true or missing = true."""
    if operation == "not":
        return None if truths[0] is None else not truths[0]
    decisive = operation == "or"
    if any(each is decisive for each in truths):
        return decisive
    return None if None in truths else not decisive
