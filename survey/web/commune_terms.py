"""What a commune's remoteness is made of, in the words and figures of its answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers import Answers
from forms.expressions import Expression
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from survey.answer_words import answer_in_words

Values = Mapping[str, float | int | bool | str | None]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the remoteness: what is asked, what was answered, points (NaN: missing)."""

    label: Sentence
    words: Sentence
    points: float


def terms_of(questionnaire: Questionnaire, settled: Answers, values: Values) -> tuple[Term, ...]:
    """The parts of the remoteness; their sum, the classes capped, is the commune's remoteness."""
    asked = questionnaire.remoteness
    if asked is None:
        return ()
    classes = [(each, number_of(each.evaluate(values))) for each in asked.class_terms]
    each_access = asked.access_weight / max(1, len(asked.access_terms))
    access = [
        (
            each.expression,
            each_access * scaled(number_of(each.expression.evaluate(values)), each.zero, each.full),
        )
        for each in asked.access_terms
    ]
    return tuple(
        Term(*in_words(questionnaire, expression, settled), points)
        for expression, points in classes + access
    )


def in_words(
    questionnaire: Questionnaire, expression: Expression, settled: Answers
) -> tuple[Sentence, Sentence]:
    """The questions that an expression reads, and their answers."""
    read = [each for each in questionnaire.questions if each.id in expression.names]
    words = [answer_in_words(each, settled.get(each.id)) for each in read]
    labels = [each.label for each in read] or [Sentence(expression.text, expression.text)]
    return joined(labels), joined(words)


def joined(sentences: list[Sentence]) -> Sentence:
    """Several sentences as one, parted by semicolons."""
    return Sentence(
        "; ".join(each.vi for each in sentences), "; ".join(each.en for each in sentences)
    )


def number_of(value: object) -> float:
    """A number as it is, truth as 1 or 0, missing as NaN."""
    return float(value) if isinstance(value, (bool, int, float)) else math.nan


def scaled(value: float, zero: float, full: float) -> float:
    """``value`` between the goalposts as 0 to 1, clipped; NaN stays."""
    share = (value - zero) / (full - zero)
    return share if math.isnan(share) else min(1.0, max(0.0, share))
