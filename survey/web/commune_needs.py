"""What a commune lacks, in money: question by question, under the money column that pays for it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from forms.questionnaire import Question, UnitCost
from forms.sentence import Sentence
from reports.annex.method_sheet import MONEY_WORDS
from survey.deciding.scoring import Scored

EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Need:
    """One question's need: a quantity × a unit cost in VND; NaN where an answer is missing."""

    question: Question
    quantity: float
    cost: UnitCost
    vnd: float


@dataclass(frozen=True, slots=True)
class Money:
    """A money column: its needs (not those that are zero), known sum in VND (NaN: none is), how many are unknown."""

    name: str
    label: Sentence
    needs: tuple[Need, ...]
    vnd: float
    unknown: int

    @property
    def external(self) -> bool:
        """Whether others pay: shown, never added."""
        return self.name == EXTERNAL


def money_of(needs: Iterable[Need]) -> tuple[Money, ...]:
    """Needs by money column, in the order in which columns first come; zero needs are left out."""
    columns: dict[str, list[Need]] = {}
    for need in needs:
        columns.setdefault(need.cost.column, []).append(need)
    return tuple(_money(name, each) for name, each in columns.items())


def _money(name: str, needs: list[Need]) -> Money:
    known = [need.vnd for need in needs if not math.isnan(need.vnd)]
    return Money(
        name,
        MONEY_WORDS.get(name, Sentence(name, name)),
        tuple(need for need in needs if need.vnd != 0),
        sum(known) if known else math.nan,
        len(needs) - len(known),
    )


def needs_of(scored: Scored, row: int) -> tuple[Money, ...]:
    """The needs of the commune in this row of the edition, question by question."""
    costs = scored.questionnaire.unit_costs or {}
    found = scored.edition.needs.by_question
    return money_of(
        need_of(question, costs[question.gap.cost], float(found[question.id][row]))
        for question in scored.questionnaire.questions
        if question.gap is not None
    )


def need_of(question: Question, cost: UnitCost, vnd: float) -> Need:
    """A need in VND with the quantity that it stands for."""
    return Need(question, vnd / cost.vnd if cost.vnd else math.nan, cost, vnd)
