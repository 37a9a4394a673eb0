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

from forms.questionnaire import Questionnaire, Section
from forms.sentence import Sentence
from reports.frame import Frame
from reports.method import Method
from reports.scores.blocks import in_blocks
from reports.scores.means import ARITHMETIC, geometric
from reports.scores.nodes import Leaves, Makeup, Node, joined
from reports.scores.question_scores import QuestionScores, scores_of
from reports.scores.ranks import ranks_from_best

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
    return in_blocks(frame, lambda block: readiness_of_block(questionnaire, method, block))


def readiness_of_block(questionnaire: Questionnaire, method: Method, frame: Frame) -> Readiness:
    """As :func:`readiness`, all units at once: for as many as fit a processor's memory."""
    found = scores_of(questionnaire, frame)
    nodes: dict[str, Node] = {}
    makeups: dict[str, Makeup] = {}
    for section in reversed(deepest_last(questionnaire)):
        leaves = leaves_of(questionnaire, section, found)
        below = weighted(questionnaire, section.id, nodes)
        nodes[section.id], makeups[section.id] = section_node(method, section, leaves, below)
    top = weighted(questionnaire, None, nodes)
    whole, makeup = index_node(top, len(frame))
    return Readiness(
        frame.codes,
        {q.id: found.scores[found.places[q.id]] for q in questionnaire.scored},
        {q.id: found.applies[found.places[q.id]] for q in questionnaire.scored},
        {s.id: nodes[s.id] for s in questionnaire.sections if s.id in nodes},
        whole,
        np.where(whole.published, companion_of(top, method), np.nan),
        contributions_of(questionnaire, whole.observed, makeup, makeups),
        {section.id: section.title for section in questionnaire.sections},
        tuple(top),
    )


def leaves_of(questionnaire: Questionnaire, section: Section, found: QuestionScores) -> Leaves:
    """The scored questions that stand directly in a section; none is as good as some."""
    asked = [question for question in questionnaire.questions_in(section.id) if question.scored]
    weights = np.array([question.weight for question in asked])
    return Leaves(tuple(question.id for question in asked), weights, *found.of(asked))


def weighted(
    questionnaire: Questionnaire, inside: str | None, nodes: Mapping[str, Node]
) -> dict[str, tuple[float, Node]]:
    """The sections with a weight directly inside a section (None: the top), each with its weight."""
    return {
        s.id: (s.weight, nodes[s.id])
        for s in questionnaire.children(inside)
        if s.id in nodes and s.weight
    }


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
    method: Method, section: Section, leaves: Leaves, sections: Mapping[str, tuple[float, Node]]
) -> tuple[Node, Makeup]:
    """A section from its questions and the sections inside it, and what makes up its value."""
    mean = geometric(method.geometric_floor) if section.combine == "geometric" else ARITHMETIC
    needed = method.children_published if sections else method.section_coverage
    return joined(leaves, sections, mean, needed)


def index_node(top: Mapping[str, tuple[float, Node]], rows: int) -> tuple[Node, Makeup]:
    """The index: the mean of the top sections by weight, every one of which must be published."""
    none = Leaves((), np.empty(0), np.empty((0, rows)), np.empty((0, rows), dtype=np.bool_))
    return joined(none, top, ARITHMETIC, 1.0)


def companion_of(top: Mapping[str, tuple[float, Node]], method: Method) -> Floats | float:
    """The geometric mean of the top sections that apply, 0–100; NaN where one is not known."""
    if not top:
        return np.nan
    mean = geometric(method.geometric_floor)
    with np.errstate(all="ignore"):
        parts = [
            np.where(node.applies, weight * mean.lift(node.observed), 0.0)
            for weight, node in top.values()
        ]
        weights = [weight * node.applies for weight, node in top.values()]
        return mean.back(np.sum(parts, axis=0) / np.sum(weights, axis=0))


def contributions_of(
    questionnaire: Questionnaire, index: Floats, makeup: Makeup, makeups: Mapping[str, Makeup]
) -> dict[str, Floats]:
    """Points that each section and question adds to the index; at every level they add up to it."""
    added = makeup.of(index)
    for section in deepest_last(questionnaire):
        if section.id in added:
            added |= makeups[section.id].of(added[section.id])
    return added
