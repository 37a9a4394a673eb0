"""A frozen edition of enough communes for several printed pages."""

from __future__ import annotations

from functools import lru_cache

from forms.answers import Answers
from reports.editions.frozen import FrozenEdition, freeze
from reports.method import changed
from tests.reports.small_editions import few_draws, inputs
from tests.reports.small_frames import given


def many() -> dict[str, Answers]:
    """Ninety units from little to much, every second one remote, the last one silent; u1 to u4 are a province."""
    units = {
        f"u{number}" if number <= 4 else f"{number:05}": given(
            a=number,
            b=100 - number,
            d="low" if number < 50 else "high",
            far=95 if number % 2 else 9,
        )
        for number in range(1, 91)
    }
    return {**units, "00091": given(a=None)}


@lru_cache
def frozen() -> FrozenEdition:
    """With a budget that funds some of them, and a hundred draws."""
    # Without a floor: so few communes reach one only by a long search in every draw.
    method = changed(few_draws(), {"remote_share": 0})
    return freeze(inputs(many(), budget=2000.0, method=method))
