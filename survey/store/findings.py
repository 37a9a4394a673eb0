"""Findings as stored: those of a round, and what earlier approved responses of a commune leave behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Subquery, and_, func, select

from forms.answers import Answer, Answers
from forms.answers_json import from_json
from survey.responses import Status
from survey.store.revision_rows import findings_in
from survey.store.schema import responses, revisions, rounds
from survey.verification.findings import Finding, verified_answers

SPOKEN = [revisions.c[name] for name in ("commune_code", "number", "at", "by", "findings")]
MADE = revisions.c.findings.is_not(None)
# One commune, several, or all.
Whose = str | Collection[str] | None


def findings_made(
    conn: Connection, round_id: int, whose: Whose = None
) -> dict[str, tuple[Finding, ...]]:
    """Every finding of the round (of some communes, where given), the oldest first, by commune code."""
    found = select(*SPOKEN).where(revisions.c.round_id == round_id, MADE)
    return _by_commune(conn, _only(found, whose))


def earlier_verified(
    conn: Connection, round_id: int, whose: Whose = None
) -> dict[str, dict[str, Answer]]:
    """By commune code and question, what was verified when the commune's response was last approved.

    That is in the newest earlier round that approved it, and in this round before it was reopened; of
    both, the later one counts.
    """
    verified: dict[str, dict[str, Answer]] = defaultdict(dict)
    for places in (_approved_before(round_id), _reopened(round_id)):
        answers = _answers_at(conn, places, whose)
        for code, findings in _findings_at(conn, places, whose).items():
            verified[code] |= verified_answers(findings, answers[code])
    return dict(verified)


def previous_of(conn: Connection, round_id: int, whose: Whose = None) -> dict[str, Answers]:
    """By commune code, the answers of its previous approved response: reopened now, or of an earlier round."""
    answers: dict[str, Answers] = {}
    for places in (_approved_before(round_id), _reopened(round_id)):
        found = select(revisions.c.commune_code, revisions.c.answers).join(places, _at(places))
        rows = conn.execute(_only(found, whose))
        answers |= {row.commune_code: from_json(row.answers) for row in rows}
    return answers


def figures_of(conn: Connection, round_id: int, whose: Whose = None) -> dict[str, date]:
    """By commune code, of which day the figures of its previous approved response are."""
    found: dict[str, date] = {}
    for places in (_approved_before(round_id), _reopened(round_id)):
        of_round = rounds.c.id == revisions.c.round_id
        cutoffs = (
            select(revisions.c.commune_code, rounds.c.cutoff)
            .join(places, _at(places))
            .join(rounds, of_round)
        )
        found |= {row.commune_code: row.cutoff for row in conn.execute(_only(cutoffs, whose))}
    return found


def _approved_before(round_id: int) -> Subquery:
    """Of each commune, the last revision of the newest earlier round in which it is approved."""
    columns = responses.c
    approved = columns.status == Status.APPROVED.value
    last = (
        select(columns.commune_code, func.max(columns.round_id).label("round_id"))
        .where(columns.round_id < round_id, approved)
        .group_by(columns.commune_code)
        .subquery()
    )
    same = and_(columns.commune_code == last.c.commune_code, columns.round_id == last.c.round_id)
    place = select(columns.round_id, columns.commune_code, columns.revision.label("number"))
    return place.join(last, same).subquery()


def _reopened(round_id: int) -> Subquery:
    """Of each commune, the last revision of this round that took an approval back."""
    columns = revisions.c
    place = select(
        columns.round_id, columns.commune_code, func.max(columns.number).label("number")
    ).where(columns.round_id == round_id, columns.step == "reopen")
    return place.group_by(columns.round_id, columns.commune_code).subquery()


def _at(places: Subquery) -> Any:
    mine, place = revisions.c, places.c
    return and_(
        mine.round_id == place.round_id,
        mine.commune_code == place.commune_code,
        mine.number == place.number,
    )


def _findings_at(
    conn: Connection, places: Subquery, whose: Whose
) -> dict[str, tuple[Finding, ...]]:
    mine, place = revisions.c, places.c
    until = and_(
        mine.round_id == place.round_id,
        mine.commune_code == place.commune_code,
        mine.number <= place.number,
    )
    return _by_commune(conn, _only(select(*SPOKEN).join(places, until).where(MADE), whose))


def _answers_at(conn: Connection, places: Subquery, whose: Whose) -> dict[str, Answers]:
    """Of the communes of which anything was ever found, their answers at these places."""
    found = select(revisions.c.commune_code, revisions.c.answers).join(places, _at(places))
    checked = revisions.alias()
    some = select(checked.c.commune_code).where(checked.c.findings.is_not(None))
    rows = conn.execute(_only(found.where(revisions.c.commune_code.in_(some)), whose))
    return {row.commune_code: from_json(row.answers) for row in rows}


def _only(found: Select[*tuple[Any, ...]], whose: Whose) -> Select[*tuple[Any, ...]]:
    if whose is None:
        return found
    code = revisions.c.commune_code
    return found.where(code == whose if isinstance(whose, str) else code.in_(whose))


def _by_commune(
    conn: Connection, found: Select[*tuple[Any, ...]]
) -> dict[str, tuple[Finding, ...]]:
    made: dict[str, list[Finding]] = defaultdict(list)
    for row in conn.execute(found.order_by(revisions.c.number)):
        made[row.commune_code] += findings_in(row)
    return {code: tuple(made[code]) for code in sorted(made)}
