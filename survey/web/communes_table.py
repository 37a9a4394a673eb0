"""The ministry's table of communes: what an address asks for, and the rows that answer it.

Everything a reader chooses (filters, search, order, page) stands in the address, so that a view can
be sent to a colleague. An address that asks for nonsense is read as the default, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd
from werkzeug.datastructures import MultiDict

from survey.communes import plain

PAGE_LENGTH = 100
KINDS = ("xa", "phuong", "dac_khu")
REMOTE = ("yes", "no", "unknown")
RANKED = ("yes", "no")
# These read best from the greatest down; all others from the least up.
GREATEST_FIRST = ("priority", "remoteness", "need_", "gap")


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What the reader asked for. Empty text is "no filter"; ``order`` is ``asc`` or ``desc``.

    ``columns``: the names of the columns to show with dots between, empty for all of them.
    """

    province: str = ""
    kind: str = ""
    remote: str = ""
    ranked: str = ""
    search: str = ""
    sort: str = "rank"
    order: str = "asc"
    page: int = 1
    columns: str = ""

    @property
    def chosen(self) -> frozenset[str]:
        """The columns to show; none for all."""
        return frozenset(filter(None, self.columns.split(".")))


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of rows, with where it stands: ``number`` of ``pages``, ``total`` rows found."""

    rows: pd.DataFrame
    number: int
    pages: int
    total: int

    def records(self) -> list[dict[str, Any]]:
        """The rows as plain dictionaries, the code among them."""
        numbered = self.rows.rename_axis("code").reset_index()
        return [
            {str(name): value for name, value in row.items()} for row in numbered.to_dict("records")
        ]

    @property
    def first(self) -> int:
        """The position of the first row shown among all found, from 1; 0 where none is."""
        return (self.number - 1) * PAGE_LENGTH + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The position of the last row shown."""
        return min(self.number * PAGE_LENGTH, self.total)


def read_query(arguments: Mapping[str, str], sortable: tuple[str, ...]) -> TableQuery:
    """Read an address's arguments; what is unknown or malformed counts as not given."""
    sort = _one_of(arguments.get("sort", ""), sortable) or "rank"
    return TableQuery(
        province=arguments.get("province", ""),
        kind=_one_of(arguments.get("kind", ""), KINDS),
        remote=_one_of(arguments.get("remote", ""), REMOTE),
        ranked=_one_of(arguments.get("ranked", ""), RANKED),
        search=arguments.get("search", "").strip()[:100],
        sort=sort,
        order=_one_of(arguments.get("order", ""), ("asc", "desc")) or natural_order(sort),
        page=_page_number(arguments.get("page", "")),
        columns=columns_chosen(arguments, sortable),
    )


def columns_chosen(arguments: Mapping[str, str], known: tuple[str, ...]) -> str:
    """The chosen columns in the table's order: of an address (``columns``), or ticked (``column`` by each)."""
    ticked = arguments.getlist("column") if isinstance(arguments, MultiDict) else []
    asked = {*arguments.get("columns", "").split("."), *ticked}
    chosen = [name for name in known if name in asked]
    return "" if len(chosen) == len(known) else ".".join(chosen)


def address(query: TableQuery, **changes: object) -> dict[str, str]:
    """The arguments of an address with these changes; only what differs from the default."""
    asked = replace(query, **changes)  # type: ignore[arg-type]
    default = replace(TableQuery(), order=natural_order(asked.sort))
    return {
        field.name: str(getattr(asked, field.name))
        for field in fields(TableQuery)
        if getattr(asked, field.name) != getattr(default, field.name)
    }


def filters_of(query: TableQuery) -> TableQuery:
    """Which communes a query means, without how they are sorted and cut."""
    return TableQuery(query.province, query.kind, query.remote, query.ranked, query.search)


def sorted_by(query: TableQuery, column: str) -> dict[str, str]:
    """The address that a column's heading leads to: its natural order, or turned round."""
    order = natural_order(column)
    if query.sort == column:
        order = "desc" if query.order == "asc" else "asc"
    return address(query, sort=column, order=order, page=1)


def natural_order(column: str) -> str:
    """The order in which a column is first sorted."""
    return "desc" if column.startswith(GREATEST_FIRST) else "asc"


def matching(table: pd.DataFrame, query: TableQuery) -> pd.DataFrame:
    """The rows that pass every filter. The search ignores marks and case, and matches codes."""
    wanted = pd.Series(True, index=table.index)
    if query.province:
        wanted &= table["province_code"] == query.province
    if query.kind:
        wanted &= table["kind"] == query.kind
    if query.remote:
        wanted &= table["remote_word"] == query.remote
    if query.ranked:
        wanted &= table["ranked"] == (query.ranked == "yes")
    for word in plain(query.search).split():
        wanted &= table["search_text"].str.contains(word, regex=False)
    return table[wanted]


def in_order(table: pd.DataFrame, query: TableQuery) -> pd.DataFrame:
    """Rows in the order asked for: missing values last either way, equal values by code."""
    column = {"name": "name_order", "province": "province_order"}.get(query.sort, query.sort)
    by_code = table.sort_index() if column == "code" else table.sort_index(kind="stable")
    if column == "code":
        return by_code if query.order == "asc" else by_code.iloc[::-1]
    return by_code.sort_values(
        column, ascending=query.order == "asc", na_position="last", kind="stable"
    )


def page_of(table: pd.DataFrame, query: TableQuery) -> TablePage:
    """Filter, sort and cut to one page; a page past the end is the last one."""
    found = in_order(matching(table, query), query)
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    number = min(query.page, pages)
    rows = found.iloc[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    return TablePage(rows, number, pages, len(found))


def _one_of(text: str, allowed: tuple[str, ...]) -> str:
    return text if text in allowed else ""


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
