"""What a calculation is set to beside the answers: parameters, weights, unit costs, budget and floors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from forms.questionnaire import Question, Questionnaire, Section, UnitCost
from forms.sentence import Refused, Sentence
from reports.method import Method

Weighing = TypeVar("Weighing", Section, Question)
NO_SUCH_WEIGHT = Sentence(
    "Trọng số: không có phần hay câu hỏi “{name}”. Hãy dùng mã trong bộ câu hỏi.",
    "Weights: there is no section or question “{name}”. Use an id of the questionnaire.",
)
NO_SUCH_COST = Sentence(
    "Đơn giá: không có “{name}”. Hãy dùng mã trong khối unit_costs của bộ câu hỏi.",
    "Unit costs: there is no “{name}”. Use an id of the questionnaire's unit_costs.",
)
NEGATIVE = Sentence(
    "{name}: {value} phải là số từ 0 trở lên.", "{name}: {value} must be a number from 0 up."
)
ALL_ZERO = Sentence(
    "Mọi trọng số trong “{where}” đều bằng 0. Hãy đặt ít nhất một trọng số lớn hơn 0.",
    "All weights in “{where}” are 0. Set at least one above 0.",
)
WHOLE = Sentence("cả bộ câu hỏi", "the whole questionnaire")


@dataclass(frozen=True)
class Scenario:
    """``weights`` by section or question id; ``costs`` VND by unit cost; ``budget`` VND, None for none.

    ``floors`` VND by province code; None takes the method's share of each province's need. What is not
    named stays as the questionnaire has it.
    """

    method: Method
    weights: Mapping[str, float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    floors: Mapping[str, float] | None = None


class ScenarioRefused(Refused):
    """A scenario that can't be calculated; ``refusals`` names everything wrong."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(
            Sentence("\n".join(r.vi for r in refusals), "\n".join(r.en for r in refusals))
        )
        self.refusals = tuple(refusals)


def applied(questionnaire: Questionnaire, scenario: Scenario) -> Questionnaire:
    """The questionnaire with the scenario's weights and unit costs.

    Raises :class:`ScenarioRefused` for an id that does not exist, a negative number, or weights that
    are all 0 where something is to be averaged.
    """
    costs = questionnaire.unit_costs or {}
    known = {each.id for each in questionnaire.sections} | {q.id for q in questionnaire.scored}
    faults = [
        *(NO_SUCH_WEIGHT.filled(name=name) for name in scenario.weights if name not in known),
        *(NO_SUCH_COST.filled(name=name) for name in scenario.costs if name not in costs),
        *negative({**scenario.weights, **scenario.costs}),
    ]
    if faults:
        raise ScenarioRefused(faults)
    changed = replace(
        questionnaire,
        sections=tuple(weighted(each, scenario.weights) for each in questionnaire.sections),
        questions=tuple(weighted(each, scenario.weights) for each in questionnaire.questions),
        unit_costs=None if not costs else priced(costs, scenario.costs),
    )
    empty = list(weightless(changed))
    if empty and scenario.weights:
        raise ScenarioRefused(empty)
    return changed


def weighted(each: Weighing, weights: Mapping[str, float]) -> Weighing:
    """A section or question with its weight of the scenario, where it has one."""
    return replace(each, weight=weights.get(each.id, each.weight))


def priced(costs: Mapping[str, UnitCost], new: Mapping[str, float]) -> dict[str, UnitCost]:
    """The unit costs with the scenario's prices."""
    return {name: replace(cost, vnd=new.get(name, cost.vnd)) for name, cost in costs.items()}


def negative(numbers: Mapping[str, float]) -> Iterable[Sentence]:
    """A sentence for every number that is below 0 or none at all."""
    for name, value in numbers.items():
        if not 0 <= value < float("inf"):
            yield NEGATIVE.filled(name=name, value=f"{value:g}")


def weightless(questionnaire: Questionnaire) -> Iterable[Sentence]:
    """A sentence where nothing in a section, or at the top, has a weight."""
    if not any(each.weight for each in questionnaire.children(None)):
        yield all_zero(WHOLE)
    for section in questionnaire.sections:
        asked = [q.weight for q in questionnaire.questions_in(section.id) if q.scored]
        parts = [*asked, *(each.weight for each in questionnaire.children(section.id))]
        if section.weight and parts and not any(parts):
            yield all_zero(section.title)


def all_zero(where: Sentence) -> Sentence:
    """That nothing there has a weight."""
    return Sentence(ALL_ZERO.vi.format(where=where.vi), ALL_ZERO.en.format(where=where.en))
