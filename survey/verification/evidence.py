"""How well each answer is known: missing, claimed, approved, verified or measured."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from forms.answers import Answers, State
from forms.questionnaire import Question, Questionnaire
from forms.sentence import Sentence
from forms.settling import in_order, settle, values_of
from reports.frame import ANSWERED, NOT_APPLICABLE, Frame

Words = NDArray[np.str_]


class Evidence(StrEnum):
    """The classes that the method weighs, from least to best known."""

    MISSING = "missing"
    CLAIMED = "claimed"
    APPROVED = "approved"
    VERIFIED = "verified"
    MEASURED = "measured"


# Known from more than the commune's word and a look at it.
SURE = (Evidence.VERIFIED, Evidence.MEASURED)

EVIDENCE_WORDS = {
    Evidence.MISSING: Sentence("chưa có số liệu", "missing"),
    Evidence.CLAIMED: Sentence("xã khai", "claimed by the commune"),
    Evidence.APPROVED: Sentence("tỉnh đã duyệt", "approved by the province"),
    Evidence.VERIFIED: Sentence("đã kiểm chứng", "verified"),
    Evidence.MEASURED: Sentence("máy đo", "measured by a machine"),
}


def evidence_of(
    questionnaire: Questionnaire,
    answers: Answers,
    register: Mapping[str, float],
    verified: Container[str],
    approved: bool,
    *,
    measured: Container[str] = (),
) -> dict[str, Evidence]:
    """By question, how well one response's answers are known; ``answers`` are those that count.

    An answer that follows from others (``implied``) is known as well as they all are.
    """
    otherwise = Evidence.APPROVED if approved else Evidence.CLAIMED
    known: dict[str, Evidence] = {}
    settled = settle(questionnaire, answers, register)
    values = values_of(settled, register)
    for question in (*unconditional(questionnaire), *in_order(questionnaire)):
        answer = settled.get(question.id)
        if answer is None or answer.state is State.UNKNOWN:
            known[question.id] = Evidence.MISSING
        elif question.ask_if is not None and question.ask_if.evaluate(values) is False:
            all_are = all(known[name] in SURE for name in conditions(question))
            known[question.id] = Evidence.VERIFIED if all_are else otherwise
        elif question.id in measured:
            known[question.id] = Evidence.MEASURED
        else:
            known[question.id] = Evidence.VERIFIED if question.id in verified else otherwise
    return known


def evidence_columns(
    questionnaire: Questionnaire,
    frame: Frame,
    verified: Mapping[str, Collection[str]],
    measured: Mapping[str, Collection[str]],
) -> dict[str, Words]:
    """The same as :func:`evidence_of` for a frame of approved responses: by question, a word each.

    ``verified`` and ``measured`` are by unit code; a unit without them has none.
    """
    found, by_machine = rows_with(frame, verified), rows_with(frame, measured)
    none = np.zeros(len(frame), dtype=bool)
    columns: dict[str, Words] = {}
    for question in (*unconditional(questionnaire), *in_order(questionnaire)):
        sure, machine = (each.get(question.id, none) for each in (found, by_machine))
        if question.ask_if is not None:
            not_asked = question.ask_if.evaluate_frame(frame.columns, len(frame)) == 0
            read = [np.isin(columns[name], SURE) for name in conditions(question)]
            sure = np.where(not_asked, np.all(read, axis=0) if read else True, sure)
            machine = machine & ~not_asked
        said = np.isin(frame.states[question.id], (ANSWERED, NOT_APPLICABLE))
        words = np.where(sure, Evidence.VERIFIED.value, Evidence.APPROVED.value)
        words = np.where(machine, Evidence.MEASURED.value, words)
        columns[question.id] = np.where(said, words, Evidence.MISSING.value)
    return columns


def rows_with(frame: Frame, units: Mapping[str, Collection[str]]) -> dict[str, NDArray[np.bool_]]:
    """By question, the rows of the units that have it; a question that none has is not there."""
    place = {code: row for row, code in enumerate(frame.codes)}
    rows: dict[str, NDArray[np.bool_]] = {}
    for code, questions in units.items():
        for name in questions:
            rows.setdefault(name, np.zeros(len(frame), dtype=bool))[place[code]] = True
    return rows


def unconditional(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions that are always asked, in form order."""
    return tuple(question for question in questionnaire.questions if question.ask_if is None)


def conditions(question: Question) -> list[str]:
    """The questions on which it depends whether this one is asked."""
    names = question.ask_if.names if question.ask_if else frozenset[str]()
    return sorted(name for name in names if not name.startswith("register_"))
