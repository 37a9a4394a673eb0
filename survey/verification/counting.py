"""A response as it counts: audited values and equipment still there in place of what was claimed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.answers import Answer, Answers
from forms.questionnaire import Questionnaire
from survey.verification.findings import Finding, verified_answers
from survey.verification.measuring import Measurement, measured_answers
from survey.verification.ratchet import still_there


@dataclass(frozen=True, slots=True)
class Counted:
    """``answers`` as they count; ``verified`` are known by a finding, ``kept`` by the ratchet.

    ``kept`` is by question: the earlier verified answer that counts although the commune claims less;
    ``measured`` are the questions whose answer is the measured one.
    """

    answers: Answers
    verified: frozenset[str] = frozenset()
    kept: Mapping[str, Answer] = field(default_factory=dict)
    measured: frozenset[str] = frozenset()


def count(
    questionnaire: Questionnaire,
    claims: Answers,
    register: Mapping[str, float],
    findings: Iterable[Finding] = (),
    earlier: Answers | None = None,
    *,
    measurements: Sequence[Measurement] = (),
) -> Counted:
    """What counts of a response. ``earlier`` was verified in the commune's previous approved response."""
    verified = verified_answers(findings, claims)
    answers = {**claims, **verified}
    kept = still_there(questionnaire, answers, register, earlier or {}, verified)
    counted = {**answers, **kept}
    measured = measured_answers(questionnaire, counted, measurements)
    return Counted(counted, frozenset(verified), kept, measured)
