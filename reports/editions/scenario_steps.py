"""From one scenario to another, one change at a time: which of them lets a commune in or out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from forms.sentence import Sentence
from reports.editions.comparison import Comparison, compared
from reports.editions.preview import Basis, Preview, preview
from reports.frame import Frame
from reports.method import Method
from reports.method import changed as method_changed
from reports.scenario import Scenario

# In the order in which they are made: first how communes are scored, then what things cost, then money.
CHANGES: Mapping[str, Sentence] = {
    "answers": Sentence(
        "câu trả lời, danh mục xã hoặc bộ câu hỏi khác trước",
        "other answers, register or questionnaire",
    ),
    "weights": Sentence("trọng số", "weights"),
    "evidence": Sentence("mức tính theo bằng chứng", "use of evidence"),
    "beta": Sentence("hệ số khó khăn β", "remoteness factor β"),
    "scoring": Sentence("tham số chấm điểm khác", "other parameters of scoring"),
    "costs": Sentence("đơn giá", "unit costs"),
    "alpha": Sentence("số mũ dân số α", "population power α"),
    "floors": Sentence("mức sàn", "floors"),
    "budget": Sentence("ngân sách", "budget"),
}
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "evidence": (
        *("evidence_claimed", "evidence_approved", "evidence_verified", "evidence_measured"),
    ),
    "beta": ("beta",),
    "scoring": (
        *("section_coverage", "children_published", "geometric_floor", "zone_factor_remote"),
    ),
    "alpha": ("alpha", "population_percentile"),
    "floors": ("remote_share", "province_share"),
}


def compared_with(before: Preview, after: Preview) -> Comparison:
    """The two calculations side by side, with the change that made each commune come in, go out or move."""
    along, names, now = [before], [], before
    for name, basis, scenario in steps(before, after):
        last = basis is after.basis and scenario == after.scenario
        now = after if last else preview(basis, scenario, now)
        along.append(now)
        names.append(name)
    return compared([each.table for each in along], names)


def steps(before: Preview, after: Preview) -> Iterator[tuple[str, Basis, Scenario]]:
    """Each change that there is, with basis and scenario once it is made; the last ones are ``after``'s."""
    made: list[tuple[str, Basis, Scenario]] = []
    scenario = before.scenario
    if not same_basis(before.basis, after.basis):
        made.append(("answers", after.basis, scenario))
    for name in list(CHANGES)[1:]:
        changed = with_change(name, scenario, after.scenario)
        if not alike(changed, scenario):
            made.append((name, after.basis, changed))
        scenario = changed
    if made:
        made[-1] = (made[-1][0], after.basis, after.scenario)
    yield from made


def with_change(name: str, scenario: Scenario, wanted: Scenario) -> Scenario:
    """The scenario with one group of figures as in the scenario that is wanted."""
    if name in PARAMETERS:
        values = {each: getattr(wanted.method, each) for each in PARAMETERS[name]}
        scenario = replace(scenario, method=with_parameters(scenario.method, values))
    if name in ("weights", "costs", "floors", "budget"):
        scenario = replace(scenario, **{name: getattr(wanted, name)})
    return scenario


def with_parameters(method: Method, values: Mapping[str, float]) -> Method:
    """The method with these values, which are within their ranges."""
    if not method.parameters:
        return replace(method, **values)  # type: ignore[arg-type]
    return method_changed(method, values)


def alike(one: Scenario, other: Scenario) -> bool:
    """Whether nothing that a preview hangs on differs: how often is drawn does not matter."""
    named = [name for each in PARAMETERS.values() for name in each]
    parameters = all(getattr(one.method, name) == getattr(other.method, name) for name in named)
    return parameters and all(
        getattr(one, name) == getattr(other, name)
        for name in ("weights", "costs", "floors", "budget")
    )


def same_basis(one: Basis, other: Basis) -> bool:
    """Whether both hold the same questions, communes and answers, as well known."""
    if one is other:
        return True
    places = one.places.sort_index().equals(other.places.sort_index())
    asked = one.questionnaire.sha256 == other.questionnaire.sha256
    return asked and places and same_frame(one.frame, other.frame)


def same_frame(one: Frame, other: Frame) -> bool:
    """Whether both hold the same answers of the same units, as well known."""
    if one.codes != other.codes:
        return False
    return all(
        mine.keys() == theirs.keys()
        and all(
            np.array_equal(mine[name], theirs[name], equal_nan=number(mine[name])) for name in mine
        )
        for mine, theirs in (
            (one.states, other.states),
            (one.columns, other.columns),
            (one.evidence, other.evidence),
        )
    )


def number(column: np.ndarray) -> bool:
    """Whether a column can hold NaN."""
    return column.dtype.kind == "f"
