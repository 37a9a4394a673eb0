"""One choice of method at a time: what its alternative would do to the ranks, all else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire, Section
from forms.sentence import Sentence
from reports.certainty.drawn_gaps import DrawnGaps
from reports.certainty.draws import (
    LOW,
    OBSERVED,
    as_it_is,
    evidence_of,
    sections_of,
    weights_of,
    within,
)
from reports.certainty.rank_shifts import shifts_of
from reports.certainty.ranked_units import ranked_units
from reports.edition import Edition
from reports.frame import Frame
from reports.method import Method
from reports.robustness import Funding

ENDS = np.array([0.0, 1.0])
PERCENT = 100
UNIT_COST = Sentence("Đơn giá “{of}”: {share}%", "Unit cost “{of}”: {share}%")


@dataclass(frozen=True)
class Alternative:
    """One other way of one factor: its words, and the fields of :class:`Draws` that it changes, one draw each."""

    factor: str
    words: Sentence
    fields: Mapping[str, NDArray[np.generic]]


def one_at_a_time(
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    edition: Edition,
    *,
    funding: Funding | None = None,
) -> pd.DataFrame:
    """A row for each alternative of each choice, in the order of the factors.

    Columns: ``factor``, ``choice`` and ``choice_en`` (words), ``mean_shift`` and ``most_shift`` (|rank shift|
    over the ranked communes), ``enter_top`` and ``leave_top`` (communes, of the best tenth), ``enter_list``
    and ``leave_list`` (of the funded list; NaN without ``funding``). α and unit costs move no rank, and
    have rows only with ``funding``. Raises :class:`Refused` where no commune is ranked.
    """
    drawn = DrawnGaps(ranked_units(questionnaire, frame, edition), method.geometric_floor / 100)
    others = list(alternatives(questionnaire, method))
    if funding is not None:
        others += of_the_list(questionnaire, method)
    draws = as_it_is(questionnaire, method, len(others))
    for row, other in enumerate(others):
        for name, value in other.fields.items():
            getattr(draws, name)[row] = value[0]
    shifts = shifts_of(questionnaire, method, drawn, draws, funding=funding)
    return pd.DataFrame(
        {
            "factor": [other.factor for other in others],
            "choice": [other.words.vi for other in others],
            "choice_en": [other.words.en for other in others],
            "mean_shift": shifts.mean,
            "most_shift": shifts.most,
            "enter_top": shifts.entering,
            "leave_top": shifts.leaving,
            "enter_list": shifts.entering_list,
            "leave_list": shifts.leaving_list,
        }
    )


def alternatives(questionnaire: Questionnaire, method: Method) -> Iterator[Alternative]:
    """The other ways that move ranks."""
    yield from of_weights(questionnaire, method)
    words = Sentence("Trung bình nhân", "Geometric mean")
    yield Alternative("aggregation", words, {"geometric": np.array([True])})
    words = Sentence("Thứ hạng phần trăm thay cho mốc điểm", "Percentile ranks for goalposts")
    yield Alternative("scale", words, {"percentile": np.array([True])})
    words = Sentence("Bỏ câu chưa trả lời khỏi trọng số", "Unanswered questions leave the weights")
    yield Alternative("missing", words, {"missing": np.array([OBSERVED])})
    words = Sentence("Câu chưa trả lời tính 0 điểm", "Unanswered questions score 0")
    yield Alternative("missing", words, {"missing": np.array([LOW])})
    low, high = evidence_of(method, ENDS)
    words = Sentence("Trọng số bằng chứng thấp nhất", "Lowest evidence weights")
    yield Alternative("evidence", words, {"evidence": low[None]})
    words = Sentence("Trọng số bằng chứng cao nhất", "Highest evidence weights")
    yield Alternative("evidence", words, {"evidence": high[None]})
    yield from of_number(method, "beta", "β", method.beta, method.beta_spread)


def of_the_list(questionnaire: Questionnaire, method: Method) -> Iterator[Alternative]:
    """The other ways that move only who is funded."""
    yield from of_number(method, "alpha", "α", method.alpha, method.alpha_spread)
    for name, cost in (questionnaire.unit_costs or {}).items():
        for factor in (1 - method.cost_spread, 1 + method.cost_spread):
            costs = np.where(np.array(list(questionnaire.unit_costs or {})) == name, factor, 1.0)
            share = round(PERCENT * (factor - 1))
            words = UNIT_COST.filled(of=cost.name, share=f"{share:+d}")
            yield Alternative("costs", words, {"costs": costs[None]})


def of_number(
    method: Method, name: str, sign: str, value: float, spread: float
) -> Iterator[Alternative]:
    """A parameter at either end of its spread, where that is another value."""
    for end in within(method, name, value, spread, ENDS):
        if end != value:
            vi = f"{end:.4g}".replace(".", ",")
            yield Alternative(
                name, Sentence(f"{sign} = {vi}", f"{sign} = {end:.4g}"), {name: end[None]}
            )


def of_weights(questionnaire: Questionnaire, method: Method) -> Iterator[Alternative]:
    """Top sections alike, all questions of a section alike, and each top section less and more."""
    sections = sections_of(questionnaire)
    top = [s for s in questionnaire.children(None) if s.id in sections and s.weight > 0]
    if len(top) > 1:
        alike = {section.id: 1 / section.weight for section in top}
        words = Sentence("Các phần có trọng số như nhau", "Sections weigh alike")
        yield weighed(questionnaire, words, alike)
        for section in top:
            for factor in (1 - method.weight_spread, 1 + method.weight_spread):
                if factor != 1:
                    yield moved(questionnaire, section, factor)
    weights = {question.id: question.weight for question in questionnaire.scored}
    alike = {name: 1 / weight for name, weight in weights.items() if weight > 0}
    words = Sentence(
        "Các câu trong một phần có trọng số như nhau", "Questions of a section weigh alike"
    )
    yield weighed(questionnaire, words, alike)


def moved(questionnaire: Questionnaire, section: Section, factor: float) -> Alternative:
    """One top section at another weight."""
    share = round(PERCENT * (factor - 1))
    words = Sentence(
        f"Trọng số phần “{section.title.vi}”: {share:+d}%",
        f"Weight of section “{section.title.en}”: {share:+d}%",
    )
    return weighed(questionnaire, words, {section.id: factor})


def weighed(
    questionnaire: Questionnaire, words: Sentence, factors: Mapping[str, float]
) -> Alternative:
    """Some weights multiplied, by section or question id."""
    names = (*sections_of(questionnaire), *[question.id for question in questionnaire.scored])
    each = np.array([[factors.get(name, 1.0) for name in names]])
    return Alternative("weights", words, {"weights": weights_of(questionnaire, each)})
