"""Revisions as rows of their table, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from forms.answers_json import from_json, to_json
from survey.responses import Comment, Response, Revision, Via
from survey.store.schema import revisions

REVISION = [
    revisions.c[name]
    for name in (
        "number",
        "base",
        "at",
        "by",
        "via",
        "step",
        "answers",
        "changed",
        "key",
        "comments",
    )
]


def revision_row(response: Response, revision: Revision) -> dict[str, object]:
    """A revision's row; a submission's holds the receipt that was given for it."""
    return {
        "round_id": response.round_id,
        "commune_code": response.commune_code,
        "number": revision.number,
        "base": revision.base,
        "at": revision.at,
        "by": revision.by,
        "via": revision.via.value,
        "step": revision.step,
        "answers": to_json(revision.answers),
        "changed": list(revision.changed),
        "comments": [[each.question_id, each.text] for each in revision.comments] or None,
        "key": revision.key or None,
        "receipt": response.receipt if revision.step == "submit" else None,
    }


def comments_in(row: Row[*tuple[Any, ...]]) -> tuple[Comment, ...]:
    """The comments that came with a revision; who and when are the revision's."""
    return tuple(
        Comment(question_id, text, row.by, row.at, row.number)
        for question_id, text in row.comments or ()
    )


def revision_in(row: Row[*tuple[Any, ...]]) -> Revision:
    """A row of :data:`REVISION` as a revision."""
    return Revision(
        row.number,
        row.base,
        row.at,
        row.by,
        Via(row.via),
        row.step,
        from_json(row.answers),
        tuple(row.changed),
        row.key or "",
        comments_in(row),
    )
