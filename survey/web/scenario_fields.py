"""What a scenario may change, as fields of a page: typed, ranged, each with what it is before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.numbers import both_ways, read_english, read_number, two_readings
from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from reports.parameter_words import parameter_words
from reports.scenario import Scenario
from survey.communes import Province, vietnamese_key

MILLION = 1_000_000
MOST_WEIGHT = 100
# A thousand thousand billion: above any budget of the state, so that a slip of the keyboard is seen.
MOST_MONEY = 1e15
NOT_A_NUMBER = Sentence(
    "{label}: “{text}” không phải là số. Hãy nhập một số, ví dụ 1,5.",
    "{label}: “{text}” is no number. Enter a number such as 1.5.",
)
TWO_READINGS = Sentence(
    "{label}: “{text}” có thể hiểu là {small} hoặc {large} nên chưa được dùng. Hãy ghi lại một trong hai số đó.",
    "{label}: “{text}” may mean {small} or {large}, so it was not used. Enter one of the two.",
)
OUTSIDE = Sentence(
    "{label}: {value} nằm ngoài khoảng {least} đến {most}. Đã giữ giá trị cũ {kept}.",
    "{label}: {value} is outside {least} to {most}. The value before, {kept}, was kept.",
)
NOTHING = Sentence("không có", "none")
MONEY_UNIT = Sentence("triệu đồng", "million VND")
PER_UNIT = Sentence("{label} ({unit})", "{label} ({unit})")


@dataclass(frozen=True, slots=True)
class Field:
    """A figure of the scenario. ``base``: what it is before, in the unit of the field; None for none.

    ``scale``: what one of the field's units is in the calculation's. ``empty``: whether it may be left out.
    """

    name: str
    group: str
    label: Sentence
    base: float | None
    least: float = 0.0
    most: float = MOST_MONEY / MILLION
    hint: Sentence | None = None
    unit: Sentence | None = None
    scale: float = 1.0
    empty: bool = False

    def read(self, text: str, language: str) -> float | None:
        """What was typed on a page of this language, in the field's unit; None for nothing. Raises Refused naming the field.

        ``language`` is empty for an address, which people of both languages send each other.
        """
        if not text.strip():
            return None if self.empty else self.base
        try:
            doubt = two_readings(text, language)
            value = float(read_english(text) if language == "en" else read_number(text))
        except Refused as refused:
            raise Refused(self.said(NOT_A_NUMBER, text=text.strip()[:40])) from refused
        if doubt:
            small, large = doubt
            raise Refused(self.said(TWO_READINGS, text=text.strip(), small=small, large=large))
        if not self.least <= value <= self.most:
            numbers = {"value": value, "least": self.least, "most": self.most}
            raise Refused(
                self.said(
                    OUTSIDE,
                    **{name: both_ways(each) for name, each in numbers.items()},
                )
            )
        return value

    def said(self, sentence: Sentence, **values: object) -> Sentence:
        """A refusal with this field's label in it."""
        kept = NOTHING if self.base is None else both_ways(float(self.base))
        return sentence.filled(label=self.label, kept=kept, **values)


def fields_of(
    questionnaire: Questionnaire, scenario: Scenario, provinces: Mapping[str, Province]
) -> tuple[Field, ...]:
    """Every figure that a scenario may change from this one, in the order of the page."""
    return (
        *money(scenario),
        *weights(questionnaire, scenario),
        *parameters(scenario, "evidence"),
        *parameters(scenario, "formula"),
        *costs(questionnaire, scenario),
        *floors(scenario, provinces),
    )


def money(scenario: Scenario) -> Iterator[Field]:
    """The budget and the shares of it that are set aside."""
    budget = None if scenario.budget is None else scenario.budget / MILLION
    label = Sentence("Ngân sách", "Budget")
    yield Field(
        "budget", "money", label, budget, least=1, unit=MONEY_UNIT, scale=MILLION, empty=True
    )
    yield from parameters(scenario, "money")


GROUPS = {
    "money": ("remote_share", "province_share"),
    "evidence": (
        *("evidence_claimed", "evidence_approved", "evidence_verified", "evidence_measured"),
    ),
    "formula": ("beta", "alpha"),
}


def parameters(scenario: Scenario, group: str) -> Iterator[Field]:
    """Parameters of the method, with the range and the reason that its file gives."""
    known = {each.name: each for each in scenario.method.parameters}
    for name in GROUPS[group]:
        each = known[name]
        ranged = each.value, each.least, each.most
        yield Field(name, group, parameter_words(name), *ranged, hint=each.reason)


def weights(questionnaire: Questionnaire, scenario: Scenario) -> Iterator[Field]:
    """The weights of the top sections that have one."""
    for section in questionnaire.children(None):
        weight = scenario.weights.get(section.id, section.weight)
        if section.weight:
            label = Sentence(
                f"{section.no}. {section.title.vi}", f"{section.no}. {section.title.en}"
            )
            yield Field(f"weight.{section.id}", "weights", label, weight, most=MOST_WEIGHT)


def costs(questionnaire: Questionnaire, scenario: Scenario) -> Iterator[Field]:
    """The unit costs, each called after what is asked for it."""
    labels = {q.gap.cost: q.alone for q in reversed(questionnaire.questions) if q.gap}
    for name, cost in (questionnaire.unit_costs or {}).items():
        label = labels.get(name, Sentence(name, name))
        said = PER_UNIT.filled(label=label, unit=cost.unit)
        base = scenario.costs.get(name, cost.vnd) / MILLION
        yield Field(f"cost.{name}", "costs", said, base, unit=MONEY_UNIT, scale=MILLION)


def floors(scenario: Scenario, provinces: Mapping[str, Province]) -> Iterator[Field]:
    """The least sum of each province, in Vietnamese order of their names."""
    given = scenario.floors or {}
    for each in sorted(provinces.values(), key=lambda one: vietnamese_key(one.name)):
        base = given[each.code] / MILLION if each.code in given else None
        label = Sentence(each.name, each.name)
        yield Field(
            f"floor.{each.code}", "floors", label, base, unit=MONEY_UNIT, scale=MILLION, empty=True
        )
