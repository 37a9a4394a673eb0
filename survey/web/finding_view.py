"""Findings on a page: in words beside their question, and as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from flask import request

from forms.answers import Answers, Problem
from forms.fields import OTHERWISE, YES_NO_LABELS
from forms.progress import questions_asked
from forms.questionnaire import Kind, Question, Questionnaire
from forms.sentence import Sentence
from forms.settling import settle
from survey.answer_words import answer_in_words
from survey.responses import Response, Status
from survey.verification.counting import count
from survey.verification.evidence import EVIDENCE_WORDS, Evidence, evidence_of
from survey.verification.findings import Basis, Finding, Outcome
from survey.verification.measuring import Measurement, all_measured
from survey.verification.verifying import TypedFinding

OUTCOME, BASIS, VALUE, WORDS = FIELDS = ("found--", "basis--", "audited--", "ground--")
LONGEST = 2000
OUTCOME_WORDS = {
    Outcome.VERIFIED: Sentence("Đúng như xã khai", "As the commune states"),
    Outcome.AUDITED: Sentence("Khác với xã khai", "Other than stated"),
    Outcome.WITHDRAWN: Sentence("Hủy kết quả đã ghi", "Withdraw the recorded finding"),
}
BASIS_WORDS = {
    Basis.DOCUMENT: Sentence("tài liệu", "document"),
    Basis.VISIT: Sentence("kiểm tra thực tế", "visit"),
}
KEPT = Sentence(
    "Lần duyệt trước đã kiểm chứng: {answer}. Xã khai ít hơn mà không nêu lý do, nên khi tính vẫn lấy số đã kiểm chứng.",
    "Verified when last approved: {answer}. The commune claims less and gives no reason, so what was verified still counts.",
)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in words; ``stands`` is false where the commune has changed the answer since."""

    audited: bool
    value: Sentence
    claim: Sentence
    basis: Sentence
    words: str
    by: str
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """What is known of one answer, and what is being typed about it.

    ``evidence`` is how well it is known; None where there is no answer that could be known well or badly.
    ``options`` are the audited values to choose from, none where one is typed; ``outcomes`` what can be
    found now.
    """

    evidence: Sentence | None
    finding: ShownFinding | None
    kept: Sentence | None
    measured: Sentence | None
    options: tuple[tuple[str, Sentence], ...]
    outcomes: tuple[tuple[Outcome, Sentence], ...]
    typed: TypedFinding
    problems: tuple[Sentence, ...]

    @property
    def replaced(self) -> bool:
        """Whether something else than the commune's answer counts."""
        audited = self.finding is not None and self.finding.audited and self.finding.stands
        return audited or self.kept is not None


def typed_findings() -> dict[str, TypedFinding]:
    """What this request's form says about each question, by id; what is left empty is not there."""
    typed: dict[str, dict[str, str]] = {}
    for name, text in request.form.items():
        field = next((each for each in FIELDS if name.startswith(each)), None)
        if field is not None and text.strip():
            entered = normalize("NFC", text).strip()[:LONGEST]
            typed.setdefault(name.removeprefix(field), {})[field] = entered
    return {
        question_id: TypedFinding(*(fields.get(each, "") for each in FIELDS))
        for question_id, fields in typed.items()
    }


def shown_finding(question: Question, finding: Finding, answers: Answers) -> ShownFinding:
    """A finding beside its question; it was not withdrawn, so it has a basis."""
    assert finding.basis is not None
    return ShownFinding(
        finding.audited is not None,
        answer_in_words(question, finding.found),
        answer_in_words(question, finding.claim),
        BASIS_WORDS[finding.basis],
        finding.words,
        finding.by,
        finding.at,
        finding.stands(answers),
    )


def shown_findings(questionnaire: Questionnaire, response: Response) -> dict[str, ShownFinding]:
    """Every current finding of a response, by question."""
    return {
        each.question_id: shown_finding(
            questionnaire.by_id[each.question_id], each, response.answers
        )
        for each in response.findings
        if each.question_id in questionnaire.by_id
    }


def kept_words(question: Question, kept: Answers) -> Sentence | None:
    """That an earlier verified answer counts still; None where it does not."""
    if question.id not in kept:
        return None
    words = answer_in_words(question, kept[question.id])
    return Sentence(KEPT.vi.format(answer=words.vi), KEPT.en.format(answer=words.en))


def measured_words(
    questionnaire: Questionnaire, answers: Answers, measurements: Sequence[Measurement]
) -> dict[str, Sentence]:
    """By question, what was measured, beside the commune's answer."""
    found = all_measured(questionnaire, measurements)
    return {name: each.beside(answers.get(name)) for name, each in found.items()}


def check_views(
    questionnaire: Questionnaire,
    response: Response,
    register: Mapping[str, float],
    earlier: Answers,
    problems: Iterable[Problem] = (),
    *,
    typed: Mapping[str, TypedFinding],
    measurements: Sequence[Measurement] = (),
) -> dict[str, CheckView]:
    """Every question's view, with what was ``typed`` and not recorded, and why."""
    answers, approved = response.answers, response.status is Status.APPROVED
    given = questionnaire, answers, register, response.findings, earlier
    counted = count(*given, measurements=measurements)
    judged = questionnaire, counted.answers, register, counted.verified, approved
    known = evidence_of(*judged, measured=counted.measured)
    settled = settle(questionnaire, counted.answers, register)
    asked = questions_asked(questionnaire, settled, register)
    line = measured_words(questionnaire, answers, measurements)
    shown, refused = shown_findings(questionnaire, response), tuple(problems)
    return {
        question.id: CheckView(
            evidence_words(question, known[question.id], asked=question in asked),
            shown.get(question.id),
            kept_words(question, counted.kept),
            line.get(question.id),
            audited_options(question),
            outcomes(question.id in shown),
            typed.get(question.id, TypedFinding()),
            tuple(each.sentence for each in refused if each.question_id == question.id),
        )
        for question in questionnaire.questions
    }


def evidence_words(question: Question, known: Evidence, *, asked: bool) -> Sentence | None:
    """How well an answer is known; None where nothing is answered, nor follows from other answers."""
    nothing = known is Evidence.MISSING or (not asked and question.implied is None)
    return None if nothing else EVIDENCE_WORDS[known]


def audited_options(question: Question) -> tuple[tuple[str, Sentence], ...]:
    """What an audited value can be, where it is chosen; never “no figure yet”."""
    if question.kind is Kind.CHOICE:
        chosen = [(option.value, option.label) for option in question.options]
    elif question.kind is Kind.YES_NO:
        chosen = list(YES_NO_LABELS.items())
    else:
        return ()
    return (*chosen, ("NA", OTHERWISE["NA"]))


def outcomes(found_before: bool) -> tuple[tuple[Outcome, Sentence], ...]:
    """What can be found; only what was found before can be withdrawn."""
    return tuple(
        (outcome, words)
        for outcome, words in OUTCOME_WORDS.items()
        if found_before or outcome is not Outcome.WITHDRAWN
    )
