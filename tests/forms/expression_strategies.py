"""Rules and values that follow the grammar, for properties: each text is typed as the grammar says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from forms.expressions import Symbol

SYMBOLS = {
    "staff": Symbol("number"),
    "computers": Symbol("number"),
    "has_lan": Symbol("truth"),
    "border": Symbol("truth"),
    "region": Symbol("choice", ("none", "r1", "r2", "r3"), (0, 2.5, None, 40)),
    "island": Symbol("choice", ("không", "gần bờ"), (None, 15)),
}
NUMBERS = ("staff", "computers", "register_km_to_seat")
TRUTHS = ("has_lan", "border")
CHOICES = ("region", "island")
WRITTEN = ("0", "1", "2", "0.1", "2.5", ".5", "10.", "100", "1" + "0" * 300)
Values = Mapping[str, float | bool | str | None]


@cache
def numbers(depth: int) -> st.SearchStrategy[str]:
    """Texts that give a number, nested at most so deep."""
    plain = st.one_of(
        st.sampled_from(NUMBERS),
        st.sampled_from(WRITTEN),
        st.sampled_from(CHOICES).map("points({})".format),
    )
    if depth == 0:
        return plain
    part, condition = numbers(depth - 1), truths(depth - 1)
    parts = st.lists(part, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        plain,
        st.tuples(part, st.sampled_from("+-*/"), part).map(" ".join).map("({})".format),
        part.map("-{}".format),
        part.map("ceil({})".format),
        st.tuples(st.sampled_from(("min", "max")), parts).map(lambda two: f"{two[0]}({two[1]})"),
        st.tuples(part, condition, part).map(lambda three: "({} if {} else {})".format(*three)),
    )


@cache
def truths(depth: int) -> st.SearchStrategy[str]:
    """Texts that are true or false, nested at most so deep."""
    plain = st.one_of(st.sampled_from(TRUTHS), chosen())
    if depth == 0:
        return plain
    part, number = truths(depth - 1), numbers(depth - 1)
    compared = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
    members = st.lists(number, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        plain,
        st.tuples(number, compared, number).map(" ".join).map("({})".format),
        st.tuples(st.sampled_from(NUMBERS), members).map(lambda two: "{} in ({})".format(*two)),
        st.tuples(part, st.sampled_from(("and", "or")), part).map(" ".join).map("({})".format),
        part.map("(not {})".format),
        st.tuples(part, part, part).map(lambda three: "({} if {} else {})".format(*three)),
    )


@st.composite
def chosen(draw: st.DrawFn) -> str:
    """A choice compared with one or some of its options."""
    name = draw(st.sampled_from(CHOICES))
    options = st.sampled_from(SYMBOLS[name].options)
    word = draw(st.sampled_from(("==", "!=", "in", "not in")))
    if word in ("==", "!="):
        return f"({name} {word} '{draw(options)}')"
    listed = ", ".join(f'"{each}"' for each in draw(st.lists(options, min_size=1, max_size=3)))
    return f"({name} {word} ({listed}))"


def texts() -> st.SearchStrategy[str]:
    """Rules that give a number or a truth."""
    return st.one_of(numbers(3), truths(3))


def values() -> st.SearchStrategy[Values]:
    """What one response says: every kind of value, missing included, and names left out."""
    figures = st.one_of(
        st.integers(-1, 2),
        st.integers(0, 10_000),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from((0.0, -0.0, 0.1, 1e308, -1e308, 5e-324)),
    )
    kinds = dict.fromkeys(NUMBERS, figures) | dict.fromkeys(TRUTHS, st.booleans())
    kinds |= {name: st.sampled_from(SYMBOLS[name].options) for name in CHOICES}
    missing = {name: st.none() | known for name, known in kinds.items()}
    return st.fixed_dictionaries({}, optional=missing)


def columns_of(
    rows: Sequence[Values], symbols: Mapping[str, Symbol] = SYMBOLS
) -> dict[str, NDArray[np.generic]]:
    """The rows as a frame's columns: float64 with NaN; a choice as the option's place, -1 missing."""
    found: dict[str, NDArray[np.generic]] = {}
    for name in {name for row in rows for name in row}:
        cells = [row.get(name) for row in rows]
        symbol = symbols.get(name, Symbol("number"))
        if symbol.type == "choice":
            places = [-1 if cell is None else symbol.options.index(str(cell)) for cell in cells]
            found[name] = np.array(places, dtype=np.int16)
        else:
            figures = [np.nan if cell is None else cell for cell in cells]
            found[name] = np.array(figures, dtype=np.float64)
    return found
