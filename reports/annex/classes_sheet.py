"""The annex's sheet of classes: how sure each commune's funding is, and how many there are of each class."""

from __future__ import annotations

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.annex.funding_sheets import PLACE, frozen_of, standing_words, write_place
from reports.annex.topics import MILLION, Topic
from reports.annex.writing import FIRST_ROW, Sheet
from reports.robustness import STANDING_WORDS, Standing

HEADINGS = (
    *PLACE,
    (Sentence("Thứ hạng", "Rank"), 9),
    (Sentence("Từ hạng", "Rank from"), 9),
    (Sentence("Đến hạng", "Rank to"), 9),
    (Sentence("Được cấp, triệu đồng", "Funded, million dong"), 14),
    (Sentence("Khả năng được cấp", "Chance of funding"), 12),
    (Sentence("Mức chắc chắn", "How sure"), 24),
)
WIDTHS = tuple(width for _, width in HEADINGS)
COUNTS = Sentence(
    "{word}: {n} xã, trong đó {funded} xã được cấp {sum} triệu đồng ({meaning}).",
    "{word}: {n} communes, of which {funded} are funded with {sum} million dong ({meaning}).",
)
MEANINGS = {
    Standing.FIRM_IN: Sentence(
        "được cấp ở ít nhất 95% các cách tính",
        "funded under at least 95% of the choices of method",
    ),
    Standing.LIKELY: Sentence("50–95%", "50–95%"),
    Standing.MARGINAL: Sentence("5–50%", "5–50%"),
    Standing.FIRM_OUT: Sentence("dưới 5%", "below 5%"),
}
ORDER = {each.value: place for place, each in enumerate(Standing)}


def write_classes(page: Sheet) -> None:
    """The classes with their counts, then every commune that could be funded: by class, then by rank."""
    frozen, _ = frozen_of(page)
    table = page.annex.places.join(frozen.table, how="inner")
    table = table[table["standing"].isin(list(ORDER))]
    at = FIRST_ROW
    for standing in Standing:
        rows = table[table["standing"] == standing.value]
        funded = rows["funded"].astype(bool)
        said = COUNTS.filled(
            word=STANDING_WORDS[standing],
            n=both_ways(len(rows)),
            funded=both_ways(int(funded.sum())),
            sum=both_ways(round(float(rows["funded_vnd"].sum()) / MILLION)),
            meaning=MEANINGS[standing],
        )
        page.paragraph(at, said, WIDTHS)
        at += 1
    page.cells.set_row(at, 48)
    page.head(at, [heading for heading, _ in HEADINGS])
    page.cells.freeze_panes(at + 1, 4)
    page.cells.repeat_rows(at)
    ordered = table.assign(order=table["standing"].map(ORDER))
    ordered = ordered.sort_values(["order", "rank"], kind="stable")
    for number, row in enumerate(ordered.reset_index().to_dict("records"), 1):
        write_place(page, at + number, number, row)
        for column, name in enumerate(("rank", "rank_low", "rank_high"), 4):
            page.number(at + number, column, row[name], "whole")
        page.number(at + number, 7, row["funded_vnd"] / MILLION, "whole")
        page.number(at + number, 8, row["chance"], "share")
        page.text(at + number, 9, page.annex.say(standing_words(row["standing"])))


CLASSES = Topic(
    Sentence("Mức chắc chắn được cấp", "Classes of certainty"),
    Sentence(
        "MỨC CHẮC CHẮN ĐƯỢC CẤP KINH PHÍ QUA CÁC CÁCH TÍNH",
        "HOW SURE FUNDING IS OVER OTHER CHOICES OF METHOD",
    ),
    WIDTHS,
    write_classes,
)
