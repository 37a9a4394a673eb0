"""Budgets of a few digits, in order: the same ones whatever the budget that they are below."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10


@dataclass(frozen=True, slots=True)
class Rounded:
    """``figures`` · 10^``power``, with as many figures as ``digits``."""

    figures: int
    power: int
    digits: int

    @property
    def money(self) -> float:
        """The budget itself."""
        return figures_at(self.figures, self.power)

    @property
    def next_up(self) -> float:
        """The next greater rounded budget."""
        return figures_at(self.figures + 1, self.power)

    def below(self) -> Rounded:
        """The next smaller rounded budget."""
        if self.figures > 10 ** (self.digits - 1):
            return Rounded(self.figures - 1, self.power, self.digits)
        return Rounded(10**self.digits - 1, self.power - 1, self.digits)


def rounded_down(budget: float, digits: int) -> Rounded:
    """The greatest budget (> 0) of so many digits that is not above this one."""
    power = floor(log10(budget)) - digits + 1
    figures = int(budget / 10.0**power)
    # The logarithm and the division are right but for the last bits.
    while figures_at(figures + 1, power) <= budget:
        figures += 1
    while figures_at(figures, power) > budget:
        figures -= 1
    if figures >= 10**digits:
        return Rounded(figures // 10, power + 1, digits)
    if figures < 10 ** (digits - 1):
        return Rounded(10**digits - 1, power - 1, digits)
    return Rounded(figures, power, digits)


def figures_at(figures: int, power: int) -> float:
    """``figures`` · 10^``power``, as near as a float can be."""
    return float(figures * 10**power) if power >= 0 else figures / 10**-power
