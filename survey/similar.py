"""Communes that are alike (the same kind of unit in the same official class), and what is usual among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forms.answers import Answers, State
from forms.numbers import as_typed, both_ways
from forms.questionnaire import Kind, Question, Questionnaire
from forms.sentence import Sentence
from reports.usual import Usual, usual
from survey.answer_words import answer_in_words
from survey.concern import Concern

# The kind of unit, then the option chosen in each question that declares an official class.
Group = tuple[str, ...]
KIND_WORDS = {
    "xa": Sentence("xã", "rural communes"),
    "phuong": Sentence("phường", "wards"),
    "dac_khu": Sentence("đặc khu", "special zones"),
}
OUTLIER = Sentence(
    "Xã khai {now}, khác hẳn {n} đơn vị tương tự ({group}): thường khoảng {median}, một nửa trong khoảng "
    "{low} đến {high}. Hãy xem có nhầm đơn vị, thừa hoặc thiếu chữ số không.",
    "The commune says {now}, unlike {n} similar units ({group}): usually about {median}, half of them from "
    "{low} to {high}. Look for a wrong unit or a digit too many or too few.",
)


@dataclass(frozen=True)
class Similar:
    """By group and question, what is usual; a group that is too small has nothing."""

    usual: Mapping[Group, Mapping[str, Usual]] = field(default_factory=dict)


NOBODY = Similar()


def numeric(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions whose figures are compared: numbers that cannot be negative."""
    return tuple(
        question
        for question in questionnaire.questions
        if question.kind.is_number and (question.minimum or 0) >= 0
    )


def group_of(questionnaire: Questionnaire, kind: str, answers: Answers) -> Group | None:
    """The commune's group; None where it does not say its official class: then nothing is compared."""
    official = questionnaire.remoteness.official if questionnaire.remoteness else ()
    said = [answers.get(name) for name in official]
    if any(each is None or each.state is not State.ANSWERED for each in said):
        return None
    return (kind, *(str(each.value) for each in said if each is not None))


def similar(
    questionnaire: Questionnaire,
    groups: Sequence[Group | None],
    figures: NDArray[np.float64],
) -> Similar:
    """What is usual in each group: ``figures`` is n communes × the :func:`numeric` questions, NaN missing."""
    rows: dict[Group, list[int]] = {}
    for row, group in enumerate(groups):
        if group is not None:
            rows.setdefault(group, []).append(row)
    asked = numeric(questionnaire)
    found: dict[Group, dict[str, Usual]] = {}
    for group, places in rows.items():
        block = figures[places]
        each = {q.id: usual_of(q, block[:, column]) for column, q in enumerate(asked)}
        found[group] = {name: of for name, of in each.items() if of is not None}
    return Similar(found)


def usual_of(question: Question, values: NDArray[np.float64]) -> Usual | None:
    """What is usual for one question: shares as they are, counts and amounts by the logarithm."""
    share = question.kind is Kind.PERCENT
    return usual(values, logarithmic=not share, counted=question.kind is Kind.INTEGER)


def outliers(
    questionnaire: Questionnaire, answers: Answers, kind: str, among: Similar
) -> Iterator[Concern]:
    """The figures that are far from what is usual among similar communes; ``kind`` is the commune's."""
    group = group_of(questionnaire, kind, answers)
    if group is None:
        return
    for name, found in among.usual.get(group, {}).items():
        answer, question = answers.get(name), questionnaire.by_id[name]
        if answer is None or isinstance(answer.value, str | bool) or answer.value is None:
            continue
        if found.is_far(answer.value):
            now = answer_in_words(question, answer)
            yield Concern(name, "outlier", unlike(now, found, group_words(questionnaire, group)))


def unlike(now: Sentence, found: Usual, group: Sentence) -> Sentence:
    """Which value, what is usual, how many communes are compared."""
    names = ("median", "low", "high")
    figures = {name: figure(getattr(found, name)) for name in names}
    return OUTLIER.filled(now=now, group=group, n=both_ways(found.size), **figures)


def figure(value: float) -> Sentence:
    """A figure with one decimal where it is small, else whole."""
    return as_typed(round(value, 1) if abs(value) < 100 else round(value))


def group_words(questionnaire: Questionnaire, group: Group) -> Sentence:
    """A group in words: the kind of unit and its official classes."""
    official = questionnaire.remoteness.official if questionnaire.remoteness else ()
    known = questionnaire.by_id
    classes = [
        known[name].option(value).label for name, value in zip(official, group[1:], strict=True)
    ]
    words = [KIND_WORDS.get(group[0], Sentence(group[0], group[0])), *classes]
    return Sentence("; ".join(w.vi for w in words), "; ".join(w.en for w in words))
