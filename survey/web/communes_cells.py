"""The ministry's table in words and figures: its columns, and each row as a reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forms.numbers import both_ways
from forms.questionnaire import Questionnaire, Section
from forms.sentence import Sentence

MISSING = "–"
KIND_WORDS = {
    "xa": Sentence("xã", "rural commune"),
    "phuong": Sentence("phường", "ward"),
    "dac_khu": Sentence("đặc khu", "special zone"),
}
REMOTE_WORDS = {
    "yes": Sentence("có", "yes"),
    "no": Sentence("không", "no"),
    "unknown": Sentence("chưa rõ", "not known"),
}
UNRANKED = Sentence("chưa xếp hạng", "not ranked")
WITH_UNKNOWN = Sentence("{figure} + {n} khoản chưa rõ", "{figure} + {n} not known")
ALL_UNKNOWN = Sentence("chưa rõ", "not known")
Write = Callable[[dict[str, Any], str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the table's column it sorts by, its heading, how a row's cell is written."""

    name: str
    label: Sentence
    cell: Write
    figure: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of the table; only the commune's name leads on."""

    text: str
    figure: bool
    link: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One commune's line in the reader's language."""

    code: str
    cells: tuple[Cell, ...]


def row_cells(row: dict[str, Any], shown: tuple[Column, ...], language: str) -> Row:
    """One commune's line."""
    cells = (
        Cell(column.cell(row, language), column.figure, column.name == "name") for column in shown
    )
    return Row(str(row["code"]), tuple(cells))


def figure(value: float, decimals: int = 1, language: str = "vi") -> str:
    """1.234,5 or 1,234.5; a dash where missing."""
    return figure_in_words(value, decimals).in_language(language)


def figure_in_words(value: float, decimals: int = 1) -> Sentence:
    """A figure in both languages; a dash where missing."""
    return Sentence(MISSING, MISSING) if pd.isna(value) else both_ways(float(value), decimals)


def millions(vnd: float) -> float:
    """VND → million VND."""
    return float(vnd) / 1e6


def need_in_words(row: Mapping[str, Any]) -> Sentence:
    """A row's total need in million VND with one decimal, and how many of its items are not known."""
    vnd, unknown = row["need_total"], row["unknown_needs"]
    known = figure_in_words(millions(vnd))
    if pd.isna(unknown) or not unknown:
        return known
    if pd.isna(vnd) or vnd == 0:
        return ALL_UNKNOWN
    return WITH_UNKNOWN.filled(figure=known, n=int(unknown))


def score(name: str) -> Write:
    """The cell of a figure from 0 to 100."""
    return lambda row, language: figure(row[name], language=language)


def words(name: str, table: dict[str, Sentence]) -> Write:
    """The cell of a coded value, in words."""
    return lambda row, language: table[row[name]].in_language(language)


def text(name: str) -> Write:
    """The cell of a name or a code, as it is."""
    return lambda row, _language: str(row[name])


def money(name: str) -> Write:
    """The cell of a need: VND in the table, million VND on the page."""
    return lambda row, language: figure(millions(row[name]), language=language)


def _rank(row: dict[str, Any], language: str) -> str:
    missing = pd.isna(row["rank"])
    return (UNRANKED if missing else both_ways(int(row["rank"]))).in_language(language)


def _readiness(row: dict[str, Any], language: str) -> str:
    names = ("readiness", "low", "high")
    observed, low, high = (figure(row[name], language=language) for name in names)
    return f"{observed} ({low}–{high})"


def _total(row: dict[str, Any], language: str) -> str:
    return need_in_words(row).in_language(language)


LEADING = (
    Column("rank", Sentence("Hạng", "Rank"), _rank),
    Column("name", Sentence("Xã, phường, đặc khu", "Commune"), text("name"), figure=False),
    Column("code", Sentence("Mã", "Code"), text("code"), figure=False),
    Column("province", Sentence("Tỉnh", "Province"), text("province_name"), figure=False),
    Column("kind", Sentence("Loại", "Kind"), words("kind", KIND_WORDS), figure=False),
    Column("priority", Sentence("Điểm ưu tiên", "Priority"), score("priority")),
    Column("readiness", Sentence("Sẵn sàng (thấp–cao)", "Readiness (low–high)"), _readiness),
    Column(
        "coverage", Sentence("Độ phủ, %", "Coverage, %"), lambda row, _: percent(row["coverage"])
    ),
    Column("remoteness", Sentence("Khó khăn", "Remoteness"), score("remoteness")),
    Column(
        "remote_word",
        Sentence("Địa bàn khó khăn", "Remote"),
        words("remote_word", REMOTE_WORDS),
        figure=False,
    ),
)
TRAILING = (
    Column("gap", Sentence("Khoảng cách có căn cứ", "Evidenced gap"), score("gap")),
    Column(
        "need_infrastructure", Sentence("Hạ tầng", "Infrastructure"), money("need_infrastructure")
    ),
    Column("need_digitisation", Sentence("Số hóa", "Digitisation"), money("need_digitisation")),
    Column("need_skills", Sentence("Kỹ năng", "Skills"), money("need_skills")),
    Column("need_total", Sentence("Tổng nhu cầu", "Total need"), _total),
)


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """Every column of the table, in order; one for each weighted top section."""
    sections = tuple(
        Column(f"section_{section.id}", _numbered(section), score(f"section_{section.id}"))
        for section in questionnaire.children(None)
        if section.weight
    )
    return (*LEADING, *sections, *TRAILING)


def _numbered(section: Section) -> Sentence:
    """The section's number alone: five full titles would be taller than the table's rows."""
    return Sentence(f"Nhóm {section.no}", f"Section {section.no}")


def legend(questionnaire: Questionnaire) -> Sentence:
    """What the sections' numbers stand for."""
    sections = [section for section in questionnaire.children(None) if section.weight]
    return Sentence(
        "; ".join(f"{section.no}: {section.title.vi}" for section in sections),
        "; ".join(f"{section.no}: {section.title.en}" for section in sections),
    )


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage, without the sign."""
    return figure(100 * share, 0)
