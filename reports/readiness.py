"""Readiness, 0–100: questions scored between goalposts, averaged up the tree, with bounds and coverage.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008). Goalposts are fixed by policy,
so that no unit's figures move another's score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Kind, Question, Questionnaire, Section
from forms.sentence import Sentence
from reports.frame import NOT_APPLICABLE, Frame
from reports.means import geometric, mean_of
from reports.method import Method
from reports.nodes import Node, joined, question_node
from reports.ranks import ranks_from_best

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
NOTHING_APPLIES = Sentence("Không có câu hỏi nào áp dụng", "No question applies")
INSUFFICIENT = Sentence(
    "Chưa đủ số liệu ở {where} (độ phủ {coverage}%)",
    "Data insufficient in {where} (coverage {coverage}%)",
)


@dataclass(frozen=True)
class Readiness:
    """The index of n units and everything under it.

    ``scores``: by question, 0–100, NaN where not answered or not applicable. ``sections``: by id.
    ``contributions``: by section id, points that the section adds; the top sections' add up to the index.
    """

    codes: tuple[str, ...]
    scores: Mapping[str, Floats]
    applicable: Mapping[str, Truths]
    sections: Mapping[str, Node]
    whole: Node
    geometric: Floats
    contributions: Mapping[str, Floats]
    titles: Mapping[str, Sentence] = field(default_factory=dict)
    needed: tuple[str, ...] = ()

    @property
    def index(self) -> Floats:
        """The published index, NaN where the unit is not ranked."""
        return np.where(self.whole.published, self.whole.observed, np.nan)

    @property
    def imbalance(self) -> Floats:
        """How much strong sections hide weak ones: the index less its geometric companion."""
        return self.index - self.geometric

    @cached_property
    def rank(self) -> Floats:
        """From 1, by the low bound, equal units sharing; NaN where not ranked."""
        return ranks_from_best(np.where(self.whole.published, self.whole.low, np.nan))

    @cached_property
    def reasons(self) -> tuple[Sentence | None, ...]:
        """Why each unit is not ranked; None where it is."""
        return tuple(
            None if published else self._reason(row)
            for row, published in enumerate(self.whole.published)
        )

    def _reason(self, row: int) -> Sentence:
        if not self.whole.applies[row]:
            return NOTHING_APPLIES
        for section_id in self.needed:
            node = self.sections[section_id]
            if node.applies[row] and not node.published[row]:
                share = int(100 * node.coverage[row])
                title = self.titles[section_id]
                return Sentence(
                    INSUFFICIENT.vi.format(where=title.vi, coverage=share),
                    INSUFFICIENT.en.format(where=title.en, coverage=share),
                )
        raise AssertionError("an unpublished index has an unpublished section")


def readiness(questionnaire: Questionnaire, method: Method, frame: Frame) -> Readiness:
    """Score every unit of the frame. Weightless sections and unscored questions are left out."""
    scores = {q.id: score_of(q, frame) for q in questionnaire.scored}
    applicable = {q.id: frame.states[q.id] != NOT_APPLICABLE for q in questionnaire.scored}
    scores = {name: np.where(applicable[name], each, np.nan) for name, each in scores.items()}
    nodes: dict[str, Node] = {}
    shares: dict[str, Mapping[str, Floats]] = {}
    for section in reversed(deepest_last(questionnaire)):
        leaves = {
            q.id: (q.weight, question_node(scores[q.id], applicable[q.id]))
            for q in questionnaire.questions_in(section.id)
            if q.scored and q.weight
        }
        below = {
            s.id: (s.weight, nodes[s.id])
            for s in questionnaire.children(section.id)
            if s.id in nodes and s.weight
        }
        nodes[section.id], shares[section.id] = section_node(method, section, leaves, below)
    top = {
        s.id: (s.weight, nodes[s.id])
        for s in questionnaire.children(None)
        if s.id in nodes and s.weight
    }
    whole, top_shares = index_node(top, method, len(frame))
    contributions = contributions_of(questionnaire, whole.observed, top_shares, shares)
    return Readiness(
        frame.codes,
        scores,
        applicable,
        {s.id: nodes[s.id] for s in questionnaire.sections if s.id in nodes},
        whole,
        np.where(whole.published, geometric_of(top, method, len(frame)), np.nan),
        contributions,
        {section.id: section.title for section in questionnaire.sections},
        tuple(top),
    )


def score_of(question: Question, frame: Frame) -> Floats:
    """S = 100·clip((t(x) − t(zero)) / (t(full) − t(zero)), 0, 1); NaN where x is missing.

    t is the identity, ln x, or ln(1 + x). A choice scores its option's points, yes/no 0 or 100.
    """
    rows = len(frame)
    if question.score is None:
        value = frame.columns[question.id]
        if question.kind is Kind.YES_NO:
            return 100 * value.astype(np.float64)
        points = [np.nan if o.score is None else o.score for o in question.options]
        table: Floats = np.array([*points, np.nan])
        return table[value.astype(np.int64)]
    goal = question.score
    with np.errstate(all="ignore"):
        x = goal.expression.evaluate_frame(frame.columns, rows)
        ends = np.array([goal.zero, goal.full])
        if goal.scale == "log":
            x, ends = np.log(np.where(x > 0, x, np.where(np.isnan(x), np.nan, 0))), np.log(ends)
        elif goal.scale == "log1p":
            x, ends = np.log1p(np.where(np.isnan(x), np.nan, np.maximum(x, -1))), np.log1p(ends)
        zero, full = ends
        place: Floats = np.clip((x - zero) / (full - zero), 0, 1)
    return 100 * place


def deepest_last(questionnaire: Questionnaire) -> list[Section]:
    """The sections with a scored question at any depth, parents before their children."""
    found: list[Section] = []
    ahead = list(questionnaire.children(None))
    while ahead:
        section = ahead.pop(0)
        found.append(section)
        ahead += questionnaire.children(section.id)
    holding = {question.section for question in questionnaire.scored}
    for section in reversed(found):
        if section.id in holding and section.parent:
            holding.add(section.parent)
    return [section for section in found if section.id in holding]


def section_node(
    method: Method,
    section: Section,
    questions: Mapping[str, tuple[float, Node]],
    sections: Mapping[str, tuple[float, Node]],
) -> tuple[Node, Mapping[str, Floats]]:
    """A section from its questions and the sections inside it, and each one's share of its value."""
    mean = geometric if section.combine == "geometric" else mean_of
    needed = method.children_published if sections else method.section_coverage
    parts = {**questions, **sections}
    return joined(parts, mean, method.geometric_floor, needed, by_children=bool(sections))


