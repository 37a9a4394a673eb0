"""Tokens of the API in the store: found by their digest, over when they should be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from survey.accounts import Account, Role
from survey.signing_in.api_tokens import ApiToken, Scope, digest_of, new_token
from survey.store import accounts, api_tokens
from survey.store.database import writing
from tests.builders import MONDAY

DAY = timedelta(days=1)


@pytest.fixture
def lan(engine: Engine) -> Account:
    with writing(engine) as conn:
        return accounts.add_account(
            conn,
            sign_in="lan",
            name="Lan",
            role=Role.ANALYST,
            password_hash="hash",
            must_change_password=False,
            at=MONDAY,
        )


def a_token(account: Account, text: str = "csds_a") -> ApiToken:
    scopes = ["editions", "progress"]
    return new_token(
        text, account_id=account.id, name="Thử", scopes=scopes, days="30", at=MONDAY, alive=0
    )


def test_a_token_reads_back_with_its_account_until_its_last_day(
    engine: Engine, lan: Account
) -> None:
    with writing(engine) as conn:
        made = api_tokens.add_token(conn, a_token(lan))
        assert made.scopes == {Scope.EDITIONS, Scope.PROGRESS}
        digest = digest_of("csds_a")
        almost = MONDAY + 30 * DAY - timedelta(microseconds=1)
        assert api_tokens.token_in_force(conn, digest, almost) == (made, lan)
        assert api_tokens.token_in_force(conn, digest, MONDAY + 30 * DAY) is None
        assert api_tokens.token_in_force(conn, digest.upper(), MONDAY) is None


def test_a_revoked_token_and_one_of_an_inactive_account_open_nothing(
    engine: Engine, lan: Account
) -> None:
    with writing(engine) as conn:
        one, other = (api_tokens.add_token(conn, a_token(lan, text)) for text in ("1", "2"))
        assert api_tokens.revoke_token(conn, lan.id, one.id, MONDAY)
        assert not api_tokens.revoke_token(conn, lan.id, one.id, MONDAY)
        assert not api_tokens.revoke_token(conn, lan.id + 1, other.id, MONDAY)
        assert api_tokens.token_in_force(conn, one.token_sha256, MONDAY) is None
        assert api_tokens.token_in_force(conn, other.token_sha256, MONDAY) is not None
        accounts.set_active(conn, lan.id, False, MONDAY)
        assert api_tokens.token_in_force(conn, other.token_sha256, MONDAY) is None
        api_tokens.revoke_all(conn, lan.id, MONDAY)
        assert [t.revoked_at for t in api_tokens.tokens_of(conn, lan.id)] == [MONDAY, MONDAY]


def test_two_tokens_never_share_a_digest(engine: Engine, lan: Account) -> None:
    with writing(engine) as conn:
        api_tokens.add_token(conn, a_token(lan))
    with pytest.raises(IntegrityError), writing(engine) as conn:
        api_tokens.add_token(conn, a_token(lan))
