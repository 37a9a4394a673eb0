"""Why a commune stands where it does: its largest gaps in words, who stands next to it, what an edition says."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from forms.numbers import as_typed
from forms.sentence import Sentence
from reports.editions.explanation import explained
from reports.robustness import STANDING_WORDS, Standing
from survey.deciding.editions import StoredEdition
from survey.deciding.scoring import Scored
from survey.store import editions

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Near:
    """A commune next to this one in the list; ``ahead``: its points of priority more than this one's."""

    code: str
    name: str
    province: str
    rank: int
    ahead: float


@dataclass(frozen=True, slots=True)
class Published:
    """What the round's published edition says of the commune; NaN and None where it says nothing.

    ``low`` to ``high``: the rank's method interval. ``funded``, ``budget``: million dong. ``chance``: per cent.
    """

    number: int
    name: str
    rank: float
    low: float
    high: float
    funded: float | None
    chance: float
    standing: Sentence | None
    budget: float | None

    @property
    def half(self) -> str | None:
        """Half its budget, as a scenario's address has it; None without a budget."""
        return None if self.budget is None else as_typed(self.budget / 2).en


@dataclass(frozen=True, slots=True)
class Ranked:
    """The commune in the list as it stands now."""

    largest: tuple[Sentence, ...]
    near: tuple[Near, ...]


def ranked_in(scored: Scored, code: str) -> Ranked | None:
    """Its largest gaps and its neighbours; None where it is not ranked."""
    row = scored.edition.readiness.codes.index(code)
    if math.isnan(scored.edition.priority.score[row]):
        return None
    found = explained(scored.edition, code)
    places = scored.places
    near = tuple(
        Near(
            each.code,
            str(places["name"].get(each.code)),
            str(places["province_name"].get(each.code)),
            each.rank,
            each.ahead,
        )
        for each in found.neighbours
    )
    return Ranked(tuple(gap.in_words() for gap in found.largest), near)


def published_of(conn: Connection, round_id: int, code: str) -> Published | None:
    """The commune in the round's published edition; None where there is none, or it is not in it."""
    edition = editions.published_edition(conn, round_id)
    figures = None if edition is None else editions.row_of_edition(conn, edition.id, code)
    if edition is None or figures is None:
        return None
    return said(edition, json.loads(figures))


def said(edition: StoredEdition, row: Mapping[str, Any]) -> Published:
    """One row of an edition as the page shows it."""
    figures = {
        key: missing_as_nan(row.get(key)) for key in ("rank", "rank_low", "rank_high", "chance")
    }
    vnd, word = row.get("funded_vnd"), row.get("standing")
    return Published(
        edition.id,
        edition.name,
        figures["rank"],
        figures["rank_low"],
        figures["rank_high"],
        None if vnd is None else vnd / MILLION,
        100 * figures["chance"],
        STANDING_WORDS[Standing(word)] if word else None,
        None if edition.budget is None else edition.budget / MILLION,
    )


def missing_as_nan(value: float | None) -> float:
    """The number, NaN where there is none."""
    return math.nan if value is None else float(value)
