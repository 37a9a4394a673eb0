"""The annex's sheets of money: who is funded, three lists side by side, floors and their price, certainty."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.annex.floors_sheet import FLOOR_COLUMNS, write_floors
from reports.annex.topics import MILLION, TOTAL, Topic, top
from reports.annex.writing import FIRST_ROW, Sheet
from reports.editions.frozen import FrozenEdition
from reports.funding.lists import FundedList, marginal, three_lists
from reports.robustness import STANDING_WORDS, Standing
from reports.selection import Selection

# What a money column is called; another questionnaire's columns keep their own names.
MONEY = {
    "infrastructure": Sentence("Hạ tầng", "Infrastructure"),
    "digitisation": Sentence("Số hóa", "Digitisation"),
    "skills": Sentence("Kỹ năng", "Skills"),
}
PLACE = (
    (Sentence("STT", "No."), 6),
    (Sentence("Mã", "Code"), 8),
    (Sentence("Tỉnh", "Province"), 20),
    (Sentence("Xã", "Commune"), 24),
)
SUMMARY = Sentence(
    "Cả nước: ngân sách {budget} triệu đồng; đã chọn {spent}; {n} xã. Lợi ích đạt {share}% mức tốt nhất có thể "
    "(kém phương án tối ưu không quá {gap}%).",
    "The whole country: budget {budget} million dong; chosen {spent}; {n} communes. The benefit reaches {share}% of the best "
    "possible (certified gap {gap}%).",
)
LIST_NAMES = {
    "need": Sentence("Theo thứ hạng ưu tiên", "By priority rank"),
    "value": Sentence("Theo lợi ích trên chi phí", "By value for money"),
    "selected": Sentence("Danh mục được chọn", "Funded list"),
}
BOUGHT = Sentence(
    "{name}: chi {spent} triệu đồng, mua được {share}% lợi ích có thể.",
    "{name}: spends {spent} million dong and buys {share}% of the attainable benefit.",
)
NEXT = Sentence("Thêm 1 tỷ đồng sẽ mua được: {what}.", "One more billion dong would buy: {what}.")
PACKAGE = Sentence("{name} – {column} ({cost})", "{name} – {column} ({cost})")
AND_MORE = Sentence("{what}; và {n} gói nữa", "{what}; and {n} more")
MOST_NAMED = 10
NOTHING_MORE = Sentence("không còn gói nào", "no further package")
YES = "x"


def frozen_of(page: Sheet) -> tuple[FrozenEdition, Selection]:
    """The edition being written, which has a budget."""
    frozen = page.annex.frozen
    assert frozen is not None
    assert frozen.selection is not None
    return frozen, frozen.selection


def write_funded(page: Sheet) -> None:
    """The communes that are funded, by rank: what each gets, and how sure that is."""
    frozen, selection = frozen_of(page)
    packages = selection.packages
    names = [money_words(name) for name in packages.columns]
    columns = (
        *PLACE,
        (Sentence("Thứ hạng", "Rank"), 8),
        (Sentence("Từ hạng", "Rank from"), 8),
        (Sentence("Đến hạng", "Rank to"), 8),
        *((name, 12) for name in names),
        (Sentence("Tổng được cấp", "Funded in all"), 13),
        (Sentence("Khả năng được cấp", "Chance of funding"), 10),
        (Sentence("Mức chắc chắn", "How sure"), 18),
    )
    # Before the table: after it, it would print alone where the table ends with a page.
    page.paragraph(FIRST_ROW - 1, in_words(selection), [width for _, width in columns])
    heads = FIRST_ROW + 1
    top(page, columns, heads)
    spent = np.where(selection.chosen, packages.cost, 0.0)
    sums = pd.DataFrame(spent, index=list(packages.codes), columns=range(len(names)))
    table = page.annex.places.join(frozen.table, how="inner").join(sums)
    table = table[table["funded"].astype(bool)].sort_values("rank", kind="stable")
    total = heads + 2
    page.cells.merge_range(total, 0, total, 6, page.annex.say(TOTAL), page.formats["sum_text"])
    for at in range(len(names)):
        page.number(total, 7 + at, float(table[at].sum()) / MILLION, "sum_whole")
    page.number(total, 7 + len(names), float(table["funded_vnd"].sum()) / MILLION, "sum_whole")
    for number, row in enumerate(table.reset_index().to_dict("records"), 1):
        write_funded_commune(page, total + number, number, row, len(names))
    page.cells.freeze_panes(total + 1, 4)
    page.cells.repeat_rows(heads, heads + 1)


def write_funded_commune(
    page: Sheet, at: int, number: int, row: Mapping[Hashable, Any], columns: int
) -> None:
    """One funded commune's line."""
    write_place(page, at, number, row)
    for column, name in enumerate(("rank", "rank_low", "rank_high"), 4):
        page.number(at, column, float(row.get(name, math.nan)), "whole")
    for column in range(columns):
        page.number(at, 7 + column, row[column] / MILLION, "whole")
    page.number(at, 7 + columns, row["funded_vnd"] / MILLION, "whole")
    page.number(at, 8 + columns, float(row.get("chance", math.nan)), "share")
    page.text(at, 9 + columns, page.annex.say(standing_words(row.get("standing"))))


