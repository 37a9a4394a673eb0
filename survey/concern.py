"""A concern: one thing that a reviewer should look at, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.sentence import Sentence

# How much each kind weighs in the order of the queue: what contradicts or vanished first, then what is
# far from a measurement, a finding, its like or its past, then what lacks proof. Judgements.
WEIGHTS = {
    "rule": 10,
    "vanished": 8,
    "measured": 6,
    "verified": 6,
    "outlier": 5,
    "change": 4,
    "evidence": 3,
    "warning": 2,
    "state": 1,
}


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at; ``kind`` is one of :data:`WEIGHTS`."""

    question_id: str
    kind: str
    sentence: Sentence
    reason: str = ""

    @property
    def weight(self) -> int:
        """How much it weighs, from 1."""
        return WEIGHTS[self.kind]


def weight_of(found: Iterable[Concern]) -> int:
    """How much a response's concerns weigh together; 0 where there is none."""
    return sum(each.weight for each in found)
