"""XPath put together from smaller XPaths: both sides of a truth, and the cases of a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

TRUE, FALSE = "true()", "false()"
COMPARED = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
OPPOSITE = {"==": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
CALCULATED = {"+": "+", "-": "-", "*": "*", "/": "div"}
MOST_CASES = 64


class Inexpressible(Exception):
    """A rule that a form cannot check: it reads the register, or grows too long."""


@dataclass(frozen=True, slots=True)
class Truth:
    """XPaths that are true exactly where a rule is true, and exactly where it is false."""

    holds: str
    fails: str

    @property
    def swapped(self) -> Truth:
        """The truth of the contrary."""
        return Truth(self.fails, self.holds)


@dataclass(frozen=True, slots=True)
class Case:
    """A number's XPath and the guard under which it is the number; where no guard holds it is missing."""

    guard: str
    value: str


def compared(operation: str, left: list[Case], right: list[Case]) -> Truth:
    """Two numbers compared: in each pair of cases, under both guards."""
    pairs = crossed([left, right])

    def under(sign: str) -> str:
        return any_of([all_of([a.guard, b.guard, f"{a.value} {sign} {b.value}"]) for a, b in pairs])

    return Truth(under(COMPARED[operation]), under(OPPOSITE[operation]))


def combined(operation: str, numbers: list[list[Case]]) -> list[Case]:
    """Numbers calculated into one: a case for each combination of their cases."""
    return [case for each in crossed(numbers) for case in calculated(operation, each)]


def calculated(operation: str, cases: Sequence[Case]) -> list[Case]:
    """One combination of cases, calculated; division by zero is missing."""
    guard, values = all_of([case.guard for case in cases]), [case.value for case in cases]
    if operation in ("min", "max"):
        return extremes("<=" if operation == "min" else ">=", guard, values)
    if operation == "neg":
        return [Case(guard, f"(0 - {values[0]})")]
    if operation == "ceil":
        whole = f"({values[0]} mod 1)"
        return [Case(guard, f"({values[0]} - {whole} + number({whole} > 0))")]
    if operation == "/":
        guard = all_of([guard, f"{values[1]} != 0"])
    return [Case(guard, f"({values[0]} {CALCULATED[operation]} {values[1]})")]


def extremes(sign: str, guard: str, values: list[str]) -> list[Case]:
    """The least or the greatest: each where it is so among all."""
    return [
        Case(
            all_of([guard, *(f"{value} {sign} {other}" for other in values if other != value)]),
            value,
        )
        for value in values
    ]


def crossed(numbers: list[list[Case]]) -> list[tuple[Case, ...]]:
    """Every combination of cases; too many make no rule that a form could hold."""
    combinations = list(product(*numbers))
    if len(combinations) > MOST_CASES:
        raise Inexpressible("too many cases")
    return combinations


def guarded(guard: str, cases: list[Case]) -> list[Case]:
    """The cases, under one more guard."""
    return [Case(all_of([guard, case.guard]), case.value) for case in cases]


def chosen(condition: Truth, one: Truth, other: Truth) -> Truth:
    """One truth where the condition is true, the other where it is false."""

    def side(a: str, b: str) -> str:
        return any_of([all_of([condition.holds, a]), all_of([condition.fails, b])])

    return Truth(side(one.holds, other.holds), side(one.fails, other.fails))


def joined(word: str, truths: list[Truth]) -> Truth:
    """``and`` is false where any is false; ``or`` is true where any is true."""
    both: Callable[[list[str]], str] = all_of if word == "and" else any_of
    either = any_of if word == "and" else all_of
    return Truth(both([each.holds for each in truths]), either([each.fails for each in truths]))


def all_of(parts: list[str]) -> str:
    """Every part."""
    if FALSE in parts:
        return FALSE
    kept = list(dict.fromkeys(part for part in parts if part != TRUE))
    return kept[0] if len(kept) == 1 else f"({' and '.join(kept)})" if kept else TRUE


def any_of(parts: list[str]) -> str:
    """At least one part."""
    if TRUE in parts:
        return TRUE
    kept = list(dict.fromkeys(part for part in parts if part != FALSE))
    return kept[0] if len(kept) == 1 else f"({' or '.join(kept)})" if kept else FALSE


def negated(part: str) -> str:
    """The contrary."""
    return {TRUE: FALSE, FALSE: TRUE}.get(part, f"not({part})")


def figure(value: float) -> str:
    """A number as XPath reads it: no exponent."""
    return f"{value:.15f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def quoted(text: str) -> str:
    """A text in the quotes that it does not hold."""
    if "'" in text and '"' in text:
        raise Inexpressible(text)
    return f'"{text}"' if "'" in text else f"'{text}'"
