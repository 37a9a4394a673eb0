"""The authoring report: which question of a questionnaire does nothing, and why.

Over the units that answered something; missing is never zero. Where fewer than ``FEWEST`` units can be
compared a figure is NaN, and pages say "too few answers".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire, Section
from forms.sentence import Refused, Sentence
from reports.authoring.alpha import alpha, alpha_without
from reports.authoring.associations import (
    Associations,
    Between,
    Pair,
    associations,
    between,
    rest_means,
)
from reports.authoring.effects import effects
from reports.authoring.question_figures import Figures, Scoring, figures_of
from reports.authoring.verdicts import AGAINST, DOUBLE, Finding, findings_of
from reports.frame import ANSWERED, Frame
from reports.method import Method
from reports.readiness import Readiness, readiness
from reports.scores.index_tree import tree_of

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
NO_ANSWERS = Sentence(
    "Chưa có đơn vị nào trả lời câu nào, nên chưa đánh giá được câu hỏi. Cần có phiếu được duyệt hoặc tệp có câu trả lời.",
    "No unit has answered anything, so the questions cannot be judged. Approve responses, or give a file with answers.",
)


@dataclass(frozen=True)
class QuestionReport:
    """One question's figures and what was found, the gravest first."""

    figures: Figures
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SectionReport:
    """A section with scored questions in it at any depth: how many, and their alpha (NaN unknown)."""

    section: Section
    questions: int
    alpha: float


@dataclass(frozen=True)
class AuthoringReport:
    """Everything about a questionnaire's questions, in form order.

    ``units`` answered something, ``silent`` nothing, ``ranked`` have an index. ``alpha``: of all scored
    questions. ``pattern``: the share of the index's variance that comes from which questions a unit
    answered; with the effective weights it adds up to 1.
    """

    questionnaire: Questionnaire
    units: int
    silent: int
    ranked: int
    questions: tuple[QuestionReport, ...]
    sections: tuple[SectionReport, ...]
    alpha: float
    pattern: float
    found: Associations
    between: tuple[Between, ...]

    @property
    def doubles(self) -> tuple[Pair, ...]:
        """The pairs that ask nearly the same, the closest first."""
        return tuple(sorted((p for p in self.found.pairs() if p.r > DOUBLE), key=lambda p: -p.r))

    @property
    def opposites(self) -> tuple[Pair, ...]:
        """The pairs of which one falls where the other rises, the strongest first."""
        return tuple(sorted((p for p in self.found.pairs() if p.r < AGAINST), key=lambda p: p.r))


def authoring(
    questionnaire: Questionnaire, method: Method, frame: Frame, scored: Readiness | None = None
) -> AuthoringReport:
    """The report on a questionnaire's answers; ``scored`` spares scoring the frame again.

    Raises Refused where no unit answered anything.
    """
    keep = answering(questionnaire, frame)
    if not keep.any():
        raise Refused(NO_ANSWERS)
    whole = readiness(questionnaire, method, frame) if scored is None else scored
    ranked = whole.whole.published[keep]
    scoring, pattern = measured(questionnaire, method, whole, keep)
    return AuthoringReport(
        questionnaire,
        units=int(keep.sum()),
        silent=int((~keep).sum()),
        ranked=int(ranked.sum()),
        questions=tuple(reported(questionnaire, frame, keep, scoring, int(ranked.sum()))),
        sections=tuple(sections_of(questionnaire, scoring.found)),
        alpha=alpha(scoring.found.covariance),
        pattern=pattern,
        found=scoring.found,
        between=tuple(between(scoring.found, groups(questionnaire))),
    )


def answering(questionnaire: Questionnaire, frame: Frame) -> Truths:
    """Which units answered something; an answer that was only implied is none."""
    asked = [q for q in questionnaire.questions if q.ask_if is None] or questionnaire.questions
    found: Truths = np.zeros(len(frame), dtype=bool)
    for question in asked:
        found |= frame.states[question.id] == ANSWERED
    return found


def measured(
    questionnaire: Questionnaire, method: Method, whole: Readiness, keep: Truths
) -> tuple[Scoring, float]:
    """What the scored questions are measured by, over the rows ``keep``, and the pattern's share."""
    scores = {name: each[keep] for name, each in whole.scores.items()}
    applicable = {name: each[keep] for name, each in whole.applicable.items()}
    ranked, tree = whole.whole.published[keep], tree_of(questionnaire)
    done, pattern = effects(tree, scores, applicable, ranked, method.geometric_floor)
    found = associations(tuple(scores), tuple(scores.values()))
    rests: dict[str, Floats] = {}
    alphas: dict[str, float] = {}
    for _, names in groups(questionnaire):
        rests |= zip(names, rest_means([scores[each] for each in names]), strict=True)
        alphas |= zip(names, map(float, alpha_without(found.within(names))), strict=True)
    return Scoring(scores, done, found, rests, alphas), pattern


def reported(
    questionnaire: Questionnaire, frame: Frame, keep: Truths, scoring: Scoring, ranked: int
) -> Iterator[QuestionReport]:
    """Every question with what was found."""

    def label(name: str) -> Sentence:
        return questionnaire.by_id[name].label

    for question in questionnaire.questions:
        figures = figures_of(question, frame, keep, scoring)
        yield QuestionReport(figures, findings_of(figures, ranked, label))


def groups(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    """The sections with scored questions directly in them, and those questions."""
    pairs = [
        (section.id, [q.id for q in questionnaire.questions_in(section.id) if q.scored])
        for section in questionnaire.sections
    ]
    return [(section, names) for section, names in pairs if names]


def sections_of(questionnaire: Questionnaire, found: Associations) -> Iterator[SectionReport]:
    """The sections with scored questions at any depth."""
    own = dict(groups(questionnaire))
    for section in questionnaire.sections:
        names: list[str] = []
        ahead = [section]
        while ahead:
            inside = ahead.pop()
            names += own.get(inside.id, [])
            ahead += questionnaire.children(inside.id)
        if names:
            yield SectionReport(section, len(names), alpha(found.within(names)))
