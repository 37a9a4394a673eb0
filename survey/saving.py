"""A change of a response from start to stored: read, step, append and journal in one transaction.

What is returned has been committed. The same key again answers as the first time did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from forms.answers import Answer
from forms.loading import load_text
from forms.sentence import Refused, Sentence
from forms.settling import ready_to_submit
from survey.accounts import Account
from survey.deadlines import Ruling, hindrance
from survey.refused_steps import NotSignedOff
from survey.responses import Conflict, Response, Revision, Saved, Step, Via, save, submit
from survey.rounds import Round, refuse_if_closed
from survey.store import deadlines, journal, responses, rounds, sign_offs
from survey.store.database import writing_together
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
    found = deadlines.ruled_round(connection, round_id, commune_code)
    if found is None:
        raise Refused(NO_SUCH_ROUND)
    refuse_out_of_time(*found, at)
    return found[0]


def refuse_out_of_time(asked: Round, rulings: Sequence[Ruling], at: datetime) -> None:
    """Refuse where the commune's time is over or its response is locked: the rule of every door."""
    why_not = hindrance(asked, rulings, at)
    if why_not is not None:
        raise why_not


def save_answers(
    engine: Engine,
    *,
    round_id: int,
    commune_code: str,
    changes: Mapping[str, Answer | None],
    base: int,
    account: Account,
    at: datetime,
    key: str,
    via: Via = Via.PAGE,
    whole: bool = False,
) -> Saved:
    """Join changes made from revision ``base`` into the response. Raises Refused.

    ``whole`` stores all of them or, where one is in conflict, none.
    """
    with writing_together(engine) as connection:
        response, repeated = responses.response_with_key(connection, round_id, commune_code, key)
        if repeated is not None:
            return saved_before(connection, response, repeated, changes)
        writable_round(connection, round_id, commune_code, at)
        started_from = base_of(connection, response, base)
        saved = save(response, changes, started_from, by=account.name, at=at, via=via, key=key)
        if whole and saved.conflicts:
            saved = Saved(response, None, saved.conflicts)
        if saved.revision is not None:
            responses.append(connection, saved.response, saved.revision)
            enter(connection, account, saved.response, saved.revision)
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


def submit_response(
    engine: Engine,
    *,
    round_id: int,
    commune_code: str,
    columns: Mapping[str, float],
    account: Account,
    at: datetime,
    key: str,
    via: Via = Via.PAGE,
    checked: int | None = None,
) -> Response:
    """Hand the response to the province, judged as it is stored. Raises Refused (NotReady).

    ``checked`` is the revision that the officer looked at: another one is refused (Outdated).
    """

    def step(connection: Connection, response: Response, asked: Round) -> Step:
        refuse_out_of_time(asked, deadlines.rulings_of(connection, asked.id, commune_code), at)
        if checked not in (None, response.revision):
            raise Outdated(commune_code)
        text = rounds.questionnaire_text(connection, asked)
        questionnaire = load_text(text, asked.questionnaire_id)
        problems = ready_to_submit(questionnaire, response.answers, columns)
        if not problems and asked.sign_off:
            refuse_unsigned(connection, response)
        return submit(response, problems, by=account.name, at=at, via=via, key=key)

    with writing_together(engine) as connection:
        return stepped(connection, round_id, commune_code, step, account=account, key=key)


def refuse_unsigned(connection: Connection, response: Response) -> None:
    """Raise NotSignedOff where no leader signed off this very revision."""
    place = response.round_id, response.commune_code, response.revision
    if sign_offs.sign_off_of(connection, *place) is None:
        raise NotSignedOff


def take_step(
    engine: Engine,
    *,
    round_id: int,
    commune_code: str,
    base: int,
    step: Callable[[Response], Step],
    account: Account,
    key: str,
) -> Response:
    """A reviewer's step on revision ``base``; refused (Outdated) where the response has moved on."""

    def on_what_was_read(_: Connection, response: Response, __: Round) -> Step:
        if response.revision != base:
            raise Outdated(commune_code)
        return step(response)

    with writing_together(engine) as connection:
        place = round_id, commune_code
        return stepped(connection, *place, on_what_was_read, account=account, key=key)


def stepped(
    connection: Connection,
    round_id: int,
    commune_code: str,
    step: Callable[[Connection, Response, Round], Step],
    *,
    account: Account,
    key: str,
) -> Response:
    """Take the step on what is stored and store it; a repeated key changes nothing more."""
    response, repeated = responses.response_with_key(connection, round_id, commune_code, key)
    if repeated is not None:
        return response
    stepped_to, revision = step(connection, response, open_round(connection, response.round_id))
    responses.append(connection, stepped_to, revision)
    enter(connection, account, stepped_to, revision)
    return stepped_to


def enter(connection: Connection, account: Account, response: Response, revision: Revision) -> None:
    """Enter a revision in the journal."""
    detail: dict[str, object] = {
        "round": response.round_id,
        "revision": revision.number,
        "via": revision.via.value,
        "changed": len(revision.changed),
    }
    if revision.findings:
        detail["findings"] = {each.question_id: each.outcome for each in revision.findings}
    journal.enter(
        connection, revision.at, account.sign_in, revision.step, response.commune_code, detail
    )