def write_place(page: Sheet, at: int, number: int, row: Mapping[Hashable, Any]) -> None:
    """Number, code, province and commune."""
    page.number(at, 0, number, "centre")
    page.text(at, 1, row["code"], "code")
    page.text(at, 2, row["province_name"])
    page.text(at, 3, row["name"])


def standing_words(standing: object) -> Sentence:
    """A standing's words; nothing where there is none."""
    return STANDING_WORDS[Standing(standing)] if standing else Sentence("", "")


def in_words(selection: Selection) -> Sentence:
    """What the budget bought, with its certified gap."""
    share = selection.benefit / selection.bound if selection.bound else 1.0
    return SUMMARY.filled(
        budget=million(selection.budget),
        spent=million(selection.spent),
        n=both_ways(int(selection.chosen.any(axis=1).sum())),
        share=both_ways(100 * share, 2),
        # Upwards, since it says “at most”; what is less than a millionth of a step is the machine's own.
        gap=both_ways(math.ceil(round(1e5 * selection.gap, 6)) / 1000, 3),
    )


def million(vnd: float) -> Sentence:
    """Whole million dong as people write them."""
    return both_ways(round(vnd / MILLION))


def write_three_lists(page: Sheet) -> None:
    """Every commune that one of the three lists funds, and which of them do."""
    frozen, selection = frozen_of(page)
    lists = three_lists(selection, frozen.edition.priority.rank)
    by_name = {"need": lists.need, "value": lists.value, "selected": lists.selected}
    columns = (*PLACE, (Sentence("Thứ hạng", "Rank"), 9), *((LIST_NAMES[n], 18) for n in by_name))
    said = [bought(LIST_NAMES[name], found) for name, found in by_name.items()]
    for at, sentence in enumerate((*said, next_billion(page, selection)), FIRST_ROW):
        page.paragraph(at, sentence, [width for _, width in columns])
    at = FIRST_ROW + len(said)
    page.head(at + 1, [heading for heading, _ in columns])
    page.tall_enough(at + 1, *((page.annex.say(heading), width) for heading, width in columns))
    table = page.annex.table()
    chosen = pd.DataFrame(
        {name: found.chosen.any(axis=1) for name, found in by_name.items()},
        index=list(selection.packages.codes),
    )
    some = table.join(chosen[chosen.any(axis=1)], how="inner").sort_values("rank", kind="stable")
    for number, row in enumerate(some.reset_index().to_dict("records"), 1):
        write_place(page, at + 1 + number, number, row)
        page.number(at + 1 + number, 4, row["rank"], "whole")
        for column, name in enumerate(by_name, 5):
            page.text(at + 1 + number, column, YES if row[name] else "", "centre")
    page.cells.repeat_rows(at + 1)


def bought(name: Sentence, found: FundedList) -> Sentence:
    """What one list spends and buys."""
    share = both_ways(100 * found.share, 1)
    return BOUGHT.filled(name=name, spent=million(found.spent), share=share)


def next_billion(page: Sheet, selection: Selection) -> Sentence:
    """The packages that one more billion dong would buy: the first of them by name."""
    more = marginal(selection)
    packages, places = selection.packages, page.annex.places
    bought = [
        PACKAGE.filled(
            name=str(places["name"].get(packages.codes[row])),
            column=money_words(packages.columns[column]),
            cost=million(cost),
        )
        for row, column, cost in zip(more.rows, more.columns, more.cost, strict=True)
    ]
    named, left = bought[:MOST_NAMED], len(bought) - MOST_NAMED
    what = Sentence("; ".join(each.vi for each in named), "; ".join(each.en for each in named))
    if left > 0:
        what = AND_MORE.filled(what=what, n=both_ways(left))
    return NEXT.filled(what=what if bought else NOTHING_MORE)


def money_words(column: str) -> Sentence:
    """What a money column is called."""
    return MONEY.get(column, Sentence(column, column))


FUNDED = Topic(
    Sentence("Danh mục được cấp", "Funded list"),
    Sentence("DANH MỤC XÃ ĐƯỢC CẤP KINH PHÍ", "COMMUNES FUNDED WITHIN THE BUDGET"),
    (*(width for _, width in PLACE), 8, 8, 8, 12, 12, 12, 13, 10, 18),
    write_funded,
)
FUNDING_TOPICS = (
    FUNDED,
    Topic(
        Sentence("Ba danh sách", "Three lists"),
        Sentence("BA CÁCH CHỌN VỚI CÙNG MỘT NGÂN SÁCH", "THREE WAYS TO SPEND THE SAME BUDGET"),
        (*(width for _, width in PLACE), 9, 18, 18, 18),
        write_three_lists,
    ),
    Topic(
        Sentence("Sàn ngân sách", "Floors"),
        Sentence("SÀN NGÂN SÁCH VÀ GIÁ CỦA MỖI SÀN", "FLOORS OF THE BUDGET AND THEIR PRICE"),
        tuple(width for _, width in FLOOR_COLUMNS),
        write_floors,
    ),
)
