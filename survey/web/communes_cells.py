"""The ministry's table in words and figures: its columns, and each row as a reader sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forms.numbers import write_number
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence

MISSING = "–"
KIND_WORDS = {
    "xa": Sentence("xã", "rural commune"),
    "phuong": Sentence("phường", "ward"),
    "dac_khu": Sentence("đặc khu", "special zone"),
}
REMOTE_WORDS = {
    "yes": Sentence("khó khăn", "remote"),
    "no": Sentence("không", "no"),
    "unknown": Sentence("chưa rõ", "not known"),
}
UNRANKED = Sentence("chưa xếp hạng: thiếu số liệu", "not ranked: data insufficient")
WITH_UNKNOWN = Sentence("{figure} + {n} khoản chưa rõ", "{figure} + {n} not known")
ALL_UNKNOWN = Sentence("chưa rõ", "not known")
Cell = Callable[[dict[str, Any], str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the table's column it sorts by, its heading, how a row's cell is written."""

    name: str
    label: Sentence
    cell: Cell
    figure: bool = True


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """Every column of the table, in order; one for each weighted top section."""
    sections = tuple(
        Column(f"section_{section.id}", _short(section.no, section.title), score_of(section.id))
        for section in questionnaire.children(None)
        if section.weight
    )
    return (*LEADING, *sections, *TRAILING)


def row_cells(
    row: dict[str, Any], shown: tuple[Column, ...], language: str
) -> list[dict[str, object]]:
    """One row's cells in the reader's language."""
    return [{"text": column.cell(row, language), "figure": column.figure} for column in shown]


def figure(value: float, decimals: int = 1) -> str:
    """1.234,5; a dash where missing."""
    return MISSING if pd.isna(value) else write_number(float(value), decimals)


def millions(vnd: float) -> float:
    """VND → million VND."""
    return float(vnd) / 1e6


def need_in_words(vnd: float, unknown: int, language: str) -> str:
    """A need in million VND with one decimal, and how many of its items are not known."""
    if not unknown:
        return figure(millions(vnd))
    if pd.isna(vnd) or vnd == 0:
        return ALL_UNKNOWN.in_language(language)
    return WITH_UNKNOWN.filled(figure=figure(millions(vnd)), n=unknown).in_language(language)
