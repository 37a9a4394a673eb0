"""What a scenario would do, as its page shows it: to the country, and to the commune that it is about."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from forms.sentence import Sentence
from reports.editions.comparison import Comparison
from reports.editions.preview import Preview
from reports.editions.scenario_steps import CHANGES
from survey.web.comparison_view import Differences, columns_of, differences_of
from survey.web.edition_view import Summary, summary_of
from survey.web.scenario_ground import Ground

MILLION = 1_000_000
VERDICTS = {
    (True, True): Sentence("Vẫn được cấp kinh phí.", "Still funded."),
    (True, False): Sentence("Không còn được cấp kinh phí.", "No longer funded."),
    (False, True): Sentence("Được cấp kinh phí, trước đó không.", "Funded now, not before."),
    (False, False): Sentence("Vẫn không được cấp kinh phí.", "Not funded, neither before."),
}
UNRANKED = Sentence(
    "Chưa được xếp hạng vì thiếu số liệu nên không được xét cấp kinh phí.",
    "Not ranked for want of figures, so it is no candidate for money.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a commune stands in one calculation: rank (NaN: none), what it gets in million VND, for what."""

    rank: float
    funded: float
    columns: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The commune that the scenario is about, before and after; ``why``: the changes that did it."""

    code: str
    name: str
    province: str
    before: Place
    after: Place
    why: tuple[Sentence, ...]

    @property
    def verdict(self) -> Sentence:
        """Whether it is funded; a commune without a rank is no candidate."""
        if math.isnan(self.after.rank):
            return UNRANKED
        return VERDICTS[self.before.funded > 0, self.after.funded > 0]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``gap``: how much better another choice could be at the most, per cent; NaN without a budget."""

    before: Summary
    after: Summary
    gap: float
    differences: Differences
    about: About | None


def outcome_view(on: Ground, after: Preview, found: Comparison, commune: str) -> Outcome:
    """The whole outcome; ``commune`` is a code, empty for none."""
    places = on.basis.places
    if on.before.basis is not on.basis:
        places = places.combine_first(on.before.basis.places)
    return Outcome(
        summary_of(on.before.basis.places.join(on.before.table)),
        summary_of(on.basis.places.join(after.table)),
        math.nan if after.selection is None else 100 * after.selection.gap,
        differences_of(found, places, CHANGES),
        about(places, found, commune) if commune in found.table.index else None,
    )


def about(places: pd.DataFrame, found: Comparison, code: str) -> About:
    """One commune before and after."""
    row = found.table.loc[[code]].to_dict("records")[0]
    # A rank that came or went is a move too: it has no number. Who never had one does not move.
    ranked = not (math.isnan(row["rank_before"]) and math.isnan(row["rank_after"]))
    moved = [name for name in found.changed if ranked and row[f"by_{name}"] != 0]
    funded = [found.reasons[each] for each in found.before ^ found.after if each[0] == code]
    named = places.loc[code]
    sides = (("before", found.before), ("after", found.after))
    before, after = (
        Place(
            float(row[f"rank_{side}"]),
            float(row[f"funded_{side}"]) / MILLION,
            columns_of(sorted(each for each in packages if each[0] == code)),
        )
        for side, packages in sides
    )
    causes = [name for name in CHANGES if name in {*moved, *funded}]
    names = str(named["name"]), str(named["province_name"])
    return About(code, *names, before, after, tuple(CHANGES[each] for each in causes))
