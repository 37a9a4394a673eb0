"""Many units scored block by block, so that what lies between answers and scores stays small."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np

from reports.frame import Frame

# So many that what lies between answers and scores stays in a processor's cache.
UNITS = 16_384
THREADS = min(4, os.cpu_count() or 1)


class Coded(Protocol):
    """A frozen dataclass with the codes of its units."""

    @property
    def codes(self) -> tuple[str, ...]:
        """One for each unit, in order."""


Result = TypeVar("Result", bound=Coded)


def in_blocks(frame: Frame, work: Callable[[Frame], Result], units: int = UNITS) -> Result:
    """``work`` over the frame, ``units`` rows at a time, its arrays put together in their order.

    ``work`` gives a frozen dataclass of arrays (units last), mappings of them, or both, at any depth;
    what else it holds is the same for every block. It must not let one unit change another's figures.
    """
    if len(frame) <= units:
        return work(frame)
    starts = range(0, len(frame), units)
    first = work(rows_of(frame, 0, units))
    whole: Result = like(replace(first, codes=frame.codes), len(frame))  # type: ignore[type-var]
    put(whole, first, 0)

    def one(start: int) -> None:
        put(whole, work(rows_of(frame, start, start + units)), start)

    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        for _ in pool.map(one, starts[1:]):
            pass
    return whole


def rows_of(frame: Frame, start: int, stop: int) -> Frame:
    """Some units of a frame, as views."""

    def cut(arrays: Mapping[str, Any]) -> dict[str, Any]:
        return {name: each[start:stop] for name, each in arrays.items()}

    return replace(
        frame,
        codes=frame.codes[start:stop],
        states=cut(frame.states),
        columns=cut(frame.columns),
        evidence=cut(frame.evidence),
    )


def like(value: Any, units: int) -> Any:
    """The same shape of result with room for so many units."""
    if isinstance(value, np.ndarray):
        return np.empty(units, dtype=value.dtype)
    if isinstance(value, Mapping):
        return together(value, units) or {name: like(each, units) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: like(getattr(value, each.name), units) for each in fields(value)}
        return replace(value, **parts)
    return value


def together(value: Mapping[str, Any], units: int) -> dict[str, Any]:
    """The rows of one array where all are arrays of one kind: the system gives a large one in large pages."""
    kinds = {each.dtype if isinstance(each, np.ndarray) else None for each in value.values()}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is None:
        return {}
    return dict(zip(value, np.empty((len(value), units), dtype=kind), strict=True))


def put(whole: Any, part: Any, at: int) -> None:
    """Write a block's arrays into the whole's, from unit ``at`` on."""
    if isinstance(whole, np.ndarray):
        whole[at : at + len(part)] = part
    elif isinstance(whole, Mapping):
        for name, each in whole.items():
            put(each, part[name], at)
    elif is_dataclass(whole):
        for each in fields(whole):
            put(getattr(whole, each.name), getattr(part, each.name), at)