def index_node(
    top: Mapping[str, tuple[float, Node]], method: Method, rows: int
) -> tuple[Node, Mapping[str, Floats]]:
    """The index: the weighted mean of the top sections, every one of which must be published."""
    if not top:
        nothing = np.full(rows, np.nan)
        nowhere = np.zeros(rows, dtype=bool)
        return Node(nothing, nothing, nothing, nothing, nowhere, nowhere), {}
    return joined(top, mean_of, method.geometric_floor, 1.0, by_children=True)


def geometric_of(top: Mapping[str, tuple[float, Node]], method: Method, rows: int) -> Floats:
    """The geometric mean of the top sections, beside the index."""
    if not top:
        return np.full(rows, np.nan)
    return joined(top, geometric, method.geometric_floor, 1.0, by_children=True)[0].observed


def contributions_of(
    questionnaire: Questionnaire,
    index: Floats,
    top_shares: Mapping[str, Floats],
    shares: Mapping[str, Mapping[str, Floats]],
) -> dict[str, Floats]:
    """Points that each section and question adds to the index; at every level they add up to it."""
    added = {name: index * share for name, share in top_shares.items()}
    for section in deepest_last(questionnaire):
        if section.id in added:
            added |= {name: added[section.id] * share for name, share in shares[section.id].items()}
    return added
