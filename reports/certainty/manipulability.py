"""How many ranks a commune could gain by shading what nobody has verified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forms.questionnaire import Questionnaire
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import as_it_is
from reports.certainty.ranked_units import APPROVED, CLAIMED, RankedUnits, ranked_units
from reports.edition import Edition
from reports.frame import Frame
from reports.method import Method
from reports.scores.ranks import DECIMALS


def manipulability(
    questionnaire: Questionnaire, method: Method, frame: Frame, edition: Edition
) -> pd.DataFrame:
    """Ranked communes by code, those who could gain most first, equal ones by code.

    Each alone lowers the score of every claimed or approved answer by the share ``method.shading``, all
    others as they are; a gap only grows by that, so no commune could gain more ranks by shading fewer
    answers. Columns: ``rank``, ``shaded_rank``, ``gain`` (ranks, 0 or more), ``priority``,
    ``shaded_priority`` (0–100), ``unverified`` (how many answers could be shaded). What an answer asks or
    spares elsewhere in the form is left as it is. Raises :class:`Refused` where no commune is ranked.
    """
    units = ranked_units(questionnaire, frame, edition)
    draw, floor = as_it_is(questionnaire, method), method.geometric_floor / 100
    as_given = DrawnGaps(units, floor).priority(draw)[0]
    shaded = DrawnGaps(shaded_units(units, method.shading), floor).priority(draw)[0]
    unverified = np.isin(units.kinds, (CLAIMED, APPROVED)).sum(axis=0)
    others = np.sort(-np.round(as_given[units.column], DECIMALS))
    # Its own old score lies nowhere above its new one, so it counts itself among nobody ahead.
    before, after = (
        np.searchsorted(others, -np.round(each, DECIMALS)) + 1 for each in (as_given, shaded)
    )
    table = pd.DataFrame(
        {
            "rank": before,
            "shaded_rank": after,
            "gain": before - after,
            "priority": as_given,
            "shaded_priority": shaded,
            "unverified": unverified,
        }
    )
    table = table.iloc[units.column]
    table.index = pd.Index([units.codes[row] for row in units.rows], name="code")
    return table.sort_index().sort_values("gain", ascending=False, kind="stable")


def shaded_units(units: RankedUnits, shading: float) -> RankedUnits:
    """The units with every unverified score s lowered to (1 − shading) · s."""
    unverified = np.isin(units.kinds, (CLAIMED, APPROVED))
    gaps = units.gaps[0]
    lowered = np.where(unverified, 1 - (1 - shading) * (1 - gaps), gaps)
    return replace(units, gaps=(lowered, units.gaps[1]))
