"""How far draws move the ranks, and who enters and leaves the top and the funded list."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.drawn_ranks import in_rank_order
from reports.certainty.draws import Draws, as_it_is
from reports.certainty.tiles import in_order, never, tile_of, tiles_of
from reports.method import Method
from reports.robustness import Funding

Floats = NDArray[np.float64]
TOP = 0.1
STOPPED = Sentence(
    "Đã dừng khi mới xong {done}/{all} lần tính: bảng này cần đủ mọi lần. Hãy chạy lại, hoặc giảm số lần thử.",
    "Stopped after {done} of {all} calculations: this table needs them all. Start again, or ask for fewer.",
)


@dataclass(frozen=True)
class Shifts:
    """Of N draws against the method as it is. ``mean`` and ``most``: |rank shift| over the ranked units.

    ``entering`` and ``leaving`` the best tenth, ``entering_list`` and ``leaving_list`` the funded list:
    how many units; the last two are NaN without a budget. Equal units share a rank, so that as many need
    not enter as leave. ``listed``: how many units are funded as it is.
    """

    mean: Floats
    most: Floats
    entering: Floats
    leaving: Floats
    entering_list: Floats
    leaving_list: Floats
    listed: int

    @property
    def list_change(self) -> Floats:
        """Share of the funded list that is another: 0–1 where as many enter as leave."""
        return (self.entering_list + self.leaving_list) / max(1, 2 * self.listed)


def shifts_of(
    questionnaire: Questionnaire,
    method: Method,
    drawn: DrawnGaps,
    draws: Draws,
    *,
    funding: Funding | None = None,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] = never,
) -> Shifts:
    """The shifts of every draw, in order. Raises :class:`Refused` where stopped before the last."""
    units = drawn.units
    base, count, ranked = units.base, units.count, len(units.rows)
    top = math.ceil(TOP * ranked)
    listed = None if funding is None else funding(as_it_is(questionnaire, method), drawn)[0]

    def work(part: Draws) -> Floats:
        columns, ranks = in_rank_order(drawn.priority(part), count)
        was, each = base[columns], count[columns]
        shift = np.abs(ranks - was)
        inside, before = ranks <= top, was <= top
        found = np.full((6, len(part)), np.nan)
        found[0] = (shift * each).sum(axis=1) / ranked
        found[1] = shift.max(axis=1)
        found[2] = (each * (inside & ~before)).sum(axis=1)
        found[3] = (each * (before & ~inside)).sum(axis=1)
        if funding is not None and listed is not None:
            bought = funding(part, drawn)
            found[4] = (bought & ~listed).sum(axis=(1, 2))
            found[5] = (listed & ~bought).sum(axis=(1, 2))
        return found

    found = np.empty((6, len(draws)))
    done = 0
    for up_to, part in in_order(tiles_of(draws, tile_of(units.columns)), work, stopped):
        found[:, done:up_to] = part
        done = up_to
        if progress is not None:
            progress(done, len(draws))
    if done < len(draws):
        raise Refused(STOPPED.filled(done=done, all=len(draws)))
    mean, most, *counts = found
    entering, leaving, entering_list, leaving_list = counts
    size = 0 if listed is None else int(listed.sum())
    return Shifts(mean, most, entering, leaving, entering_list, leaving_list, size)
