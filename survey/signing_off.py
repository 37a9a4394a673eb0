"""A commune's leader signs a revision off, so that it may be submitted in a round that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from survey.accounts import Account
from survey.refused_steps import NotReady, refuse_unless
from survey.saving import open_round
from survey.stepping import in_the_way
from survey.store import journal, responses, sign_offs
from survey.store.database import writing
from survey.store.responses import Outdated
from survey.store.sign_offs import SignOff


def sign_off(
    engine: Engine,
    *,
    round_id: int,
    commune_code: str,
    columns: Mapping[str, float],
    revision: int,
    account: Account,
    at: datetime,
) -> None:
    """Sign this revision off; a later change voids it, since another revision is submitted then.

    Raises Outdated where the response has moved on, NotReady where something must still be mended, and
    NotAllowedNow where it is submitted already. Signing the same revision twice changes nothing.
    """
    with writing(engine) as conn:
        asked = open_round(conn, round_id)
        response = responses.response_of(conn, round_id, commune_code)
        if response.revision != revision:
            raise Outdated(commune_code)
        refuse_unless("submit", commune_code, response.status.value)
        problems = in_the_way(conn, asked, response, columns)
        if problems:
            raise NotReady(problems)
        if sign_offs.sign_off_of(conn, round_id, commune_code, revision) is None:
            made = SignOff(round_id, commune_code, revision, account.name, at)
            sign_offs.add_sign_off(conn, made)
            detail = {"round": round_id, "revision": revision}
            journal.enter(conn, at, account.sign_in, "signed off", commune_code, detail)
