"""One commune's page: what its scores are made of, in the words and figures of its answers.

Totals come from the edition, so that they equal the table's and the workbook's; the parts shown
under them are the same formulas on this one commune.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.answers import Answers, State
from forms.questionnaire import Question, Section
from forms.sentence import Sentence
from forms.settling import settle
from reports.scores.nodes import Node
from survey.answer_words import answer_in_words
from survey.deciding.scoring import Scored
from survey.verification.counting import Counted
from survey.verification.evidence import EVIDENCE_WORDS, Evidence
from survey.web.commune_needs import Money, needs_of
from survey.web.commune_terms import Term, Values, terms_of
from survey.web.communes_cells import need_in_words
from survey.web.finding_view import ShownFinding, kept_words, measured_words, shown_finding


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A weighted top section: 0–100, NaN where not published; ``share`` is its part of the index."""

    no: str
    title: Sentence
    weight: float
    score: float
    low: float
    high: float
    coverage: float
    share: float


@dataclass(frozen=True, slots=True)
class Cause:
    """A question that adds to the priority: its answer, its score and how many points it adds."""

    question: Question
    words: Sentence
    score: float
    points: float


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, its answer as it counts, how well that is known, and what was found about it."""

    question: Question
    words: Sentence
    evidence: Sentence
    claim: Sentence
    finding: ShownFinding | None
    kept: Sentence | None
    measured: Sentence | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that one commune's page shows; ``row`` is its line of the edition's table.

    ``imbalance``: points by which strong sections hide weak ones, NaN where not ranked; ``silent``: how many
    terms of its remoteness are not known, and so add nothing.
    """

    row: Mapping[str, Any]
    unranked: Sentence | None
    ranked: int
    imbalance: float
    silent: int
    sections: tuple[SectionLine, ...]
    causes: tuple[Cause, ...]
    money: tuple[Money, ...]
    terms: tuple[Term, ...]
    answers: tuple[tuple[Sentence, tuple[Answered, ...]], ...]

    @property
    def need(self) -> Sentence:
        """The total need in million VND, as the table writes it: what is not known is told."""
        return need_in_words(self.row)


def profile_of(scored: Scored, code: str, columns: Mapping[str, float]) -> Profile:
    """The commune's profile from its approved answers; ``columns`` are the register's."""
    questionnaire = scored.questionnaire
    settled = settle(questionnaire, scored.answers.get(code, {}), columns)
    values = values_of(settled, columns)
    listing = scored.listing
    place = scored.edition.readiness.codes.index(code)
    row = {str(name): value for name, value in listing.loc[code].items()}
    return Profile(
        row=row,
        unranked=None if row["ranked"] else Sentence(str(row["reason"]), str(row["reason_en"])),
        ranked=int(listing["ranked"].sum()),
        imbalance=float(scored.edition.readiness.imbalance[place]),
        silent=int(scored.edition.remoteness.missing[place]),
        sections=sections_of(scored, place),
        causes=causes_of(scored, place, settled),
        money=needs_of(scored, place),
        terms=terms_of(questionnaire, settled, values),
        answers=answers_by_section(scored, code, settled),
    )


def sections_of(scored: Scored, place: int) -> tuple[SectionLine, ...]:
    """The weighted top sections of the commune in this row of the edition."""
    scores = scored.edition.readiness
    return tuple(
        section_line(section, scores.sections[section.id], scores.contributions[section.id], place)
        for section in scored.questionnaire.children(None)
        if section.weight and section.id in scores.sections
    )


def section_line(
    section: Section, node: Node, added: NDArray[np.float64], place: int
) -> SectionLine:
    """One section; its score is shown only where it is published."""
    return SectionLine(
        section.no,
        section.title,
        section.weight,
        float(node.observed[place]) if node.published[place] else math.nan,
        float(node.low[place]),
        float(node.high[place]),
        float(node.coverage[place]),
        float(added[place]),
    )


def causes_of(scored: Scored, place: int, settled: Answers) -> tuple[Cause, ...]:
    """What makes the commune's priority, the greatest part first; nothing where it is not ranked."""
    edition = scored.edition
    if math.isnan(edition.priority.score[place]):
        return ()
    causes = (
        Cause(
            each,
            answer_in_words(each, settled.get(each.id)),
            float(edition.readiness.scores[each.id][place]),
            float(scored.edition.priority.points[each.id][place]),
        )
        for each in scored.questionnaire.scored
    )
    return tuple(sorted((each for each in causes if each.points > 0), key=lambda c: -c.points))


def values_of(settled: Answers, columns: Mapping[str, float]) -> Values:
    """What expressions read: answered values and the register's columns."""
    answered = {
        name: answer.value for name, answer in settled.items() if answer.state is State.ANSWERED
    }
    return {**answered, **columns}


def answers_by_section(
    scored: Scored, code: str, settled: Answers
) -> tuple[tuple[Sentence, tuple[Answered, ...]], ...]:
    """Every section's title with its questions and answers, in form order."""
    questionnaire = scored.questionnaire
    return tuple(
        (
            Sentence(f"{section.no}. {section.title.vi}", f"{section.no}. {section.title.en}"),
            tuple(
                answered(scored, code, each, settled)
                for each in questionnaire.questions_in(section.id)
            ),
        )
        for section in questionnaire.sections
        if questionnaire.questions_in(section.id)
    )


def answered(scored: Scored, code: str, question: Question, settled: Answers) -> Answered:
    """One question of one commune."""
    place = scored.frame.codes.index(code)
    claims = scored.claims.get(code, {})
    finding = scored.findings.get(code, {}).get(question.id)
    counted = scored.counted.get(code, Counted({}))
    return Answered(
        question,
        answer_in_words(question, settled.get(question.id)),
        EVIDENCE_WORDS[Evidence(str(scored.frame.evidence[question.id][place]))],
        answer_in_words(question, claims.get(question.id)),
        shown_finding(question, finding, claims) if finding else None,
        kept_words(question, counted.kept),
        measured_words(scored.questionnaire, claims, scored.measurements.get(code, ())).get(
            question.id
        ),
    )
