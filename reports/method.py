"""The parameters of the calculation, each with its type, its range and its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from forms.numbers import read_number, write_number
from forms.sentence import Refused, Sentence

UNKNOWN = Sentence("{name}: không có tham số này.", "{name}: there is no such parameter.")
NOT_A_NUMBER = Sentence(
    "{name}: “{text}” không phải là số. Hãy nhập một số, ví dụ 1,5.",
    "{name}: “{text}” is no number. Enter a number such as 1,5.",
)
NOT_WHOLE = Sentence(
    "{name}: cần số nguyên, không phải {value}.", "{name}: needs a whole number, not {value}."
)
OUTSIDE = Sentence(
    "{name}: {value} nằm ngoài khoảng {least} đến {most}.",
    "{name}: {value} is outside {least} to {most}.",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its ``kind`` (number, share, integer), value, least and most, and why it is so."""

    name: str
    kind: str
    value: float
    least: float
    most: float
    reason: Sentence

    def fault(self) -> Sentence | None:
        """What is wrong with the value; None where nothing is."""
        if self.kind == "integer" and not float(self.value).is_integer():
            said = NOT_WHOLE
        elif not self.least <= self.value <= self.most:
            said = OUTSIDE
        else:
            return None
        numbers = {"value": self.value, "least": self.least, "most": self.most}
        vi = {name: write_number(each) for name, each in numbers.items()}
        en = {name: f"{each:,.10g}" for name, each in numbers.items()}
        return Sentence(said.vi.format(name=self.name, **vi), said.en.format(name=self.name, **en))


@dataclass(frozen=True, slots=True)
class Method:
    """What the calculation is set to; the file says each one's range and reason.

    Shares and weights are 0–1, ``beta`` 0–2, ``geometric_floor`` in points of 100, ``population_percentile``
    0–50. ``evidence_…`` is how much of a gap counts by how well the answer is known; missing counts 0.
    """

    beta: float = 1.0
    section_coverage: float = 0.6
    children_published: float = 2 / 3
    geometric_floor: float = 1.0
    evidence_claimed: float = 0.0
    evidence_approved: float = 0.5
    evidence_verified: float = 1.0
    evidence_measured: float = 1.0
    alpha: float = 0.5
    remote_share: float = 0.4
    province_share: float = 0.0
    zone_factor_remote: float = 1.0
    population_percentile: float = 10.0
    draws: int = 2000
    seed: int = 2026
    weight_spread: float = 0.25
    cost_spread: float = 0.3
    evidence_spread: float = 0.25
    alpha_spread: float = 0.25
    beta_spread: float = 0.5
    interval: float = 0.9
    class_firm: float = 0.95
    class_likely: float = 0.5
    class_marginal: float = 0.05
    shading: float = 0.5
    parameters: tuple[Parameter, ...] = ()

    @property
    def evidence(self) -> Mapping[str, float]:
        """Weight by evidence class, 0–1."""
        return {
            "missing": 0.0,
            "claimed": self.evidence_claimed,
            "approved": self.evidence_approved,
            "verified": self.evidence_verified,
            "measured": self.evidence_measured,
        }


class MethodRefused(Refused):
    """A method that can't be used; ``refusals`` names everything wrong."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(
            Sentence("\n".join(r.vi for r in refusals), "\n".join(r.en for r in refusals))
        )
        self.refusals = tuple(refusals)


def method_of(parameters: Sequence[Parameter]) -> Method:
    """The method that these parameters make. Raises :class:`MethodRefused` naming every fault."""
    faults = [fault for each in parameters if (fault := each.fault()) is not None]
    if faults:
        raise MethodRefused(faults)
    values = {p.name: int(p.value) if p.kind == "integer" else float(p.value) for p in parameters}
    return Method(**values, parameters=tuple(parameters))  # type: ignore[arg-type]


def changed(method: Method, typed: Mapping[str, object]) -> Method:
    """The method with some parameters set to what a person typed: numbers, or text such as ``1,5``.

    Raises :class:`MethodRefused` naming everything unknown, not a number, or out of its range.
    """
    known = {parameter.name: parameter for parameter in method.parameters}
    faults: list[Sentence] = []
    for name, raw in typed.items():
        if name not in known:
            faults.append(UNKNOWN.filled(name=str(name)[:60]))
            continue
        try:
            known[name] = replace(known[name], value=number_of(raw))
        except Refused:
            faults.append(NOT_A_NUMBER.filled(name=name, text=str(raw)[:60]))
    faults += [fault for each in known.values() if (fault := each.fault()) is not None]
    if faults:
        raise MethodRefused(faults)
    return method_of(tuple(known.values()))


def number_of(raw: object) -> float:
    """A number as it is, or as it was typed. Raises Refused where it is none."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return raw
    return float(read_number(str(raw)))
