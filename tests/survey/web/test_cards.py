"""Rows of a table as cards: every cell is told its column, and nothing else of the table changes."""

from __future__ import annotations

import re

from survey.web.cards import cards

HEAD = "<thead><tr><th scope='col'>Xã</th><th class='figure'>Nhu cầu, <abbr>triệu</abbr> đồng</th><th>Ghi “chú”</th></tr></thead>"


def table(rows: str, head: str = HEAD) -> str:
    return f"<table><caption>Bảng</caption>{head}<tbody>{rows}</tbody></table>"


def labels(made: str) -> list[str]:
    return re.findall(r'data-label="([^"]*)"', made)


def test_every_cell_but_the_rows_own_heading_carries_the_heading_of_its_column() -> None:
    rows = '<tr><th scope="row">A</th><td class="figure">1</td><td>x</td></tr>'
    made = cards(table(rows * 2))
    assert labels(made) == ["Nhu cầu, triệu đồng", "Ghi “chú”"] * 2
    assert made.startswith('<table class="cards">')
    assert made.count('class="figure"') == 2


def test_nothing_but_the_class_and_the_labels_is_added() -> None:
    whole = table(
        '<tr><th scope="row">A &lt; B</th><td>1</td><td><a href="/x?a=1&amp;b=2">y</a></td></tr>'
    )
    made = re.sub(r' data-label="[^"]*"', "", str(cards(whole)))
    assert made.replace(' class="cards"', "") == whole


def test_a_cell_over_several_columns_moves_those_after_it() -> None:
    made = cards(table('<tr class="sum"><th colspan="2">Tổng</th><td>9</td></tr>'))
    assert labels(made) == ["Ghi “chú”"]


def test_a_heading_that_is_only_read_aloud_labels_nothing_and_quotes_stay_inside() -> None:
    head = '<thead><tr><th>A</th><th><span class="hidden">Thanh</span></th><th>Số "thật"</th></tr></thead>'
    made = cards(table("<tr><th>1</th><td>||</td><td>2</td></tr>", head))
    assert labels(made) == ["Số &#34;thật&#34;"]


def test_a_table_with_a_class_of_its_own_keeps_it() -> None:
    assert cards('<table class="sorts"><thead></thead></table>').startswith(
        '<table class="cards sorts">'
    )
