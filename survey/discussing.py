"""A remark in the talk about a question, from start to stored; it changes no answer.

So it may be made whatever the state of the response, and after the deadline: only a closed round ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from survey.accounts import Account
from survey.comments import Remark, RemarkKind, Thread, threads
from survey.saving import open_round
from survey.store import journal, remarks, responses
from survey.store.database import writing

ACTIONS = {RemarkKind.SAY: "remark", RemarkKind.RESOLVE: "talk settled"}


@dataclass(frozen=True, slots=True)
class Topic:
    """Which question of which response is talked about."""

    round_id: int
    commune_code: str
    question_id: str


def thread_of(connection: Connection, topic: Topic) -> Thread | None:
    """The talk about the question; None where nothing was said."""
    place = topic.round_id, topic.commune_code
    comments = responses.response_of(connection, *place).comments
    found = threads(comments, remarks.remarks_of(connection, *place))
    return found.get(topic.question_id)


def discuss(
    engine: Engine,
    account: Account,
    topic: Topic,
    made: Callable[[Thread | None], Remark],
    key: str,
) -> None:
    """Store what ``made`` says in the talk as it stands; the same key again changes nothing. Raises Refused."""
    place = topic.round_id, topic.commune_code
    with writing(engine) as connection:
        if remarks.is_there(connection, *place, key):
            return
        open_round(connection, topic.round_id)
        remark = made(thread_of(connection, topic))
        remarks.add_remark(connection, *place, remark, key)
        detail = {"round": topic.round_id, "question": topic.question_id}
        action = ACTIONS[remark.kind]
        journal.enter(connection, remark.at, account.sign_in, action, topic.commune_code, detail)
