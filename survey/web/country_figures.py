"""The country's state in figures: sections by province, remote against other communes, spread, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forms.questionnaire import Question, Section
from forms.sentence import Sentence
from reports.frame import ANSWERED, NOT_APPLICABLE
from survey.communes import vietnamese_key
from survey.deciding.scoring import Scored

MILLION = 1_000_000
STEP = 10
MOST_MISSING = 10
REMOTENESS_GROUPS = {
    "yes": Sentence("Xã khó khăn", "Remote communes"),
    "no": Sentence("Xã khác", "Other communes"),
    "unknown": Sentence("Chưa rõ", "Not known"),
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Communes of one group: medians 0–100 of readiness and sections (NaN: none); ``need`` in million VND."""

    code: str
    name: Sentence
    communes: int
    scored: int
    readiness: float
    sections: tuple[float, ...]
    need: float


@dataclass(frozen=True, slots=True)
class Band:
    """How many communes have a readiness from ``low`` to below ``high`` (the last: up to it)."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A question with how many of the approved responses it applies to lack a figure, and their share, 0–1."""

    question: Question
    lacking: int
    applies: int
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it; ``approved`` communes have an approved response, ``unscored`` of them too few figures."""

    sections: tuple[Section, ...]
    by_remoteness: tuple[GroupLine, ...]
    by_province: tuple[GroupLine, ...]
    bands: tuple[Band, ...]
    approved: int
    unscored: int
    missing: tuple[Missing, ...]


def figures_of(scored: Scored) -> Figures:
    """The figures of the newest calculation."""
    sections = tuple(each for each in scored.questionnaire.children(None) if each.weight)
    listing = scored.listing
    words = listing.groupby("remote_word")
    remote = tuple(
        group_line(name, said, words.get_group(name), sections)
        for name, said in REMOTENESS_GROUPS.items()
        if name in words.groups
    )
    approved = listing.index.isin(list(scored.counted))
    return Figures(
        sections,
        remote,
        tuple(provinces(listing, sections)),
        tuple(bands(listing["readiness"])),
        int(approved.sum()),
        int((approved & ~listing["ranked"]).sum()),
        missing(scored),
    )


def provinces(listing: pd.DataFrame, sections: tuple[Section, ...]) -> Iterator[GroupLine]:
    """Every province, in Vietnamese order."""
    names = listing.groupby("province_code")["province_name"].first()
    for code in sorted(names.index, key=lambda each: vietnamese_key(names[each])):
        rows = listing[listing["province_code"] == code]
        yield group_line(str(code), Sentence(names[code], names[code]), rows, sections)


def group_line(
    code: str, name: Sentence, rows: pd.DataFrame, sections: tuple[Section, ...]
) -> GroupLine:
    """Some communes together."""
    medians = rows[["readiness", *(f"section_{each.id}" for each in sections)]].median()
    return GroupLine(
        code,
        name,
        len(rows),
        int(rows["readiness"].notna().sum()),
        float(medians["readiness"]),
        tuple(float(medians[f"section_{each.id}"]) for each in sections),
        float(rows["need_total"].sum()) / MILLION,
    )


def bands(readiness: pd.Series) -> Iterator[Band]:
    """How readiness is spread, in steps of ten points."""
    edges = np.arange(0, 101, STEP)
    counts, _ = np.histogram(readiness.dropna(), bins=edges)
    for low, high, count in zip(edges, edges[1:], counts, strict=False):
        yield Band(int(low), int(high), int(count))


def missing(scored: Scored) -> tuple[Missing, ...]:
    """The questions that approved responses most often have no figure for, the worst first."""
    approved = np.isin(np.array(scored.frame.codes), list(scored.counted))
    found: list[Missing] = []
    for question in scored.questionnaire.questions:
        states = scored.frame.states[question.id][approved]
        applies = int((states != NOT_APPLICABLE).sum())
        lacking = applies - int((states == ANSWERED).sum())
        if lacking:
            found.append(Missing(question, lacking, applies, lacking / applies))
    return tuple(sorted(found, key=lambda each: -each.share)[:MOST_MISSING])
