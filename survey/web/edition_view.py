"""One edition as its page shows it: what it says in short, the top of its list, what it was made from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forms.sentence import Sentence
from reports.annex.funding_sheets import MONEY
from reports.method_file import load_method
from reports.parameter_words import parameter_value, parameter_words
from reports.robustness import STANDING_WORDS, Standing
from survey.web.edition_shelf import Opened

MILLION = 1_000_000
FIRST = 30
PART_WORDS = {
    "round": Sentence("đợt khảo sát", "round"),
    "questionnaire": Sentence("bộ câu hỏi", "questionnaire"),
    "method": Sentence(
        "tham số, trọng số, ngân sách, sàn", "parameters, weights, budget and floors"
    ),
    "costs": Sentence("đơn giá", "unit costs"),
    "register": Sentence("danh mục xã", "register of communes"),
    "answers": Sentence("câu trả lời đã duyệt, mức bằng chứng", "approved answers, evidence"),
    "results": Sentence("kết quả", "results"),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of communes; ``spent`` and ``remote_spent`` in million VND, NaN without a budget."""

    communes: int
    ranked: int
    funded: int
    remote_funded: int
    spent: float
    remote_spent: float
    by_column: tuple[tuple[Sentence, int], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One commune of the list; NaN and None where the edition does not say. ``funded`` in million VND."""

    code: str
    name: str
    province: str
    rank: float
    low: float
    high: float
    priority: float
    funded: float
    chance: float
    standing: Sentence | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter with its range and reason; ``usual`` is the shipped value."""

    name: str
    value: float
    least: float
    most: float
    reason: Sentence
    usual: float

    @property
    def changed(self) -> bool:
        """Whether it is set to something else than usual."""
        return self.value != self.usual

    @property
    def label(self) -> Sentence:
        """What people call it."""
        return parameter_words(self.name)

    def shown(self, value: float) -> Sentence:
        """A value of it as people write it."""
        return parameter_value(self.name, value)


def summary_of(table: pd.DataFrame) -> Summary:
    """What the edition says of the country, from its places and figures by code."""
    has_budget = "funded" in table
    funded = table["funded"].astype(bool) if has_budget else pd.Series(False, index=table.index)
    money = table["funded_vnd"].astype(float) / MILLION if has_budget else None
    remote = table["remote"] == 1
    return Summary(
        len(table),
        int(table["rank"].notna().sum()),
        int(funded.sum()),
        int((funded & remote).sum()),
        math.nan if money is None else float(money.sum()),
        math.nan if money is None else float(money[remote].sum()),
        tuple(funded_by_column(table)),
    )


def funded_by_column(table: pd.DataFrame) -> Iterator[tuple[Sentence, int]]:
    """Each money column with how many communes are funded in it."""
    for name in map(str, table.columns):
        column = name.removeprefix("funded_")
        if name.startswith("funded_") and name != "funded_vnd":
            yield MONEY.get(column, Sentence(column, column)), int(table[name].astype(bool).sum())


def first_of(table: pd.DataFrame, first: int = FIRST) -> tuple[Listed, ...]:
    """The top of the list: by rank, equal ranks by code."""
    ranked = table[table["rank"].notna()].sort_index().sort_values("rank", kind="stable")
    rows = ranked.head(first).rename_axis("code").reset_index().to_dict("records")
    return tuple(listed({str(name): value for name, value in row.items()}) for row in rows)


def listed(row: dict[str, Any]) -> Listed:
    """One row of the table."""
    word = row.get("standing")
    vnd = number(row, "funded_vnd")
    return Listed(
        str(row["code"]),
        str(row["name"]),
        str(row["province_name"]),
        number(row, "rank"),
        number(row, "rank_low"),
        number(row, "rank_high"),
        number(row, "priority"),
        vnd / MILLION,
        100 * number(row, "chance"),
        STANDING_WORDS[Standing(word)] if word else None,
    )


def number(row: dict[str, Any], name: str) -> float:
    """A figure of the row; NaN where there is none."""
    value = row.get(name)
    return math.nan if value is None else float(value)


def settings_of(opened: Opened) -> tuple[Setting, ...]:
    """Every parameter that the edition was made with; one that is no longer shipped is unchanged."""
    usual = {each.name: each.value for each in load_method().parameters}
    return tuple(
        Setting(
            each.name,
            each.value,
            each.least,
            each.most,
            each.reason,
            usual.get(each.name, each.value),
        )
        for each in opened.inputs.scenario.method.parameters
    )
