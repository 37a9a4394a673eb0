"""A commune's response and its steps: save, submit, verify, return, approve, reopen. Value in, value out.

Every step makes one immutable revision; nothing here stores anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from forms.answers import Answer, Answers, Problem
from survey.comments import Comment, comments_of
from survey.merging import merge
from survey.receipts import receipt_of
from survey.refused_steps import NoFindings, NotReady, refuse_unless
from survey.verification.findings import Finding, newest


class Status(StrEnum):
    """Where a response stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Via(StrEnum):
    """Through which door a revision came."""

    PAGE = "page"
    WORKBOOK = "workbook"
    SYNC = "sync"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change, never altered: ``answers`` are all answers after it, ``changed`` those it changed.

    ``base`` is the revision that its author started from; ``key`` makes a repetition harmless.
    """

    number: int
    base: int
    at: datetime
    by: str
    via: Via
    step: str
    answers: Answers
    changed: tuple[str, ...] = ()
    key: str = ""
    comments: tuple[Comment, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """One commune's response in one round, as it stands; revision 0 has not been started.

    ``findings`` are the newest of each question; one that was withdrawn is not among them.
    """

    round_id: int
    commune_code: str
    revision: int = 0
    status: Status = Status.DRAFT
    answers: Answers = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    receipt: str | None = None
    updated_at: datetime | None = None
    updated_by: str = ""
    submitted_at: datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One question that two people answered differently from the same start."""

    question_id: str
    base: Answer | None
    mine: Answer | None
    theirs: Answer | None
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save made; ``revision`` is None where nothing changed."""

    response: Response
    revision: Revision | None
    conflicts: tuple[Conflict, ...] = ()


Step = tuple[Response, Revision]


def start(round_id: int, commune_code: str) -> Response:
    """A response that nobody has begun."""
    return Response(round_id, commune_code)


def save(
    response: Response,
    changes: Mapping[str, Answer | None],
    base: Revision | None,
    *,
    by: str,
    at: datetime,
    via: Via,
    key: str,
) -> Saved:
    """Join changes (None clears an answer) made from ``base`` into the response, by question.

    ``base`` None means the response as it stands. Where both sides changed a question differently,
    what is stored stays and the conflict is named with both answers.
    """
    refuse_unless("save", response.commune_code, response.status)
    before = response.answers if base is None else base.answers
    merged = merge(before, response.answers, changes)
    conflicts = tuple(
        Conflict(
            each,
            before.get(each),
            changes[each],
            response.answers.get(each),
            response.updated_by,
            response.updated_at,
        )
        for each in merged.conflicts
    )
    if not merged.changed:
        return Saved(response, None, conflicts)
    started_from = response.revision if base is None else base.number
    revision = Revision(
        response.revision + 1,
        started_from,
        at,
        by,
        via,
        "save",
        merged.answers,
        merged.changed,
        key,
    )
    return Saved(after(response, revision), revision, conflicts)


def submit(
    response: Response, problems: Sequence[Problem], *, by: str, at: datetime, via: Via, key: str
) -> Step:
    """Hand the response to the province; refused while ``problems`` stand in the way."""
    refuse_unless("submit", response.commune_code, response.status)
    if problems:
        raise NotReady(problems)
    return _stepped(response, "submit", by=by, at=at, via=via, key=key)


def return_for_correction(
    response: Response, words: Mapping[str | None, str], *, by: str, at: datetime, key: str
) -> Step:
    """Give it back with words, by question id (None: on the whole)."""
    refuse_unless("return", response.commune_code, response.status)
    comments = comments_of(words, by, at, response.revision + 1)
    return _stepped(response, "return", by=by, at=at, via=Via.PAGE, key=key, comments=comments)


def approve(response: Response, *, by: str, at: datetime, key: str) -> Step:
    """Accept the response: from now on its answers count."""
    refuse_unless("approve", response.commune_code, response.status)
    return _stepped(response, "approve", by=by, at=at, via=Via.PAGE, key=key)


def reopen(response: Response, reason: str, *, by: str, at: datetime, key: str) -> Step:
    """Give an approved response back to the commune, saying why."""
    refuse_unless("reopen", response.commune_code, response.status)
    comments = comments_of({None: reason}, by, at, response.revision + 1)
    return _stepped(response, "reopen", by=by, at=at, via=Via.PAGE, key=key, comments=comments)


def verify(
    response: Response, findings: Sequence[Finding], *, by: str, at: datetime, key: str
) -> Step:
    """Put findings beside answers, which stay as the commune gave them; one is needed at least."""
    refuse_unless("verify", response.commune_code, response.status)
    if not findings:
        raise NoFindings
    made = _stepped(response, "verify", by=by, at=at, via=Via.PAGE, key=key)[1]
    revision = replace(made, findings=tuple(findings))
    return after(response, revision), revision


def _stepped(
    response: Response,
    step: str,
    *,
    by: str,
    at: datetime,
    via: Via,
    key: str,
    comments: tuple[Comment, ...] = (),
) -> Step:
    """A revision that changes no answer, and the response after it."""
    base, answers = response.revision, response.answers
    revision = Revision(base + 1, base, at, by, via, step, answers, (), key, comments)
    return after(response, revision), revision


STATUS_AFTER = {
    "submit": Status.SUBMITTED,
    "return": Status.RETURNED,
    "approve": Status.APPROVED,
    "reopen": Status.RETURNED,
}


def after(response: Response, revision: Revision) -> Response:
    """The response as it stands after a revision."""
    submitted = revision.step == "submit"
    place = response.round_id, response.commune_code
    return replace(
        response,
        revision=revision.number,
        status=STATUS_AFTER.get(revision.step, response.status),
        answers=revision.answers,
        comments=(*response.comments, *revision.comments),
        receipt=receipt_of(*place, revision.number, revision.answers)
        if submitted
        else response.receipt,
        updated_at=revision.at,
        updated_by=revision.by,
        submitted_at=revision.at if submitted else response.submitted_at,
        findings=newest((*response.findings, *revision.findings)),
    )
