"""Packages: what one commune would get in one money column, with its cost and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from reports.frame import Frame
from reports.gaps import EXTERNAL, Needs
from reports.method import Method

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Codes = Sequence[str] | Mapping[str, str] | NDArray[np.str_]
NO_WEIGHTS = Sentence(
    "Mọi trọng số đều bằng 0 nên không gói nào có lợi ích. Hãy đặt ít nhất một trọng số lớn hơn 0.",
    "All weights are 0, so no package is worth anything. Set at least one weight above 0.",
)
NO_PROVINCE = Sentence(
    "Chưa biết tỉnh của đơn vị {code}. Hãy ghi tỉnh cho mọi đơn vị.",
    "The province of unit {code} is not known. Give one for every unit.",
)


@dataclass(frozen=True)
class Packages:
    """Of n communes and m money columns, what others pay left out.

    ``cost`` n × m in whole VND, the sum of what is known, NaN where nothing is; ``benefit`` n × m, ≥ 0,
    NaN where the commune is not ranked; ``unknown`` n × m counts needs that are not known, and
    ``unknown_of`` says by question where (n). ``population`` n, and ``guessed`` where it was not
    confirmed and a low percentile of the province stands in.
    """

    codes: tuple[str, ...]
    columns: tuple[str, ...]
    provinces: NDArray[np.str_]
    cost: Floats
    benefit: Floats
    unknown: NDArray[np.int64]
    unknown_of: Mapping[str, Truths]
    population: Floats
    guessed: Truths

    @property
    def candidates(self) -> Truths:
        """N × m: what can be funded, with a known cost and a benefit, both above 0."""
        return (self.cost > 0) & (self.benefit > 0)

    def in_provinces(self, provinces: Codes) -> Packages:
        """The same with other provinces."""
        return replace(self, provinces=provinces_of(self.codes, provinces))

    @cached_property
    def unknown_needs(self) -> list[tuple[str, str]]:
        """Every need that is not known, as (commune, question), by commune; every province's sheet asks."""
        return sorted(
            (self.codes[row], question)
            for question, missing in self.unknown_of.items()
            for row in np.flatnonzero(missing)
        )


def packages_of(
    questionnaire: Questionnaire,
    method: Method,
    frame: Frame,
    provinces: Codes,
    *,
    needs: Needs,
    weights: Mapping[str, Floats],
    gaps: Mapping[str, Floats],
    remoteness: Floats,
    ranked: Truths,
) -> Packages:
    """Cost and benefit b = H^α · (1 + β·N/100) · Σ ω·g of every package.

    The sum runs over the questions whose need is known and above 0. ``weights`` and ``gaps`` as
    ``reports.gaps`` gives them, ``remoteness`` N 0–100 (missing counts 0). ``provinces`` is a province
    code for each unit in order, or by unit code. Raises Refused where all weights are 0.
    """
    if not any(np.any(each > 0) for each in weights.values()):
        raise Refused(NO_WEIGHTS)
    where = provinces_of(frame.codes, provinces)
    population, guessed = population_of(questionnaire, method, frame, where)
    lift = population**method.alpha * (1 + method.beta * np.nan_to_num(remoteness) / 100)
    columns = tuple(name for name in needs.columns if name != EXTERNAL)
    worth = np.zeros((len(frame), len(columns)))
    unknown = np.zeros((len(frame), len(columns)), dtype=np.int64)
    missing: dict[str, Truths] = {}
    for name, at in column_of_questions(questionnaire, columns).items():
        need = needs.by_question[name]
        if name in weights:
            worth[:, at] += np.where(need > 0, weights[name] * gaps[name], 0.0)
        missing[name] = np.isnan(need)
        unknown[:, at] += missing[name]
    return Packages(
        frame.codes,
        columns,
        where,
        np.round([needs.columns[name] for name in columns]).reshape(len(columns), len(frame)).T,
        np.where(ranked[:, None], lift[:, None] * worth, np.nan),
        unknown,
        missing,
        population,
        guessed,
    )


def column_of_questions(questionnaire: Questionnaire, columns: Sequence[str]) -> dict[str, int]:
    """By question with a gap, the place of the money column that its cost belongs to."""
    costs = questionnaire.unit_costs or {}
    place = {name: at for at, name in enumerate(columns)}
    named = {q.id: costs[q.gap.cost].column for q in questionnaire.questions if q.gap}
    return {name: place[column] for name, column in named.items() if column in place}


def provinces_of(codes: Sequence[str], given: Codes) -> NDArray[np.str_]:
    """The province code of each unit. Raises Refused where one is missing."""
    if isinstance(given, Mapping):
        for code in codes:
            if code not in given:
                raise Refused(NO_PROVINCE.filled(code=code))
        return np.array([str(given[code]) for code in codes], dtype=np.str_)
    if len(given) != len(codes):
        raise ValueError("provinces must name one province for every unit")
    return np.array([str(each) for each in given], dtype=np.str_)


def population_of(
    questionnaire: Questionnaire, method: Method, frame: Frame, provinces: NDArray[np.str_]
) -> tuple[Floats, Truths]:
    """How many people live in each unit, and where that is a low percentile of the province's known.

    Of a province without any, the country's; 1 for every unit where the questionnaire does not ask.
    """
    rows = len(frame)
    if questionnaire.population is None:
        return np.ones(rows), np.zeros(rows, dtype=np.bool_)
    said = questionnaire.population.evaluate_frame(frame.columns, rows)
    known = said > 0
    if not known.any():
        return np.ones(rows), np.ones(rows, dtype=np.bool_)
    stands_in = np.full(rows, np.percentile(said[known], method.population_percentile))
    for province in np.unique(provinces[~known]):
        there = provinces == province
        if (there & known).any():
            stands_in[there] = np.percentile(said[there & known], method.population_percentile)
    return np.where(known, said, stands_in), ~known
