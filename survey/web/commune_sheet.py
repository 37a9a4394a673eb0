"""One commune on one page of paper: where it stands beside its province and the country, and why."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from forms.numbers import both_ways
from forms.questionnaire import Question
from forms.sentence import Sentence
from survey.deciding.scoring import Scored
from survey.rounds import Round
from survey.store import editions
from survey.verification.evidence import EVIDENCE_WORDS, Evidence
from survey.web.commune_profile import Profile
from survey.web.commune_rank import Published, said

STRENGTHS = 3
STRENGTH = Sentence(
    "{label}: {score}/100, trung bình cả nước {mean}.",
    "{label}: {score} of 100; the country's mean is {mean}.",
)
WHOLE = Sentence("Điểm sẵn sàng chung", "Readiness as a whole")
REMOTENESS = Sentence("Chỉ số khó khăn địa bàn", "Remoteness")


@dataclass(frozen=True, slots=True)
class Compared:
    """A score 0–100 with its bounds, beside the medians of province and country; NaN where missing."""

    label: Sentence
    score: float
    low: float
    high: float
    province: float
    country: float
    coverage: float = math.nan

    def across(self, value: float, width: int = 200) -> int | None:
        """How far along a bar of this width a value lies; None where it is missing."""
        return None if math.isnan(value) else round(value * width / 100)


@dataclass(frozen=True, slots=True)
class InRound:
    """What a round's published edition says of the commune; ``readiness`` 0–100, NaN where not scored."""

    of: Round
    published: Published
    readiness: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows beside the profile; ``evidence``: how many answers are known how well."""

    scores: tuple[Compared, ...]
    strengths: tuple[Sentence, ...]
    evidence: tuple[tuple[Sentence, int], ...]
    history: tuple[InRound, ...]


def sheet_of(scored: Scored, code: str, profile: Profile, history: tuple[InRound, ...]) -> Sheet:
    """The commune's page; ``profile`` is its profile in the same calculation."""
    row = scored.edition.readiness.codes.index(code)
    return Sheet(
        tuple(compared(scored, profile)),
        tuple(strengths(scored, row)),
        tuple(evidence(scored, row)),
        history,
    )


def compared(scored: Scored, profile: Profile) -> Iterator[Compared]:
    """The whole, every weighted top section, and remoteness, beside the medians of those that are scored."""
    listing, row = scored.listing, profile.row
    near = listing[listing["province_code"] == row["province_code"]]

    def medians(name: str) -> tuple[float, float]:
        return median(near, name), median(listing, name)

    figures = (row["readiness"], row["low"], row["high"])
    yield Compared(WHOLE, *figures, *medians("readiness"), row["coverage"])
    known = scored.edition.readiness.sections
    sections = (
        each for each in scored.questionnaire.children(None) if each.weight and each.id in known
    )
    for section, line in zip(sections, profile.sections, strict=True):
        label = Sentence(f"{line.no}. {line.title.vi}", f"{line.no}. {line.title.en}")
        beside = medians(f"section_{section.id}")
        yield Compared(label, line.score, line.low, line.high, *beside, line.coverage)
    remote = row["remoteness"]
    yield Compared(REMOTENESS, remote, math.nan, math.nan, *medians("remoteness"))


def median(table: pd.DataFrame, name: str) -> float:
    """The median of a column; NaN where nothing is known."""
    return float(table[name].median())


def strengths(scored: Scored, row: int) -> Iterator[Sentence]:
    """Where the commune is furthest above the country's mean, weighed as the index weighs."""
    ahead: list[tuple[float, Question, float, float]] = []
    for question in scored.questionnaire.scored:
        scores = scored.edition.readiness.scores[question.id]
        known = scores[~np.isnan(scores)]
        if known.size and scores[row] > known.mean():
            weight = float(scored.edition.priority.weights[question.id][row])
            lead = weight * float(scores[row] - known.mean())
            ahead.append((lead, question, float(scores[row]), float(known.mean())))
    for _, question, score, mean in sorted(ahead, key=lambda each: -each[0])[:STRENGTHS]:
        numbers = {"score": both_ways(score, 0), "mean": both_ways(mean, 0)}
        yield STRENGTH.filled(label=question.alone, **numbers)


def evidence(scored: Scored, row: int) -> Iterator[tuple[Sentence, int]]:
    """How many of the scored questions' answers are known how well, the best known first."""
    frame = scored.frame
    counts = Counter(str(frame.evidence[each.id][row]) for each in scored.questionnaire.scored)
    for kind in reversed(Evidence):
        if counts[kind.value]:
            yield EVIDENCE_WORDS[kind], counts[kind.value]


def history_of(conn: Connection, rounds: tuple[Round, ...], code: str) -> tuple[InRound, ...]:
    """What each round's published edition says of the commune, the oldest first."""
    found: list[InRound] = []
    for of in rounds:
        edition = editions.published_edition(conn, of.id)
        text = None if edition is None else editions.row_of_edition(conn, edition.id, code)
        if edition is not None and text is not None:
            row: Mapping[str, Any] = json.loads(text)
            readiness = row.get("readiness")
            score = math.nan if readiness is None else float(readiness)
            found.append(InRound(of, said(edition, row), score))
    return tuple(found)
