"""A save from start to stored: read, join, append and journal in one transaction, many saves at once.

What is returned has been committed. The same key again answers as the first time did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from forms.answers import Answer
from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.deadlines import Ruling, hindrance
from survey.responses import Conflict, Response, Revision, Saved, Via, save
from survey.rounds import Round, refuse_if_closed
from survey.store import deadlines, journal, responses, rounds
from survey.store.database import done_together
from survey.store.responses import Outdated

NO_SUCH_ROUND = Sentence(
    "Không có đợt khảo sát này. Hãy mở lại trang.", "There is no such round. Open the page again."
)
# Where every response starts: before the first save, no answers.
NOBODYS = Revision(0, 0, datetime.min.replace(tzinfo=UTC), "", Via.PAGE, "save", {})


def open_round(connection: Connection, round_id: int) -> Round:
    """The round, refused where it is unknown or closed."""
    found = rounds.round_by_id(connection, round_id)
    if found is None:
        raise Refused(NO_SUCH_ROUND)
    refuse_if_closed(found)
    return found


def writable_round(connection: Connection, round_id: int, commune_code: str, at: datetime) -> Round:
    """The round, refused where it is unknown or where this commune may not write at this moment."""
    ruled = deadlines.ruled_round(connection, round_id, [commune_code])
    return refuse_unless_writable(ruled, commune_code, at)


def refuse_unless_writable(ruled: deadlines.Ruled | None, commune_code: str, at: datetime) -> Round:
    """The round, as :func:`writable_round` gives it, from what was read of it."""
    if ruled is None:
        raise Refused(NO_SUCH_ROUND)
    asked, rulings = ruled
    refuse_out_of_time(asked, rulings.get(commune_code, ()), at)
    return asked


def refuse_out_of_time(asked: Round, rulings: Sequence[Ruling], at: datetime) -> None:
    """Refuse where the commune's time is over or its response is locked: the rule of every door."""
    why_not = hindrance(asked, rulings, at)
    if why_not is not None:
        raise why_not


@dataclass(frozen=True, slots=True)
class Save:
    """A save as it is asked for: changes (None clears) made from revision ``base`` of a commune's response.

    ``whole`` stores all of them or, where one is in conflict, none.
    """

    round_id: int
    commune_code: str
    changes: Mapping[str, Answer | None]
    base: int
    account: Account
    at: datetime
    key: str
    via: Via = Via.PAGE
    whole: bool = False


def save_answers(engine: Engine, asked: Save) -> Saved:
    """Join the changes into the response. Raises Refused.

    On a deadline's day many come at once: they share one transaction and its statements.
    """
    return done_together(engine, save_all, asked)


def save_all(connection: Connection, asked: Sequence[Save]) -> list[Saved | Refused]:
    """What each of these saves makes, as if it came alone and in this order; what is refused changes nothing."""
    made: dict[int, Saved | Refused] = {}
    for numbers in of_different_responses(asked):
        made |= zip(numbers, save_each(connection, [asked[n] for n in numbers]), strict=True)
    return [made[number] for number in range(len(asked))]


def of_different_responses(asked: Sequence[Save]) -> list[list[int]]:
    """The saves' numbers in groups, each of one round and of different communes; what comes first stays first."""
    before: Counter[tuple[int, str]] = Counter()
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, each in enumerate(asked):
        place = each.round_id, each.commune_code
        groups[each.round_id, before[place]].append(number)
        before[place] += 1
    return list(groups.values())


def save_each(connection: Connection, asked: Sequence[Save]) -> list[Saved | Refused]:
    """The same for saves of different communes in one round: read all, join each, store all."""
    keys = {each.commune_code: each.key for each in asked}
    place = connection, asked[0].round_id, keys
    standing = responses.responses_of(*place)
    repeated = responses.revisions_made_by(*place)
    ruled = deadlines.ruled_round(*place)
    made = [
        outcome(
            connection, each, standing[each.commune_code], repeated.get(each.commune_code), ruled
        )
        for each in asked
    ]
    new = [
        (each.account, saved.response, saved.revision)
        for each, saved in zip(asked, made, strict=True)
        if each.commune_code not in repeated and isinstance(saved, Saved) and saved.revision
    ]
    responses.append_each(connection, [(response, revision) for _, response, revision in new])
    journal.enter_all(connection, [deed_of(*each) for each in new])
    return made


def outcome(
    connection: Connection,
    asked: Save,
    response: Response,
    repeated: int | None,
    ruled: deadlines.Ruled | None,
) -> Saved | Refused:
    """What the save makes of the response, nothing of it stored; ``repeated`` is the revision it made before."""
    try:
        if repeated is not None:
            return saved_before(connection, response, repeated, asked.changes)
        return joined(connection, asked, response, ruled)
    except Refused as refused:
        return refused


def joined(
    connection: Connection, asked: Save, response: Response, ruled: deadlines.Ruled | None
) -> Saved:
    """The changes joined into the response, nothing of it stored. Raises Refused."""
    refuse_unless_writable(ruled, asked.commune_code, asked.at)
    base = base_of(connection, response, asked.base)
    saved = save(
        response,
        asked.changes,
        base,
        by=asked.account.name,
        at=asked.at,
        via=asked.via,
        key=asked.key,
    )
    if asked.whole and saved.conflicts:
        saved = Saved(response, None, saved.conflicts)
    return replace(saved, conflicts=signed(connection, response, saved.conflicts))


def saved_before(
    connection: Connection,
    response: Response,
    number: int,
    changes: Mapping[str, Answer | None],
) -> Saved:
    """The first answer again: what another's change kept from being taken then is named again."""
    repeated = responses.revision_of(connection, response.round_id, response.commune_code, number)
    if repeated is None:
        raise Outdated(response.commune_code)
    before = base_of(connection, response, repeated.base) or repeated
    conflicts = tuple(
        Conflict(name, before.answers.get(name), mine, repeated.answers.get(name), "", None)
        for name, mine in changes.items()
        if mine not in (before.answers.get(name), repeated.answers.get(name))
    )
    earlier = replace(response, revision=repeated.number - 1)
    return Saved(response, repeated, signed(connection, earlier, conflicts))


def signed(
    connection: Connection, response: Response, conflicts: tuple[Conflict, ...]
) -> tuple[Conflict, ...]:
    """The conflicts with who gave each stored answer, and when: not merely who saved last."""
    if not conflicts:
        return ()
    history = responses.revisions_of(connection, response.round_id, response.commune_code)
    authors = {
        question_id: revision
        for revision in sorted(history, key=lambda each: each.number)
        if revision.number <= response.revision
        for question_id in revision.changed
    }
    return tuple(
        replace(each, by=authors[each.question_id].by, at=authors[each.question_id].at)
        if each.question_id in authors
        else each
        for each in conflicts
    )


def base_of(connection: Connection, response: Response, base: int) -> Revision | None:
    """The revision that the change started from; None where that is the current one."""
    if base == response.revision:
        return None
    if base == 0:
        return NOBODYS
    found = responses.revision_of(connection, response.round_id, response.commune_code, base)
    if found is None:
        raise Outdated(response.commune_code)
    return found


def deed_of(account: Account, response: Response, revision: Revision) -> journal.Deed:
    """A revision as the journal's entry."""
    detail: dict[str, object] = {
        "round": response.round_id,
        "revision": revision.number,
        "via": revision.via.value,
        "changed": len(revision.changed),
    }
    if revision.findings:
        detail["findings"] = {each.question_id: each.outcome for each in revision.findings}
    return journal.Deed(revision.at, account.sign_in, revision.step, response.commune_code, detail)
