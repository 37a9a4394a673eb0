"""What a reviewer should look at in a response: Concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.answers import Answer, Answers, State
from forms.questionnaire import Level, Question, Questionnaire
from forms.sentence import Sentence
from forms.settling import check, settle
from survey.responses import Response

# A number that moved by more than half since the last approved response is worth a look.
LARGE_CHANGE = 0.5
UNKNOWN = Sentence("Xã trả lời chưa có số liệu.", "The commune says it has no figure.")
NOT_APPLICABLE = Sentence("Xã trả lời không áp dụng.", "The commune says it does not apply.")
NO_EVIDENCE = Sentence(
    "Câu này cần tài liệu minh chứng ({what}); ghi chú chưa nêu tài liệu nào.",
    "This answer needs evidence ({what}); the note names none.",
)
MOVED = Sentence(
    "Thay đổi lớn so với lần duyệt trước ({before} → {now}).",
    "Changed a lot since the last approved response ({before} → {now}).",
)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at; ``kind`` is rule, warning, state, evidence or change."""

    question_id: str
    kind: str
    sentence: Sentence
    reason: str = ""


def concerns(
    questionnaire: Questionnaire,
    response: Response,
    register: Mapping[str, float],
    previous: Answers | None = None,
) -> tuple[Concern, ...]:
    """Everything worth a look, in form order: rules first, then states, evidence, large changes.

    ``previous`` are the commune's last approved answers, where there are any.
    """
    place = {question.id: number for number, question in enumerate(questionnaire.questions)}
    found = [
        *_from_rules(questionnaire, response, register),
        *_from_answers(questionnaire, settle(questionnaire, response.answers, register), previous),
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
    questionnaire: Questionnaire, settled: Answers, previous: Answers | None
) -> Iterator[Concern]:
    for question in questionnaire.questions:
        answer = settled.get(question.id)
        if answer is None:
            continue
        if answer.state is State.UNKNOWN:
            yield Concern(question.id, "state", UNKNOWN)
        elif answer.state is State.NOT_APPLICABLE and question.ask_if is None:
            yield Concern(question.id, "state", NOT_APPLICABLE)
        elif question.evidence_need == "required" and not answer.note:
            yield Concern(question.id, "evidence", NO_EVIDENCE.filled(what=question.evidence_what))
        if previous is not None:
            yield from _from_change(question, previous.get(question.id), answer)


def _from_change(question: Question, before: Answer | None, now: Answer) -> Iterator[Concern]:
    """A number that moved by more than half of what it was."""
    if before is None or not question.kind.is_number:
        return
    old, new = before.value, now.value
    if not isinstance(old, float | int) or not isinstance(new, float | int):
        return
    if abs(new - old) > LARGE_CHANGE * max(abs(old), 1):
        yield Concern(question.id, "change", MOVED.filled(before=f"{old:g}", now=f"{new:g}"))
