"""What is usual among similar communes now, kept between requests and brought up to date by what changed.

Responses that were submitted or approved count, of the whole country. Only those whose revision is new
are read again: the first time in a process that is all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy import Connection

from forms.answers import State
from forms.answers_json import from_json
from forms.questionnaire import Questionnaire
from survey.communes import Register
from survey.responses import Status
from survey.rounds import Round
from survey.similar import Group, Similar, group_of, numeric, similar
from survey.store.reviewing import answers_written, revisions_standing

COUNTED = (Status.SUBMITTED, Status.APPROVED)
# Read all at once where more than this have changed: a list of so many codes is no faster.
MANY = 500
Written = Mapping[str, Mapping[str, Any]]
Row = tuple[Group | None, NDArray[np.float64]]


@dataclass(frozen=True)
class Known:
    """The responses read so far: the revision and the figures of each, and what follows from them."""

    revisions: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, Row] = field(default_factory=dict)
    similar: Similar = field(default_factory=Similar)


def similar_now(
    conn: Connection, running: Round, questionnaire: Questionnaire, register: Register
) -> Similar:
    """What is usual by what is submitted or approved now."""
    kept: dict[int, Known] = current_app.extensions.setdefault("peers", {})
    known = kept.get(running.id, Known())
    standing = revisions_standing(conn, running.id, COUNTED)
    if standing != known.revisions:
        known = brought_up_to_date(conn, running, questionnaire, register, (known, standing))
        kept[running.id] = known
    return known.similar


def brought_up_to_date(
    conn: Connection,
    running: Round,
    questionnaire: Questionnaire,
    register: Register,
    change: tuple[Known, Mapping[str, int]],
) -> Known:
    """Read what is new; ``change`` is what was known and which revisions stand now."""
    known, standing = change
    new = {code for code, number in standing.items() if known.revisions.get(code) != number}
    written = answers_written(conn, running.id, new if len(new) <= MANY else None)
    rows = {code: known.rows[code] for code in standing.keys() - new}
    for code in new & written.keys() & register.communes.keys():
        rows[code] = row_of(questionnaire, register.communes[code].kind, written[code])
    groups = [group for group, _ in rows.values()]
    block = np.array([figures for _, figures in rows.values()], dtype=np.float64)
    return Known(standing, rows, similar(questionnaire, groups, block))


def row_of(questionnaire: Questionnaire, kind: str, written: Written) -> Row:
    """A commune's group and its figures in the order of :func:`survey.similar.numeric`."""
    official = questionnaire.remoteness.official if questionnaire.remoteness else ()
    said = from_json({name: written[name] for name in official if name in written})
    figures = [figure(written.get(question.id)) for question in numeric(questionnaire)]
    return group_of(questionnaire, kind, said), np.array(figures, dtype=np.float64)


def figure(answer: Mapping[str, Any] | None) -> float:
    """The number that was answered; NaN where there is none."""
    answered = answer is not None and answer["s"] == State.ANSWERED.value
    return float(answer["v"]) if answered and answer is not None else float("nan")
