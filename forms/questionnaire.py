"""The questionnaire as frozen values: ``Questionnaire ⊃ Section ⊃ Question``. Loading is in ``loading``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from forms.expressions import Expression
from forms.sentence import Sentence


class Kind(StrEnum):
    """What a question's answer is."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"

    @property
    def is_number(self) -> bool:
        """Integer, decimal or percent."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT)


class Measure(StrEnum):
    """What of a line is measured from the officer's machine."""

    DOWNLOAD = "download_mbps"
    UPLOAD = "upload_mbps"
    LATENCY = "latency_ms"


class Level(StrEnum):
    """How a check that fires is treated: an error is refused, a warning needs a reason."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice; ``score`` 0–100 for readiness, ``points`` for remoteness."""

    value: str
    label: Sentence
    score: float | None = None
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule about answers: it fires only where ``condition`` is true, not where it is missing."""

    condition: Expression
    level: Level
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Score:
    """``expression`` mapped to 0–100 between the goalposts; ``scale`` is linear, log or log1p."""

    expression: Expression
    zero: float
    full: float
    scale: str = "linear"


@dataclass(frozen=True, slots=True)
class Gap:
    """How much is missing (``quantity``, ≥ 0) and the id of the unit cost that prices it."""

    quantity: Expression
    cost: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question or goalpost is as it is, and where that comes from."""

    text: str = ""
    sources: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Question:
    """One question. ``choice`` and ``yes_no`` questions are scored without a ``score``."""

    id: str
    section: str
    kind: Kind
    label: Sentence
    help: Sentence = Sentence("", "")
    unit: Sentence | None = None
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[Option, ...] = ()
    ask_if: Expression | None = None
    implied: float | str | bool | None = None
    prefill: str | None = None
    checks: tuple[Check, ...] = ()
    evidence_need: str = "none"
    evidence_what: str = ""
    scored: bool = False
    weight: float = 0.0
    weight_why: str = ""
    score: Score | None = None
    gap: Gap | None = None
    role: str = ""
    why: Why = Why()
    measure: Measure | None = None
    short: Sentence = Sentence("", "")

    @property
    def alone(self) -> Sentence:
        """What it is called where the questions before it are not there: its short words, else all of them."""
        return self.short if self.short.vi else self.label

    def option(self, value: str) -> Option:
        """The option with this value; KeyError where there is none."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(value)


@dataclass(frozen=True, slots=True)
class Section:
    """A section; ``parent`` makes it part of another; ``combine`` is arithmetic or geometric."""

    id: str
    no: str
    title: Sentence
    weight: float
    weight_why: str = ""
    parent: str | None = None
    combine: str = "arithmetic"


@dataclass(frozen=True, slots=True)
class AccessTerm:
    """A way in which a commune is hard to reach, scaled 0–1 between ``zero`` and ``full``."""

    expression: Expression
    zero: float
    full: float


@dataclass(frozen=True, slots=True)
class Remoteness:
    """Points of official classes (capped) + ``access_weight`` × mean of the access terms."""

    class_cap: float
    class_terms: tuple[Expression, ...]
    access_weight: float
    access_at_least: int
    access_terms: tuple[AccessTerm, ...]
    remote_if: Expression | None
    official: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitCost:
    """A price in VND per ``unit``; ``column`` is the money column, ``external`` is never added.

    ``name`` is what is bought in words, its id where the file has none.
    """

    id: str
    vnd: float
    column: str
    unit: Sentence
    name: Sentence
    basis: str = ""
    status: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire, in form order; ``sha256`` is of the file's bytes.

    ``population`` gives how many people live in a unit, and ``scope`` whom the figures are to include;
    None where the file does not say.
    """

    id: str
    version: str
    title: Sentence
    meta: Mapping[str, str]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    remoteness: Remoteness | None = None
    unit_costs: Mapping[str, UnitCost] | None = None
    sources: Mapping[str, str] | None = None
    sha256: str = ""
    population: Expression | None = None
    scope: Sentence | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """The scored questions, in form order."""
        return tuple(question for question in self.questions if question.scored)

    def section(self, section_id: str) -> Section:
        """The section with this id; KeyError where there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def children(self, section_id: str | None) -> tuple[Section, ...]:
        """The sections directly inside a section; of ``None``, the top sections."""
        return tuple(section for section in self.sections if section.parent == section_id)

    def questions_in(self, section_id: str) -> tuple[Question, ...]:
        """The questions that stand directly in a section, in form order."""
        return tuple(question for question in self.questions if question.section == section_id)
