"""A reviewer's words to the commune, on one question or on the whole response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.refused_steps import NoWords


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
