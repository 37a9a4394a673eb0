"""What a reviewer or an auditor found out about an answer. The commune's own answer is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms.answers import Answer, Answers


class Outcome(StrEnum):
    """The answer is right, or another value is; or an earlier finding is taken back."""

    VERIFIED = "verified"
    AUDITED = "audited"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """What the finding rests on."""

    DOCUMENT = "document"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on one answer, never altered.

    ``claim`` is the answer that was found (None: unanswered), ``audited`` the value put in its place.
    ``words`` say which document or visit, or why it is withdrawn (then there is no ``basis``).
    """

    question_id: str
    outcome: Outcome
    basis: Basis | None
    words: str
    claim: Answer | None
    audited: Answer | None
    by: str
    at: datetime
    revision: int

    @property
    def found(self) -> Answer | None:
        """The answer that is right by this finding."""
        return self.claim if self.audited is None else self.audited

    def stands(self, answers: Answers) -> bool:
        """Whether the answer is still the one that was found, or by now the audited value.

        A changed note or reason changes no answer.
        """
        now = answers.get(self.question_id)
        return same(now, self.claim) or (self.audited is not None and same(now, self.audited))


def same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same, notes and reasons aside."""
    if one is None or other is None:
        return one is other
    return (one.state, one.value) == (other.state, other.value)


def newest(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The last finding of each question, given in the order in which they were made."""
    last = {each.question_id: each for each in findings}
    return tuple(each for each in last.values() if each.outcome is not Outcome.WITHDRAWN)


def standing(findings: Iterable[Finding], answers: Answers) -> dict[str, Finding]:
    """By question, the newest finding where it still holds for what is answered now."""
    return {each.question_id: each for each in newest(findings) if each.stands(answers)}


def verified_answers(findings: Iterable[Finding], answers: Answers) -> dict[str, Answer]:
    """By question, the answers that are known by a finding that stands."""
    found = standing(findings, answers)
    return {name: each.found for name, each in found.items() if each.found is not None}
