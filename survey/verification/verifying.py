"""Findings as a reviewer or an auditor enters them: read through the one gate, or refused with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from forms.answers import Answer, Answers, Problem, State, clean_text, is_empty, read_answer
from forms.questionnaire import Level, Question, Questionnaire
from forms.sentence import Refused, Sentence
from forms.settling import check
from survey.refused_steps import refuse_unless
from survey.responses import Response, Step, verify
from survey.verification.findings import Basis, Finding, Outcome, newest, same, verified_answers

Member = TypeVar("Member", bound=StrEnum)
NO_OUTCOME = Sentence("Hãy chọn kết quả kiểm chứng.", "Choose what was found.")
NO_BASIS = Sentence(
    "Hãy chọn căn cứ: tài liệu hoặc kiểm tra thực tế.",
    "Choose what it rests on: a document or a visit.",
)
NO_WORDS = Sentence(
    "Hãy ghi rõ tài liệu nào hoặc lần kiểm tra nào; nếu hủy kết quả, hãy ghi lý do.",
    "Say which document or which visit; to withdraw a finding, say why.",
)
NOTHING_CLAIMED = Sentence(
    "Xã chưa có số liệu nên không có gì để xác nhận. Nếu đã kiểm tra, hãy ghi giá trị kiểm tra.",
    "The commune gave no figure, so there is nothing to confirm. Enter the audited value instead.",
)
NOTHING_FOUND = Sentence(
    "Chưa có kết quả kiểm chứng nào để hủy.", "There is no finding to withdraw."
)
NO_VALUE = Sentence(
    "Hãy ghi giá trị kiểm tra: một giá trị, hoặc “NA” nếu không áp dụng.",
    "Enter the audited value: a value, or “NA” where it does not apply.",
)
SAME_VALUE = Sentence(
    "Giá trị kiểm tra trùng với câu trả lời của xã. Hãy chọn “Đúng như xã khai”.",
    "The audited value is what the commune answered. Choose “As the commune states”.",
)
TWO_MEANINGS = Sentence(
    "Đã ghi giá trị kiểm tra nhưng kết quả không phải là “Khác với xã khai”. Hãy chọn một.",
    "An audited value is entered, but the finding is not “Other than stated”. Choose one.",
)
NO_QUESTION = Sentence(
    "Bộ câu hỏi không có câu này. Hãy mở lại trang.",
    "The questionnaire has no such question. Open the page again.",
)


@dataclass(frozen=True, slots=True)
class TypedFinding:
    """One finding as typed; ``outcome`` and ``basis`` are words of their kinds."""

    outcome: str = ""
    basis: str = ""
    value: object = ""
    words: str = ""


class FindingsRefused(Refused):
    """What was entered can't be taken; ``problems`` name each question and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = Sentence(
            "Chưa ghi kết quả kiểm chứng: có {n} điểm cần sửa.",
            "No finding was recorded. Points to correct: {n}.",
        )
        super().__init__(said.filled(n=len(problems)))
        self.problems = tuple(problems)


def verify_typed(
    questionnaire: Questionnaire,
    response: Response,
    typed: Mapping[str, TypedFinding],
    register: Mapping[str, float],
    *,
    by: str,
    at: datetime,
    key: str,
) -> Step:
    """Read what was entered by question and take the step; refused whole where anything is wrong."""
    refuse_unless("verify", response.commune_code, response.status)
    findings: list[Finding] = []
    problems: list[Problem] = []
    for question_id, entered in typed.items():
        try:
            findings.append(read_finding(questionnaire, response, question_id, entered, by, at))
        except Refused as refused:
            problems.append(refusal(question_id, refused.sentence))
    problems += contradictions(questionnaire, response, findings, register)
    if problems:
        raise FindingsRefused(problems)
    return verify(response, findings, by=by, at=at, key=key)


def refusal(question_id: str, sentence: Sentence) -> Problem:
    """A problem of one finding."""
    return Problem(question_id, Level.ERROR, sentence, kind="finding")


def read_finding(  # noqa: PLR0917 - what is found, in what, by whom, when
    questionnaire: Questionnaire,
    response: Response,
    question_id: str,
    typed: TypedFinding,
    by: str,
    at: datetime,
) -> Finding:
    """One finding on the response as it stands. Raises Refused."""
    question = questionnaire.by_id.get(question_id)
    if question is None:
        raise Refused(NO_QUESTION)
    outcome = member(Outcome, typed.outcome, NO_OUTCOME)
    claim = response.answers.get(question_id)
    basis = None if outcome is Outcome.WITHDRAWN else member(Basis, typed.basis, NO_BASIS)
    audited = audited_value(question, outcome, claim, typed.value)
    if outcome is Outcome.VERIFIED and (claim is None or claim.state is State.UNKNOWN):
        raise Refused(NOTHING_CLAIMED)
    known = {each.question_id for each in response.findings}
    if outcome is Outcome.WITHDRAWN and question_id not in known:
        raise Refused(NOTHING_FOUND)
    words = clean_text(typed.words)
    if not words:
        raise Refused(NO_WORDS)
    place = by, at, response.revision + 1
    return Finding(question_id, outcome, basis, words, claim, audited, *place)


def member(kind: type[Member], word: str, otherwise: Sentence) -> Member:
    """The member that a word names; refused with this sentence where there is none."""
    try:
        return kind(word)
    except ValueError as fault:
        raise Refused(otherwise) from fault


def audited_value(
    question: Question, outcome: Outcome, claim: Answer | None, raw: object
) -> Answer | None:
    """The value put in place of the claim, through the gate; None where the outcome has none."""
    if outcome is not Outcome.AUDITED:
        if not is_empty(raw):
            raise Refused(TWO_MEANINGS)
        return None
    answer, problems = read_answer(question, raw)
    if problems:
        raise Refused(problems[0].sentence)
    if answer is None or answer.state is State.UNKNOWN:
        raise Refused(NO_VALUE)
    if same(answer, claim):
        raise Refused(SAME_VALUE)
    return answer


def contradictions(
    questionnaire: Questionnaire,
    response: Response,
    findings: Sequence[Finding],
    register: Mapping[str, float],
) -> list[Problem]:
    """The rules that the audited values would break and that were not broken before."""
    if not any(each.audited for each in findings):
        return []
    before = errors(questionnaire, response, response.findings, register)
    after = newest((*response.findings, *findings))
    broken = errors(questionnaire, response, after, register)
    return [problem for problem in broken if problem not in before]


def errors(
    questionnaire: Questionnaire,
    response: Response,
    findings: Sequence[Finding],
    register: Mapping[str, float],
) -> list[Problem]:
    """The rules broken by the answers with what was found in their place."""
    answers: Answers = {**response.answers, **verified_answers(findings, response.answers)}
    found = check(questionnaire, answers, register)
    return [problem for problem in found if problem.level is Level.ERROR]
