"""How sure a rank is: the list calculated again under thousands of draws of the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.drawn_ranks import Places, in_rank_order
from reports.certainty.draws import FACTORS, Draws
from reports.certainty.rank_counts import MOST_BYTES, RankCounts
from reports.certainty.ranked_units import RankedUnits, ranked_units
from reports.certainty.tiles import in_order, never, seeded_tiles, tile_of
from reports.edition import Edition
from reports.frame import Frame
from reports.method import Method

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Counts = NDArray[np.int64]
STOPPED_AT_ONCE = Sentence(
    "Đã dừng trước khi xong lần thử nào, nên chưa có kết quả. Hãy chạy lại.",
    "Stopped before any draw was done, so there is no result. Start it again.",
)


class Standing(Enum):
    """How sure it is that a commune is funded."""

    FIRM_IN = "firm_in"
    LIKELY = "likely"
    MARGINAL = "marginal"
    FIRM_OUT = "firm_out"


STANDING_WORDS = {
    Standing.FIRM_IN: Sentence("Chắc chắn được", "Firm in"),
    Standing.LIKELY: Sentence("Nhiều khả năng được", "Likely"),
    Standing.MARGINAL: Sentence("Sát ngưỡng", "Marginal"),
    Standing.FIRM_OUT: Sentence("Chắc chắn không được", "Firm out"),
}


class Funding(Protocol):
    """What is funded in each draw: called with some draws, it gives draws × n units × m packages."""

    def __call__(self, draws: Draws, drawn: DrawnGaps) -> Truths:
        """The draws of one tile; ``drawn`` averages gaps of the ranked units under them."""


@dataclass(frozen=True)
class Robustness:
    """Of n units. ``rank`` as the method has it; ``low`` to ``high`` the method interval; ``middle`` the median.

    The method interval holds the ranks that other choices of method give; it is no confidence interval.
    Equal units share ranks. NaN where not ranked. ``funded``: share of draws, 0–1, in which any package of
    the unit is funded, ``packages`` (n × m) each of them; None without a budget. ``exact``: else ranks were counted together, and intervals are a
    little wide. ``done`` of ``asked`` draws: fewer where somebody stopped the work.
    """

    codes: tuple[str, ...]
    rank: Floats
    low: Floats
    middle: Floats
    high: Floats
    funded: Floats | None
    standing: tuple[Standing | None, ...]
    asked: int
    done: int
    exact: bool
    packages: Floats | None = None

    @property
    def stopped(self) -> bool:
        """Whether some draws are missing."""
        return self.done < self.asked

    @property
    def table(self) -> pd.DataFrame:
        """A row for each unit, by code: rank, rank_low, rank_middle, rank_high, funded (0–1), standing."""
        nothing = np.full(len(self.codes), np.nan)
        return pd.DataFrame(
            {
                "rank": self.rank,
                "rank_low": self.low,
                "rank_middle": self.middle,
                "rank_high": self.high,
                "funded": nothing if self.funded is None else self.funded,
                "standing": ["" if each is None else each.value for each in self.standing],
            },
            index=pd.Index(self.codes, name="code"),
        )


def robustness(
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    edition: Edition,
    *,
    funding: Funding | None = None,
    varied: Iterable[str] = FACTORS,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] = never,
    threads: int | None = None,
    most_bytes: int = MOST_BYTES,
) -> Robustness:
    """Rank, method interval and standing of every unit, over ``method.draws`` draws.

    ``edition`` must be made of the same questionnaire, method and frame. Which units are ranked stays as
    it is. ``varied``: the factors that move, of ``draws.FACTORS``. ``progress(done, all)`` is called after
    each tile; once ``stopped()`` is true the result is of what was done so far, and says so. ``most_bytes``
    bounds the counts of ranks. Raises :class:`Refused` where no unit is ranked, or none was drawn.
    """
    units = ranked_units(questionnaire, frame, edition)
    drawn = DrawnGaps(units, method.geometric_floor / 100)
    counts = RankCounts(units.columns, len(units.rows), method.draws, most_bytes)
    funded: list[Counts] = []

    def work(part: Draws) -> tuple[Places, Places, Truths | None]:
        bought = None if funding is None else funding(part, drawn)
        return *in_rank_order(drawn.priority(part), units.count), bought

    tiles = seeded_tiles(questionnaire, method, tile_of(units.columns), varied)
    for done, (columns, ranks, bought) in in_order(tiles, work, stopped, threads):
        counts.add(columns, ranks)
        if bought is not None:
            funded = added(funded, bought)
        if progress is not None:
            progress(done, method.draws)
    if not counts.done:
        raise Refused(STOPPED_AT_ONCE)
    unranked = np.isnan(units.rank)
    shares = [np.where(unranked, np.nan, each.T / counts.done).T for each in funded]
    return result(units, method, counts, *shares)


def added(before: list[Counts], bought: Truths) -> list[Counts]:
    """How often any package of each unit (n), and each package (n × m), was funded, one tile more."""
    now = [bought.any(axis=2).sum(axis=0), bought.sum(axis=0)]
    return now if not before else [old + new for old, new in zip(before, now, strict=True)]


def result(
    units: RankedUnits,
    method: Method,
    counts: RankCounts,
    funded: Floats | None = None,
    packages: Floats | None = None,
) -> Robustness:
    """What the counts say of every unit."""
    outside = (1 - method.interval) / 2
    low = counts.quantiles((outside,), upward=False)[0]
    middle, high = counts.quantiles((0.5, 1 - outside))
    chances = [np.nan] * len(units.codes) if funded is None else funded.tolist()
    return Robustness(
        units.codes,
        units.rank,
        units.spread(low),
        units.spread(middle),
        units.spread(high),
        funded,
        tuple(standing_of(each, method) for each in chances),
        method.draws,
        counts.done,
        counts.exact,
        packages,
    )


def standing_of(chance: float, method: Method) -> Standing | None:
    """The class of a probability of being funded; None where there is none."""
    if np.isnan(chance):
        return None
    if chance >= method.class_firm:
        return Standing.FIRM_IN
    if chance >= method.class_likely:
        return Standing.LIKELY
    if chance >= method.class_marginal:
        return Standing.MARGINAL
    return Standing.FIRM_OUT
