"""Two editions side by side: who moved, who came in, who went out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from forms.sentence import Sentence
from reports.editions.frozen import freeze
from reports.editions.inputs import Inputs

# What may differ between two editions, in the order in which it is put in place of the other's: first
# what the communes are and say, then what is asked, then how it is weighed, then what things cost.
STAGES: Mapping[str, tuple[str, ...]] = {
    "answers": ("round", "register", "answers"),
    "questionnaire": ("questionnaire",),
    "method": ("method",),
    "costs": ("costs",),
}
STAGE_WORDS = {
    "answers": Sentence("câu trả lời và danh mục xã", "answers and register"),
    "questionnaire": Sentence("bộ câu hỏi", "questionnaire"),
    "method": Sentence("phương pháp, trọng số, ngân sách", "method, weights, budget"),
    "costs": Sentence("đơn giá", "unit costs"),
}

Package = tuple[str, str]
PREFIX = "funded_"


@dataclass(frozen=True)
class Comparison:
    """``changed``: the stages that differ. ``table``: a row for each unit of either edition, by code.

    rank_before, rank_after: NaN where not ranked; funded_before, funded_after: VND, NaN without a budget;
    by_…: how many ranks each changed stage moved the unit, adding up to
    rank_after − rank_before, NaN where it is not ranked all the way. ``before`` and ``after``: what each
    funds. ``reasons``: of every package that entered or left, the stage that last moved it.
    """

    changed: tuple[str, ...]
    table: pd.DataFrame
    before: frozenset[Package] = frozenset()
    after: frozenset[Package] = frozenset()
    reasons: Mapping[Package, str] = field(default_factory=dict)

    @property
    def moved(self) -> pd.DataFrame:
        """The units whose rank or funding changed, those that moved the most first."""
        table = self.table
        rank = table["rank_before"].fillna(-1) != table["rank_after"].fillna(-1)
        funded = {code for code, _ in self.before ^ self.after}
        some = table[rank | table.index.isin(funded)]
        size = (some["rank_after"] - some["rank_before"]).abs()
        # By code first, so that equal moves stay in the order of codes; a missing rank is the greatest move.
        by_code = size.fillna(np.inf).sort_index()
        return some.loc[by_code.sort_values(ascending=False, kind="stable").index]

    @property
    def entered(self) -> list[Package]:
        """The packages that are funded only in the later edition, by code and money column."""
        return sorted(self.after - self.before)

    @property
    def left(self) -> list[Package]:
        """The packages that are funded only in the earlier edition, by code and money column."""
        return sorted(self.before - self.after)


def compare(before: Inputs, after: Inputs) -> Comparison:
    """Calculate from one edition's inputs to the other's, stage by stage."""
    steps = list(stages(before, after))
    along = [before, *(inputs for _, inputs in steps)]
    tables = [freeze(inputs, draws=False).table for inputs in along]
    return compared(tables, [name for name, _ in steps])


def compared(tables: Sequence[pd.DataFrame], changed: Sequence[str]) -> Comparison:
    """The tables of k + 1 calculations, one after each of k changes, as a comparison of first and last."""
    first, last = tables[0], tables[-1]
    codes = first.index.union(last.index)
    ranks = [table["rank"].reindex(codes) for table in tables]
    moves = {f"by_{name}": ranks[at + 1] - ranks[at] for at, name in enumerate(changed)}
    table = pd.DataFrame(
        {
            "rank_before": ranks[0],
            "rank_after": ranks[-1],
            "funded_before": funded_vnd(first, codes),
            "funded_after": funded_vnd(last, codes),
            **moves,
        },
        index=codes,
    )
    funded = [packages_in(each) for each in tables]
    reasons = reasons_of(funded, changed)
    return Comparison(tuple(changed), table, funded[0], funded[-1], reasons)


def reasons_of(funded: Sequence[frozenset[Package]], changed: Sequence[str]) -> dict[Package, str]:
    """Of every package that is funded first or last only, the change that last let it in or out."""
    differ = funded[0] ^ funded[-1]
    return {
        package: name
        for at, name in enumerate(changed)
        for package in (funded[at] ^ funded[at + 1]) & differ
    }


def stages(before: Inputs, after: Inputs) -> Iterator[tuple[str, Inputs]]:
    """Each stage that differs, with the inputs once it is as in ``after``; the last ones are ``after``."""
    texts = dict(before.texts)
    for name, parts in STAGES.items():
        if any(texts[part] != after.texts[part] for part in parts):
            texts |= {part: after.texts[part] for part in parts}
            yield name, Inputs(dict(texts))


def funded_vnd(table: pd.DataFrame, codes: pd.Index) -> pd.Series:
    """What each unit gets; NaN where there is no budget or no such unit."""
    if "funded_vnd" not in table:
        return pd.Series(np.nan, index=codes)
    return table["funded_vnd"].reindex(codes)


def packages_in(table: pd.DataFrame) -> frozenset[Package]:
    """The funded packages: code and money column."""
    names = [str(name) for name in table.columns]
    columns = [each for each in names if each.startswith(PREFIX) and each != "funded_vnd"]
    return frozenset(
        (str(code), name.removeprefix(PREFIX))
        for name in columns
        for code in table.index[table[name].astype(bool)]
    )
