"""Whose program asks: the bearer token of a request, its account, and how often it may ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import cast

from flask import current_app, g, request

from survey.accounts import Account
from survey.api_tokens import digest_of
from survey.store.api_tokens import token_in_force
from survey.store.database import reading
from survey.web.state import engine

PER_MINUTE = 300
MINUTE = 60


@dataclass
class Allowance:
    """How often each token asked in this minute, in this process."""

    per_minute: int = PER_MINUTE
    _minute: int = 0
    _asked: Counter[int] = field(default_factory=Counter)
    _busy: Lock = field(default_factory=Lock)

    def wait(self, token_id: int, at: datetime) -> int:
        """Count one request; seconds to wait where it is one too many, else 0."""
        minute, second = divmod(int(at.timestamp()), MINUTE)
        with self._busy:
            if minute != self._minute:
                self._minute, self._asked = minute, Counter()
            self._asked[token_id] += 1
            return MINUTE - second if self._asked[token_id] > self.per_minute else 0


def know_token() -> Account | None:
    """Set ``g.token`` from the request; its account, None where the token opens nothing."""
    g.token = None
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        return None
    with reading(engine()) as conn:
        found = token_in_force(conn, digest_of(sent.token), g.now)
    if found is None:
        return None
    g.token, account = found
    return account


def must_wait() -> int:
    """Seconds that this request's token must wait before it asks again; 0 where it need not."""
    kept = current_app.extensions.setdefault("allowance", Allowance())
    return cast(Allowance, kept).wait(g.token.id, g.now)
