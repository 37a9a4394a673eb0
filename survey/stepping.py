"""A step of a response other than a save, from start to stored: read, step, append and journal in one transaction.

What is returned has been committed. The same key again changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.answers import Problem
from forms.loading import load_text
from forms.settling import ready_to_submit
from survey.accounts import Account
from survey.refused_steps import NotSignedOff
from survey.responses import Response, Step, Via, submit
from survey.rounds import Round
from survey.saving import deed_of, open_round, refuse_out_of_time
from survey.store import deadlines, journal, responses, rounds, sign_offs
from survey.store.database import writing
from survey.store.responses import Outdated


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
        problems = in_the_way(connection, asked, response, columns)
        if not problems and asked.sign_off:
            refuse_unsigned(connection, response)
        return submit(response, problems, by=account.name, at=at, via=via, key=key)

    with writing(engine) as connection:
        return stepped(connection, round_id, commune_code, step, account=account, key=key)


def in_the_way(
    connection: Connection, asked: Round, response: Response, columns: Mapping[str, float]
) -> tuple[Problem, ...]:
    """What must be mended before the response is submitted, by the questionnaire that its round froze."""
    text = rounds.questionnaire_text(connection, asked)
    questionnaire = load_text(text, asked.questionnaire_id)
    return ready_to_submit(questionnaire, response.answers, columns)


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

    with writing(engine) as connection:
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
    response = responses.response_of(connection, round_id, commune_code)
    if responses.revisions_made_by(connection, round_id, {commune_code: key}):
        return response
    stepped_to, revision = step(connection, response, open_round(connection, response.round_id))
    responses.append(connection, stepped_to, revision)
    journal.enter_all(connection, [deed_of(account, stepped_to, revision)])
    return stepped_to
