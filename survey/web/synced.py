"""What a device is answered: how the response stands, what was not taken, what is to be chosen."""

from __future__ import annotations

from typing import Any

from flask import g

from forms.answers import Answers
from forms.fields import NOTE, REASON, STATE
from forms.questionnaire import Question
from forms.section_form import written
from forms.settling import check
from survey.responses import Conflict, Response, Revision, Saved
from survey.store import responses
from survey.store.database import reading
from survey.web.conflict_row import Row
from survey.web.language import moment, say
from survey.web.sent import Changes
from survey.web.state import engine
from survey.web.work import Work, stands


def version_of(work: Work) -> str:
    """What changes with every change of the questionnaire."""
    return work.questionnaire.sha256[:12]


def where_it_stands(work: Work, known: int, saved: Revision | None = None) -> dict[str, Any]:
    """Where the response stands, with the answers that differ from revision ``known``.

    ``saved`` is the revision that led there, if it was made just now.
    """
    response = work.response
    at = saved.at if saved else response.updated_at
    return {
        "revision": response.revision,
        "at": str(moment(at)) if at else "",
        "status": response.status,
        "answers": as_fields(work, difference(response, known, saved)),
    }


def difference(response: Response, known: int, saved: Revision | None = None) -> set[str]:
    """The questions answered otherwise than in revision ``known``; all where it is unknown or 0."""
    if known == response.revision:
        return set()
    if saved is not None and saved.number == response.revision == known + 1:
        return set(saved.changed)
    with reading(engine()) as conn:
        code = response.commune_code
        found = responses.revision_of(conn, response.round_id, code, known)
    before: Answers = found.answers if found else {}
    names = before.keys() | response.answers.keys()
    return {name for name in names if before.get(name) != response.answers.get(name)}


def as_fields(work: Work, names: set[str]) -> dict[str, list[str]]:
    """These questions' answers as their fields show them: value, state, note, reason."""
    asked = [question for question in work.questionnaire.questions if question.id in names]
    return {each.id: fields_of(each, work.response.answers) for each in asked}


def fields_of(question: Question, answers: Answers) -> list[str]:
    """One question's four fields; empty texts where it is unanswered."""
    shown = written(question, answers.get(question.id))
    return [shown.get(question.id + part, "") for part in ("", STATE, NOTE, REASON)]


def outcome(work: Work, known: int, changes: Changes, saved: Saved) -> dict[str, Any]:
    """A save's answer: what was refused, who else answered what, and what now stands to be mended."""
    standing = where_it_stands(work, known, saved.revision)
    return {
        **standing,
        "at": standing["at"] or str(moment(g.now)),
        "refused": {name: say(why) for name, why in changes.refused.items()},
        "conflicts": {each.question_id: choice(work, each) for each in saved.conflicts},
        "problems": problems_beside(work, changes.taken.keys() | changes.refused.keys()),
    }


def problems_beside(work: Work, names: set[str]) -> list[list[str]]:
    """What stands to be mended in the sections of these questions: question, level, sentence."""
    by_id, answers = work.questionnaire.by_id, work.response.answers
    sections = {by_id[name].section for name in names if name in by_id}
    return [
        [each.question_id, each.level, say(each.sentence)]
        for each in check(work.questionnaire, answers, work.columns, sections)
        if stands(each, answers)
    ]


def choice(work: Work, conflict: Conflict) -> dict[str, Any]:
    """A conflict to choose from: at first, mine, theirs with who and when."""
    row = Row(work.questionnaire.by_id[conflict.question_id], conflict)
    return {
        "label": say(row.question.label),
        "base": say(row.base),
        "mine": say(row.mine),
        "theirs": say(row.theirs),
        "by": conflict.by,
        "at": str(moment(conflict.at)) if conflict.at else "",
        "fields": fields_of(row.question, work.response.answers),
    }
