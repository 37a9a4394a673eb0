"""A small index with every kind of section, and frames of it in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from forms.answers import Answer, Answers, State, Value
from forms.loading import load_text
from forms.questionnaire import Questionnaire
from reports.edition import Edition, calculate
from reports.frame import Frame, frame_of
from reports.method import Method
from reports.method_file import load_method
from reports.readiness import Readiness, readiness

TEXT = """
meta: {id: small, version: "1", title_vi: Nhỏ, title_en: Small}
sections:
- {id: tools, no: I, vi: Thiết bị, en: Tools, weight: 60}
- {id: people, no: II, vi: Con người, en: People, weight: 40}
- {id: skills, no: "", vi: Kỹ năng, en: Skills, weight: 2, parent: people, combine: geometric}
- {id: numbers, no: "", vi: Số lượng, en: Numbers, weight: 1, parent: people}
- {id: place, no: III, vi: Địa bàn, en: Place, weight: 0}
questions:
- {id: a, section: tools, type: percent, vi: A, en: A, scored: true, weight: 3, score: {expr: a, zero: 0, full: 100}}
- {id: b, section: tools, type: percent, vi: B, en: B, scored: true, weight: 2, score: {expr: b, zero: 0, full: 100},
   gap: {qty: "100 - b", cost: thing}}
- {id: c, section: skills, type: percent, vi: C, en: C, scored: true, weight: 1, score: {expr: c, zero: 100, full: 0}}
- {id: d, section: skills, type: choice, vi: D, en: D, scored: true, weight: 1, options: [
   {value: low, vi: Thấp, en: Low, score: 0}, {value: high, vi: Cao, en: High, score: 100}],
   gap: {qty: "1 if d == 'low' else 0", cost: course}}
- {id: e, section: numbers, type: yes_no, vi: E, en: E, scored: true, weight: 1, ask_if: "a > 10"}
- {id: far, section: place, type: integer, vi: Xa, en: Far, range: [0, 500]}
- {id: region, section: place, type: choice, vi: Vùng, en: Region, options: [
   {value: none, vi: Không, en: None, points: 0}, {value: hard, vi: Khó, en: Hard, points: 80}],
   gap: {qty: "1 if region == 'hard' else 0", cost: mast}}
remoteness:
  class: {cap: 60, terms: ["points(region)"]}
  access: {weight: 40, at_least: 1, terms: [{expr: far, zero: 0, full: 100}, {expr: register_km, zero: 0, full: 50}]}
  remote_if: "region == 'hard' or far > 90"
unit_costs:
  thing: {vnd: 1000, column: infrastructure}
  course: {vnd: 500, column: skills}
  mast: {vnd: 9000, column: external}
"""
FULL: dict[str, Value] = {
    "a": 50,
    "b": 50,
    "c": 50,
    "d": "high",
    "e": True,
    "far": 0,
    "region": "none",
}
NA, UNKNOWN = Answer(State.NOT_APPLICABLE), Answer(State.UNKNOWN)


@lru_cache
def the_questionnaire() -> Questionnaire:
    """Five scored questions in two top sections, one of them in two parts."""
    return load_text(TEXT, "small.yaml")


@lru_cache
def the_method() -> Method:
    """The shipped method, read once."""
    return load_method()


def given(**values: Value | Answer | None) -> Answers:
    """A full set of answers with these changes; None leaves a question unanswered."""
    merged = {**FULL, **values}
    return {
        name: value if isinstance(value, Answer) else Answer(value=value)
        for name, value in merged.items()
        if value is not None
    }


def a_frame(*units: Answers, km: float | None = None, evidence: str = "approved") -> Frame:
    """These units, with codes u1, u2, …"""
    codes = {f"u{number}": answers for number, answers in enumerate(units, 1)}
    register: Mapping[str, Mapping[str, float]] = (
        {} if km is None else {code: {"register_km": km} for code in codes}
    )
    return frame_of(the_questionnaire(), codes, register, evidence)


def scored(*units: Answers) -> Readiness:
    """Their readiness."""
    return readiness(the_questionnaire(), the_method(), a_frame(*units))


def edition_of(*units: Answers, km: float | None = None, evidence: str = "approved") -> Edition:
    """The whole calculation."""
    return calculate(the_questionnaire(), the_method(), a_frame(*units, km=km, evidence=evidence))
