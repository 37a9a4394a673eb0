"""What a reviewer should look at in a response: Concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from forms.answers import Answer, Answers, State
from forms.numbers import as_typed
from forms.questionnaire import Level, Question, Questionnaire
from forms.sentence import Sentence
from forms.settling import check, settle
from survey.answer_words import answer_in_words
from survey.concern import Concern
from survey.responses import Response
from survey.similar import NOBODY, Similar, outliers
from survey.verification.counting import count
from survey.verification.measuring import Measurement, all_measured

# A number that moved by more than half since the last approved response is worth a look.
LARGE_CHANGE = 0.5
# Tests of one line on different days differ; by more than this from their mean, a claim is worth a look.
# A judgement, to be revised when rounds have measured.
APART_FROM_MEASURED = 0.3
UNKNOWN = Sentence("Xã trả lời chưa có số liệu.", "The commune says it has no figure.")
NOT_APPLICABLE = Sentence("Xã trả lời không áp dụng.", "The commune says it does not apply.")
NO_EVIDENCE = Sentence(
    "Câu này cần tài liệu minh chứng ({what}); chưa đính kèm tệp và ghi chú chưa nêu tài liệu nào.",
    "This answer needs evidence ({what}); no file is attached and the note names none.",
)
MOVED = Sentence(
    "Thay đổi lớn so với lần duyệt trước ({before} → {now}).",
    "Changed a lot since the last approved response ({before} → {now}).",
)
MEASURED = Sentence(
    "Xã khai {now}, khác nhiều so với số đo. {measured}",
    "The commune says {now}, far from what was measured. {measured}",
)
VANISHED = Sentence(
    "Lần duyệt trước đã kiểm chứng: {before}. Nay xã khai {now} mà không nêu lý do, nên khi tính vẫn lấy {before}.",
    "Verified when last approved: {before}. The commune now says {now} and gives no reason, so {before} still counts.",
)
LAPSED = Sentence(
    "Đã kiểm chứng: {before}. Sau đó xã đổi thành {now}, nên kết quả kiểm chứng không còn hiệu lực.",
    "Verified: {before}. The commune then changed it to {now}, so the finding no longer counts.",
)


def concerns(
    questionnaire: Questionnaire,
    response: Response,
    register: Mapping[str, float],
    previous: Answers | None = None,
    earlier: Answers | None = None,
    *,
    measurements: Sequence[Measurement] = (),
    attached: Collection[str] = (),
    kind: str = "",
    among: Similar = NOBODY,
) -> tuple[Concern, ...]:
    """Everything worth a look, in form order: rules, states, evidence, large changes, findings, outliers.

    ``previous`` are the commune's last approved answers, where there are any; ``earlier`` those of
    its answers that were verified then; ``measurements`` those of its line in this round, and
    ``attached`` the questions with a file as evidence. ``kind`` is the commune's kind of unit, and
    ``among`` what is usual among those like it.
    """
    place = {question.id: number for number, question in enumerate(questionnaire.questions)}
    settled = settle(questionnaire, response.answers, register)
    found = [
        *_from_rules(questionnaire, response, register),
        *_from_answers(questionnaire, settled, previous, attached),
        *_from_measurements(questionnaire, response, measurements),
        *_from_findings(questionnaire, response),
        *_from_ratchet(questionnaire, response, register, earlier),
        *outliers(questionnaire, response.answers, kind, among),
    ]
    return tuple(sorted(found, key=lambda each: place.get(each.question_id, -1)))


def _from_rules(
    questionnaire: Questionnaire, response: Response, register: Mapping[str, float]
) -> Iterator[Concern]:
    for problem in check(questionnaire, response.answers, register):
        answer = response.answers.get(problem.question_id, Answer())
        kind = "rule" if problem.level is Level.ERROR else "warning"
        yield Concern(problem.question_id, kind, problem.sentence, answer.reason)


def _from_answers(
    questionnaire: Questionnaire,
    settled: Answers,
    previous: Answers | None,
    attached: Collection[str],
) -> Iterator[Concern]:
    for question in questionnaire.questions:
        answer = settled.get(question.id)
        if answer is None:
            continue
        if answer.state is State.UNKNOWN:
            yield Concern(question.id, "state", UNKNOWN)
        elif answer.state is State.NOT_APPLICABLE and question.ask_if is None:
            yield Concern(question.id, "state", NOT_APPLICABLE)
        elif lacks_evidence(question, answer, attached):
            yield Concern(question.id, "evidence", NO_EVIDENCE.filled(what=question.evidence_what))
        if previous is not None:
            yield from _from_change(question, previous.get(question.id), answer)


def lacks_evidence(question: Question, answer: Answer, attached: Collection[str]) -> bool:
    """Whether the evidence that the question requires is missing: no file, and no note that names a paper.

    Nothing is required of an answer that is not applicable or unknown.
    """
    required = question.evidence_need == "required" and answer.state is State.ANSWERED
    return required and not (answer.note or question.id in attached)


def _from_change(question: Question, before: Answer | None, now: Answer) -> Iterator[Concern]:
    """A number that moved by more than half of what it was."""
    if before is None or not question.kind.is_number:
        return
    old, new = before.value, now.value
    if not isinstance(old, float | int) or not isinstance(new, float | int):
        return
    if abs(new - old) > LARGE_CHANGE * max(abs(old), 1):
        yield Concern(question.id, "change", MOVED.filled(before=as_typed(old), now=as_typed(new)))


def _from_measurements(
    questionnaire: Questionnaire, response: Response, measurements: Sequence[Measurement]
) -> Iterator[Concern]:
    """Numbers that are far from what was measured on the commune's machine."""
    for question_id, found in all_measured(questionnaire, measurements).items():
        answer = response.answers.get(question_id)
        if answer is None or not isinstance(answer.value, float | int):
            continue
        if abs(answer.value - found.value) > APART_FROM_MEASURED * found.value:
            now = answer_in_words(found.question, answer)
            vi = MEASURED.vi.format(now=now.vi, measured=found.words.vi)
            en = MEASURED.en.format(now=now.en, measured=found.words.en)
            yield Concern(question_id, "measured", Sentence(vi, en))


def _from_findings(questionnaire: Questionnaire, response: Response) -> Iterator[Concern]:
    """Answers that the commune changed after they had been verified."""
    for finding in response.findings:
        question = questionnaire.by_id.get(finding.question_id)
        if question is not None and not finding.stands(response.answers):
            now = response.answers.get(question.id)
            yield Concern(question.id, "verified", _both(LAPSED, question, finding.found, now))


def _from_ratchet(
    questionnaire: Questionnaire,
    response: Response,
    register: Mapping[str, float],
    earlier: Answers | None,
) -> Iterator[Concern]:
    """Verified equipment that is gone with no word of why."""
    found = count(questionnaire, response.answers, register, response.findings, earlier)
    for question_id, before in found.kept.items():
        question, now = questionnaire.by_id[question_id], response.answers.get(question_id)
        yield Concern(question_id, "vanished", _both(VANISHED, question, before, now))


def _both(
    said: Sentence, question: Question, before: Answer | None, now: Answer | None
) -> Sentence:
    """A sentence with two answers in words, each in its language."""
    old, new = answer_in_words(question, before), answer_in_words(question, now)
    vi, en = said.vi.format(before=old.vi, now=new.vi), said.en.format(before=old.en, now=new.en)
    return Sentence(vi, en)
