"""Two people changed one response: answers are joined by question, and real conflicts named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers import Answer, Answers


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined answers, which questions changed, and where both changed the same one differently."""

    answers: dict[str, Answer]
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(base: Answers, theirs: Answers, mine: Mapping[str, Answer | None]) -> Merged:
    """Join ``mine`` (None clears) made from ``base`` into ``theirs``, question by question.

    What I left as it was in ``base`` stays theirs. Where both changed a question differently,
    theirs stays and the question is a conflict: a person chooses, never the order of arrival.
    """
    answers = dict(theirs)
    changed: list[str] = []
    conflicts: list[str] = []
    for question_id, answer in mine.items():
        before, now = base.get(question_id), theirs.get(question_id)
        if answer in (before, now):
            continue
        if now != before:
            conflicts.append(question_id)
            continue
        changed.append(question_id)
        if answer is None:
            answers.pop(question_id, None)
        else:
            answers[question_id] = answer
    return Merged(answers, tuple(changed), tuple(conflicts))
