"""Who comes in, who goes out and who moves between two calculations, and what made each do so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from forms.sentence import Sentence
from reports.annex.funding_sheets import MONEY
from reports.editions.comparison import Comparison

MILLION = 1_000_000
MOST_SHOWN = 100
Words = Mapping[str, Sentence]


@dataclass(frozen=True, slots=True)
class Moved:
    """A commune whose funding changed; sums in million VND. ``why``: the changes that made it."""

    code: str
    name: str
    province: str
    before: float
    after: float
    entered: tuple[Sentence, ...]
    left: tuple[Sentence, ...]
    why: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A commune that moved in rank; NaN where not ranked. ``parts``: ranks by each change, adding up."""

    code: str
    name: str
    province: str
    before: float
    after: float
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Communes of one kind: all that there are, the first of them, and what they get before and after."""

    count: int
    shown: tuple[Moved, ...]
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Differences:
    """``changed``: what differs, in words. A commune enters where it got nothing before."""

    changed: tuple[Sentence, ...]
    entering: Side
    leaving: Side
    altered: Side
    shifts: tuple[Shift, ...]
    shifted: int


def differences_of(found: Comparison, places: pd.DataFrame, words: Words) -> Differences:
    """The comparison as a page shows it; ``places`` by code, ``words`` of each change."""
    communes = moved_communes(found, places, words)
    sides = {name: side_of(each for each in communes if kind(each) == name) for name in KINDS}
    ranks = found.table["rank_before"].fillna(-1) != found.table["rank_after"].fillna(-1)
    return Differences(
        tuple(words[each] for each in found.changed),
        sides["entering"],
        sides["leaving"],
        sides["altered"],
        shifts_of(found, places),
        int(ranks.sum()),
    )


KINDS = ("entering", "leaving", "altered")


def kind(each: Moved) -> str:
    """Whether a commune comes in, goes out, or gets something else than before."""
    if each.before > 0 < each.after:
        return "altered"
    return "entering" if each.after > 0 else "leaving"


def side_of(communes: Iterable[Moved]) -> Side:
    """Communes of one kind, those with the most money first."""
    found = sorted(communes, key=lambda each: (-max(each.before, each.after), each.code))
    before, after = sum(each.before for each in found), sum(each.after for each in found)
    return Side(len(found), tuple(found[:MOST_SHOWN]), before, after)


def moved_communes(found: Comparison, places: pd.DataFrame, words: Words) -> list[Moved]:
    """Every commune with a package that is funded in one of the two only."""
    by_code: dict[str, list[tuple[str, str]]] = {}
    for package in sorted(found.before ^ found.after):
        by_code.setdefault(package[0], []).append(package)
    table = found.table[["funded_before", "funded_after"]].fillna(0.0) / MILLION
    sums = table.loc[list(by_code)].to_dict("index")
    named = places.loc[list(by_code), ["name", "province_name"]].to_dict("index")
    return [
        Moved(
            code,
            str(named[code]["name"]),
            str(named[code]["province_name"]),
            float(sums[code]["funded_before"]),
            float(sums[code]["funded_after"]),
            columns_of(each for each in packages if each in found.after),
            columns_of(each for each in packages if each in found.before),
            tuple(words[name] for name in dict.fromkeys(found.reasons[each] for each in packages)),
        )
        for code, packages in by_code.items()
    ]


def columns_of(packages: Iterable[tuple[str, str]]) -> tuple[Sentence, ...]:
    """The money columns of packages, in words."""
    return tuple(MONEY.get(column, Sentence(column, column)) for _, column in packages)


def shifts_of(found: Comparison, places: pd.DataFrame) -> tuple[Shift, ...]:
    """The communes that moved the most in rank."""
    table = found.moved
    table = table[table["rank_before"].fillna(-1) != table["rank_after"].fillna(-1)]
    rows = table.head(MOST_SHOWN).join(places[["name", "province_name"]])
    parts = [f"by_{name}" for name in found.changed]
    return tuple(
        Shift(
            str(code),
            str(row["name"]),
            str(row["province_name"]),
            float(row["rank_before"]),
            float(row["rank_after"]),
            tuple(float(row[part]) for part in parts),
        )
        for code, row in rows.to_dict("index").items()
    )
