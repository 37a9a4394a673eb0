"""Words about a response: a reviewer's comments when returning it, and the talk about one question.

The talk is a thread: reviewer and officer answer each other, whatever the state of the response, and the
reviewer says when it is settled. What was written when returning is part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms.sentence import Refused, Sentence
from survey.refused_steps import NoWords

LONGEST = 2000
# Of one question: beyond it people had better telephone.
MOST = 60
EMPTY = Sentence("Hãy viết nội dung trao đổi.", "Write what you want to say.")
TOO_MANY = Sentence(
    "Câu này đã có {n} ý kiến trao đổi. Hãy trao đổi trực tiếp với nhau.",
    "There are {n} remarks on this question already. Please talk to each other directly.",
)
NOT_OPEN = Sentence(
    "Trao đổi này đã xong hoặc chưa có ý kiến nào. Hãy mở lại trang.",
    "This talk is settled already, or nothing has been said. Open the page again.",
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's words, on one question or on the whole (no question)."""

    question_id: str | None
    text: str
    by: str
    at: datetime
    revision: int


def comments_of(
    words: Mapping[str | None, str], by: str, at: datetime, revision: int
) -> tuple[Comment, ...]:
    """The comments that go with a revision; refused where nothing was written."""
    written = {question_id: text.strip() for question_id, text in words.items()}
    comments = tuple(
        Comment(each, text, by, at, revision) for each, text in written.items() if text
    )
    if not comments:
        raise NoWords
    return comments


class Voice(StrEnum):
    """Who speaks."""

    OFFICER = "officer"
    REVIEWER = "reviewer"


class RemarkKind(StrEnum):
    """Words, or that the matter is settled."""

    SAY = "say"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark in the talk about a question; what settles it has no text."""

    question_id: str
    kind: RemarkKind
    voice: Voice
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """The talk about one question, the oldest remark first; never empty."""

    question_id: str
    remarks: tuple[Remark, ...]

    @property
    def open(self) -> bool:
        """Whether anything was said since it was settled last."""
        return self.remarks[-1].kind is RemarkKind.SAY

    @property
    def current(self) -> tuple[Remark, ...]:
        """What was said since it was settled last."""
        ends = [n for n, each in enumerate(self.remarks, 1) if each.kind is RemarkKind.RESOLVE]
        return self.remarks[ends[-1] if ends else 0 :]

    @property
    def waits_for(self) -> Voice | None:
        """Whose turn it is; None where it is settled."""
        if not self.open:
            return None
        spoke = self.remarks[-1].voice
        return Voice.REVIEWER if spoke is Voice.OFFICER else Voice.OFFICER


def threads(comments: Sequence[Comment], remarks: Sequence[Remark]) -> dict[str, Thread]:
    """By question, the talk about it; a question of which nothing was said is not there."""
    spoken = [
        Remark(each.question_id, RemarkKind.SAY, Voice.REVIEWER, each.text, each.by, each.at)
        for each in comments
        if each.question_id is not None
    ]
    found: dict[str, list[Remark]] = {}
    for each in sorted((*spoken, *remarks), key=lambda remark: remark.at):
        found.setdefault(each.question_id, []).append(each)
    return {name: Thread(name, tuple(each)) for name, each in found.items()}


def say(  # noqa: PLR0917 - in which talk, about what, who says what, when
    thread: Thread | None, question_id: str, voice: Voice, text: str, by: str, at: datetime
) -> Remark:
    """One more remark. Raises Refused: no words, or too many remarks."""
    words = text.strip()[:LONGEST]
    if not words:
        raise Refused(EMPTY)
    if thread is not None and len(thread.remarks) >= MOST:
        raise Refused(TOO_MANY.filled(n=MOST))
    return Remark(question_id, RemarkKind.SAY, voice, words, by, at)


def resolve(thread: Thread | None, by: str, at: datetime) -> Remark:
    """The reviewer settles the talk. Raises Refused where there is nothing to settle."""
    if thread is None or not thread.open:
        raise Refused(NOT_OPEN)
    return Remark(thread.question_id, RemarkKind.RESOLVE, Voice.REVIEWER, "", by, at)
