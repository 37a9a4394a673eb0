"""Whose program asks: the bearer token of a request, its account, and how often it may ask."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import cast

from flask import current_app, g, request
from sqlalchemy import Engine

from survey.accounts import Account
from survey.signing_in.api_tokens import digest_of
from survey.store import paces
from survey.store.api_tokens import token_in_force
from survey.store.database import reading, writing
from survey.store.failing import NOT_STORED
from survey.store.paces import Pace
from survey.web.state import engine
from survey.web.throttling import digest

# Three hundred at once, then five a second; a process takes ten of them at a time, so that one in ten writes.
PACE = Pace(every=timedelta(seconds=0.2), at_once=300)
AT_A_TIME = 10


@dataclass
class Allowance:
    """How often each token may ask: counted in the database, where all processes of all hosts agree on it.

    What a process has taken and not used stays its own: at most ten requests of a token.
    """

    pace: Pace = PACE
    _taken: Counter[int] = field(default_factory=Counter)
    _busy: Lock = field(default_factory=Lock)

    def wait(self, database: Engine, token_id: int, at: datetime) -> int:
        """Count one request; seconds to wait where it is one too many, else 0."""
        with self._busy:
            if self._taken[token_id]:
                self._taken[token_id] -= 1
                return 0
        key = digest(f"api {token_id}")
        with reading(database) as conn:
            left = paces.wait(conn, key, self.pace, at)
        if left > paces.NOW:
            return ceil(left.total_seconds())
        # Figures can be read while the disk takes no more, too.
        with contextlib.suppress(*NOT_STORED):
            self.take(database, token_id, key, at)
        return 0

    def take(self, database: Engine, token_id: int, key: str, at: datetime) -> None:
        """Take what is free, this request among it."""
        with writing(database) as conn:
            number = max(1, min(AT_A_TIME, paces.free(conn, key, self.pace, at)))
            paces.take(conn, key, self.pace, at, number)
        with self._busy:
            self._taken[token_id] += number - 1


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
    return cast(Allowance, kept).wait(engine(), g.token.id, g.now)
