"""Revisions as rows of their table, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from forms.answers_json import from_json, to_json
from survey.comments import Comment
from survey.responses import Response, Revision, Via
from survey.store.schema import revisions
from survey.verification.findings import Basis, Finding, Outcome

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
        "findings",
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
        "findings": [finding_row(each) for each in revision.findings] or None,
    }


def finding_row(finding: Finding) -> dict[str, object]:
    """A finding as JSON; who, when and in which revision are the revision's."""
    answers = {"claim": finding.claim, "audited": finding.audited}
    return {
        "question": finding.question_id,
        "outcome": finding.outcome.value,
        "basis": finding.basis.value if finding.basis else None,
        "words": finding.words,
        **to_json({name: answer for name, answer in answers.items() if answer is not None}),
    }


def findings_in(row: Row[*tuple[Any, ...]]) -> tuple[Finding, ...]:
    """The findings that a revision made; ``row`` has its number, at, by and findings."""
    return tuple(_finding_in(row, each) for each in row.findings or ())


def _finding_in(row: Row[*tuple[Any, ...]], each: Mapping[str, Any]) -> Finding:
    answers = from_json({name: each[name] for name in ("claim", "audited") if name in each})
    return Finding(
        each["question"],
        Outcome(each["outcome"]),
        Basis(each["basis"]) if each["basis"] else None,
        each["words"],
        answers.get("claim"),
        answers.get("audited"),
        row.by,
        row.at,
        row.number,
    )


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
        findings_in(row),
    )
