"""Why one unit stands where it does: what its priority is made of, and who stands next to it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forms.numbers import both_ways
from forms.questionnaire import Question
from forms.sentence import Refused, Sentence
from reports.edition import Edition

NEIGHBOURS = 2
LARGEST = 3
NOT_RANKED = Sentence(
    "Đơn vị {code} chưa được xếp hạng: {why}.", "Unit {code} is not ranked: {why}."
)
UNKNOWN_UNIT = Sentence(
    "Không có đơn vị {code} trong bảng tính này. Hãy kiểm tra mã.",
    "There is no unit {code} in this calculation. Check the code.",
)
GAP = Sentence(
    "{label}: đạt {score}/100, phần còn thiếu được tính {share}% theo mức bằng chứng, cộng {points} điểm ưu tiên.",
    "{label}: scores {score} of 100, its gap counts {share}% by its evidence and adds {points} points of priority.",
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One question's points of priority: 100 · lift · ``weight`` · ``evidence`` · (1 − ``score``/100).

    ``score`` is 0–100, NaN where missing (then it adds nothing); ``weight`` and ``evidence`` are 0–1.
    """

    question: Question
    score: float
    weight: float
    evidence: float
    points: float

    def in_words(self) -> Sentence:
        """The gap as a sentence."""
        return GAP.filled(
            label=self.question.alone,
            score=both_ways(round(self.score, 1)),
            share=both_ways(round(100 * self.evidence)),
            points=both_ways(round(self.points, 2)),
        )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit close by in rank; ``ahead`` is its score less this unit's."""

    code: str
    rank: int
    score: float
    ahead: float


@dataclass(frozen=True)
class Explanation:
    """One ranked unit. ``contributions``, the greatest first, add up to ``score``."""

    code: str
    rank: int
    score: float
    lift: float
    contributions: tuple[Contribution, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def largest(self) -> tuple[Contribution, ...]:
        """At most three gaps, the greatest first."""
        return tuple(each for each in self.contributions[:LARGEST] if each.points > 0)


def explained(edition: Edition, code: str) -> Explanation:
    """What makes a unit's rank. Raises Refused where it is unknown or not ranked."""
    codes = edition.readiness.codes
    if code not in codes:
        raise Refused(UNKNOWN_UNIT.filled(code=code[:40]))
    row = codes.index(code)
    order = edition.priority
    if math.isnan(order.score[row]):
        why = edition.readiness.reasons[row] or Sentence("", "")
        raise Refused(
            Sentence(
                NOT_RANKED.vi.format(code=code, why=why.vi),
                NOT_RANKED.en.format(code=code, why=why.en),
            )
        )
    return Explanation(
        code,
        int(order.rank[row]),
        float(order.score[row]),
        float(order.lift[row]),
        contributions_of(edition, row),
        neighbours_of(edition, row),
    )


def contributions_of(edition: Edition, row: int) -> tuple[Contribution, ...]:
    """Every scored question's part, the greatest first, equal ones in form order."""
    order, scores = edition.priority, edition.readiness.scores
    found = [
        Contribution(
            question,
            score := float(scores[question.id][row]),
            float(order.weights[question.id][row]),
            evidence_of(float(order.gaps[question.id][row]), score),
            float(order.points[question.id][row]),
        )
        for question in edition.questionnaire.scored
    ]
    return tuple(sorted(found, key=lambda each: -each.points))


def evidence_of(gap: float, score: float) -> float:
    """e, from g = e · (1 − s/100); 0 where there is no gap to count."""
    missing = 1 - score / 100
    return gap / missing if missing > 0 else 0.0


def neighbours_of(edition: Edition, row: int) -> tuple[Neighbour, ...]:
    """The two units before and the two after it in the list, which lists equal ones by code."""
    order = edition.priority
    listed = listed_rows(order.rank, edition.readiness.codes)
    place = listed.index(row)
    near = listed[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
    return tuple(
        Neighbour(
            edition.readiness.codes[each],
            int(order.rank[each]),
            float(order.score[each]),
            float(order.score[each] - order.score[row]),
        )
        for each in near
        if each != row
    )


def listed_rows(rank: np.ndarray, codes: tuple[str, ...]) -> list[int]:
    """The ranked rows in the order of the list: by rank, equal ones by code."""
    ranked = [row for row in range(len(codes)) if not math.isnan(rank[row])]
    return sorted(ranked, key=lambda row: (rank[row], codes[row]))
