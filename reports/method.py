"""The parameters of the calculation, each with its range and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from forms.sentence import Refused, Sentence
from forms.yaml_text import read_yaml

SHIPPED = Path(__file__).parent / "data" / "method-2026.yaml"
KEYS = ("value", "least", "most", "vi", "en")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its value, least and most, and why it is so."""

    name: str
    value: float
    least: float
    most: float
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Method:
    """What the calculation is set to. Shares and weights are 0–1, ``beta`` 0–2, the floor in points.

    ``evidence_…`` is how much of a gap counts by how well the answer is known; missing counts 0.
    """

    beta: float = 1.0
    section_coverage: float = 0.6
    children_published: float = 2 / 3
    geometric_floor: float = 1.0
    evidence_claimed: float = 0.0
    evidence_approved: float = 0.5
    evidence_verified: float = 1.0
    evidence_measured: float = 1.0
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

    def __init__(self, refusals: list[Sentence]) -> None:
        super().__init__(
            Sentence("\n".join(r.vi for r in refusals), "\n".join(r.en for r in refusals))
        )
        self.refusals = tuple(refusals)


def load_method(path: Path = SHIPPED) -> Method:
    """The method in a YAML file. Raises :class:`MethodRefused` naming every fault."""
    content = read_yaml(path.read_text("utf-8"), path.name)
    names = [each.name for each in fields(Method) if each.name != "parameters"]
    faults: list[Sentence] = []
    for name in content:
        if name not in names:
            faults.append(_fault(path, name, "không có tham số này", "there is no such parameter"))
    parameters = [_parameter(path, name, content.get(name), faults) for name in names]
    if faults:
        raise MethodRefused(faults)
    values = {each.name: each.value for each in parameters}
    return Method(**values, parameters=tuple(parameters))


def _parameter(path: Path, name: str, block: Any, faults: list[Sentence]) -> Parameter:
    if not isinstance(block, dict) or set(block) != set(KEYS):
        faults.append(
            _fault(
                path,
                name,
                f"cần đúng các khóa {', '.join(KEYS)}",
                f"needs the keys {', '.join(KEYS)}",
            )
        )
        return Parameter(name, 0, 0, 0, Sentence("", ""))
    numbers = [block[key] for key in ("value", "least", "most")]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        faults.append(
            _fault(path, name, "giá trị và giới hạn phải là số", "value and range must be numbers")
        )
        return Parameter(name, 0, 0, 0, Sentence("", ""))
    value, least, most = (float(each) for each in numbers)
    if not least <= value <= most:
        faults.append(
            _fault(
                path,
                name,
                f"{value:g} nằm ngoài khoảng {least:g} đến {most:g}",
                f"{value:g} is outside {least:g} to {most:g}",
            )
        )
    return Parameter(name, value, least, most, Sentence(str(block["vi"]), str(block["en"])))


def _fault(path: Path, name: object, vi: str, en: str) -> Sentence:
    return Sentence(f"{path.name}: {name}: {vi}.", f"{path.name}: {name}: {en}.")
