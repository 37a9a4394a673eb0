"""One response as a reviewer reads it: answers by section, what changed, who did what and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.answers import Answer, Answers
from forms.questionnaire import Question, Questionnaire, Section
from forms.sentence import Sentence
from forms.settling import Register
from survey.answer_words import answer_in_words, settled_in_words
from survey.comments import Thread
from survey.responses import Response, Revision

# The steps of a reviewer: after one of these, everything earlier has been seen.
SEEN_AT = ("return", "approve", "reopen")

STEP_WORDS = {
    "save": Sentence("lưu", "saved"),
    "submit": Sentence("gửi", "submitted"),
    "verify": Sentence("kiểm chứng", "verified"),
    "return": Sentence("trả lại", "returned"),
    "approve": Sentence("phê duyệt", "approved"),
    "reopen": Sentence("mở lại", "reopened"),
}
VIA_WORDS = {
    "page": Sentence("trang web", "web page"),
    "workbook": Sentence("biểu Excel", "workbook"),
    "sync": Sentence("trang web (tự lưu)", "web page (saved by itself)"),
    "import": Sentence("nhập từ tệp", "file import"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer as it counts in words, the talk about it and what the reviewer is typing."""

    question: Question
    answer: Answer | None
    words: Sentence
    changed: bool
    thread: Thread | None
    typed: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its rows; ``first`` is the running number of its first question, from 1."""

    section: Section
    first: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that is no longer what the reviewer saw, both in words."""

    question: Question
    old: Sentence
    new: Sentence


def last_seen(revisions: Sequence[Revision]) -> Revision | None:
    """The newest revision that a reviewer made, so had read; None where nobody reviewed yet."""
    seen = [revision for revision in revisions if revision.step in SEEN_AT]
    return max(seen, key=lambda revision: revision.number, default=None)


def differences(questionnaire: Questionnaire, old: Answers, new: Answers) -> tuple[Difference, ...]:
    """The questions answered differently, in form order; notes and reasons count as the answer."""
    return tuple(
        Difference(question, *(_with_note(question, answer) for answer in pair))
        for question in questionnaire.questions
        if (pair := (old.get(question.id), new.get(question.id)))[0] != pair[1]
    )


def parts(
    questionnaire: Questionnaire,
    response: Response,
    changed: Sequence[Difference],
    typed: Mapping[str, str],
    talks: Mapping[str, Thread],
    *,
    register: Register,
) -> tuple[Part, ...]:
    """Every section that has questions, in form order; ``typed`` and ``talks`` are by question id.

    ``register`` is the commune's columns: what is asked of it may depend on them.
    """
    words = settled_in_words(questionnaire, response.answers, register)
    moved = {difference.question.id for difference in changed}
    made, first = [], 1
    for section in questionnaire.sections:
        rows = tuple(
            Row(
                question,
                response.answers.get(question.id),
                words[question.id],
                question.id in moved,
                talks.get(question.id),
                typed.get(question.id, ""),
            )
            for question in questionnaire.questions_in(section.id)
        )
        if rows:
            made.append(Part(section, first, rows))
        first += len(rows)
    return tuple(made)


def _with_note(question: Question, answer: Answer | None) -> Sentence:
    words = answer_in_words(question, answer)
    extra = [text for text in (answer.note, answer.reason) if text] if answer else []
    return Sentence("; ".join([words.vi, *extra]), "; ".join([words.en, *extra]))
