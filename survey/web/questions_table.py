"""The ministry's table of questions: its columns, how it is sorted, each cell as a reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.authoring import words
from reports.authoring.report import AuthoringReport, QuestionReport
from reports.authoring.verdicts import Verdict

Take = Callable[[QuestionReport], float]
# A name that is no question's score, so that what is not scored reads as a dash and not as unknown.
FORM_ORDER = "form"
VERDICT = "verdict"
GRAVITY = {verdict: at for at, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: its name in the address, its heading, its value, decimals, and how to read it."""

    name: str
    label: Sentence
    take: Take
    decimals: int
    meaning: Sentence
    per_cent: bool = False
    of_scored: bool = True


MISSING = words.Term(
    Sentence("Không có câu trả lời, %", "Without an answer, %"),
    Sentence(
        "Tỷ lệ đơn vị thuộc diện hỏi mà chưa có số liệu hoặc bỏ trống.",
        "The share of the units it applies to that have no figure yet or left it open.",
    ),
)
MEAN = words.Term(
    Sentence("Điểm bình quân", "Mean score"),
    Sentence(
        "Bình quân điểm 0–100 của các đơn vị có trả lời.",
        "The mean of the 0–100 scores of those that answered.",
    ),
)


def with_unit(term: words.Term, unit: Sentence) -> Sentence:
    """A heading with its unit."""
    return Sentence(f"{term.name.vi}, {unit.vi}", f"{term.name.en}, {unit.en}")


PER_CENT = Sentence("%", "%")
PLACES = Sentence("bậc", "places")
COLUMNS = (
    Column(
        "missing", MISSING.name, lambda q: q.figures.counts.missing, 1, MISSING.meaning, True, False
    ),
    Column(
        "mean", MEAN.name, lambda q: q.figures.score.mean if q.figures.score else 0, 1, MEAN.meaning
    ),
    Column(
        "floor",
        Sentence("Ở 0 điểm, %", "At 0 points, %"),
        lambda q: q.figures.floor,
        1,
        words.ENDS.meaning,
        True,
    ),
    Column(
        "ceiling",
        Sentence("Ở 100 điểm, %", "At 100 points, %"),
        lambda q: q.figures.ceiling,
        1,
        words.ENDS.meaning,
        True,
    ),
    Column(
        "nominal",
        with_unit(words.NOMINAL, PER_CENT),
        lambda q: q.figures.effect.nominal,
        1,
        words.NOMINAL.meaning,
        True,
    ),
    Column(
        "effective",
        with_unit(words.EFFECTIVE, PER_CENT),
        lambda q: q.figures.effect.effective,
        1,
        words.EFFECTIVE.meaning,
        True,
    ),
    Column(
        "levelled",
        with_unit(words.LEVELLED, PLACES),
        lambda q: q.figures.effect.levelled.mean,
        1,
        words.LEVELLED.meaning,
    ),
    Column(
        "without",
        with_unit(words.WITHOUT, PLACES),
        lambda q: q.figures.effect.without.mean,
        1,
        words.WITHOUT.meaning,
    ),
    Column(
        "item_section",
        words.ITEM_SECTION.name,
        lambda q: q.figures.item_section,
        2,
        words.ITEM_SECTION.meaning,
    ),
    Column(
        "item_index",
        words.ITEM_INDEX.name,
        lambda q: q.figures.item_index,
        2,
        words.ITEM_INDEX.meaning,
    ),
    Column("alpha", words.ALPHA.name, lambda q: q.figures.alpha_without, 2, words.ALPHA.meaning),
)
BY_NAME = {column.name: column for column in COLUMNS}
SORTABLE = (FORM_ORDER, VERDICT, *BY_NAME)


@dataclass(frozen=True, slots=True)
class Order:
    """What the table is sorted by; ``down`` is from the greatest."""

    name: str
    down: bool

    def turned(self, name: str) -> dict[str, str]:
        """The address that a column's heading leads to: its first order, or turned round."""
        down = not self.down if name == self.name else name in BY_NAME
        return {"sort": name, "order": "desc" if down else "asc"}


def read_order(arguments: Mapping[str, str]) -> Order:
    """What an address asks for; what is unknown counts as the form's own order."""
    name = arguments.get("sort", FORM_ORDER)
    if name not in SORTABLE:
        name = FORM_ORDER
    asked = arguments.get("order", "")
    return Order(name, asked == "desc" if asked in ("asc", "desc") else name in BY_NAME)


def in_order(report: AuthoringReport, order: Order) -> list[QuestionReport]:
    """The questions as asked for; what has no such figure comes last either way."""
    rows = list(report.questions)
    if order.name == FORM_ORDER:
        return rows[::-1] if order.down else rows
    if order.name == VERDICT:
        return sorted(rows, key=lambda each: GRAVITY[each.findings[0].verdict], reverse=order.down)
    column = BY_NAME[order.name]
    known = [row for row in rows if has(column, row)]
    known.sort(key=column.take, reverse=order.down)
    return [*known, *(row for row in rows if not has(column, row))]


def has(column: Column, row: QuestionReport) -> bool:
    """Whether a question has this figure."""
    value = column.take(row)
    return (row.figures.question.scored or not column.of_scored) and value == value  # noqa: PLR0124


def written(column: Column, row: QuestionReport, language: str) -> str:
    """One cell: 1.234,5 or 1,234.5; words where too few answered."""
    if not has(column, row):
        return words.TOO_FEW.in_language(language)
    value = column.take(row)
    figure = both_ways(100 * value if column.per_cent else value, column.decimals)
    return figure.in_language(language)
