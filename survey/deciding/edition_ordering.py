"""An edition made while its orderer waits elsewhere: its progress stands in the database, for every process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from forms.sentence import Refused, Sentence
from survey.deciding.edition_making import Ended, Progress
from survey.deciding.editions import StoredEdition
from survey.deciding.orders import FAILED, Order
from survey.store import orders
from survey.store.database import writing
from survey.store.failing import passes

Clock = Callable[[], datetime]
LOG = logging.getLogger(__name__)


class Make(Protocol):
    """What makes the edition, telling its progress; ``ended`` is told in the transaction that stores it."""

    def __call__(self, *, progress: Progress, ended: Ended) -> StoredEdition:
        """Raises Refused, and then stores nothing."""


# Often enough to watch, seldom enough to leave the database to others.
BETWEEN_TELLINGS = timedelta(seconds=1)


def carry_out(engine: Engine, order: Order, make: Make, clock: Clock) -> None:
    """Make the edition, with which the order ends; else it is told why there is none. Never raises."""

    def ended(conn: Connection, made: StoredEdition) -> None:
        orders.tell(conn, order.id, clock(), done=order.total, edition_id=made.id)

    try:
        make(progress=Teller(engine, order, clock), ended=ended)
    except Refused as refused:
        end(engine, order, clock, refused.sentence)
    except Exception:  # whatever it is, the orderer is told, and the log says what
        LOG.exception("edition order %s failed", order.id)
        end(engine, order, clock, FAILED)


def end(engine: Engine, order: Order, clock: Clock, why: Sentence) -> None:
    """Tell that there will be no edition. Where that cannot be told, the order falls silent, which says so too."""
    try:
        with writing(engine) as conn:
            orders.refuse(conn, order.id, clock(), why)
    except SQLAlchemyError:
        LOG.exception("how edition order %s ended could not be stored", order.id)


class Teller:
    """Writes down how many draws are done, once a second at the most."""

    def __init__(self, engine: Engine, order: Order, clock: Clock) -> None:
        self.engine, self.order, self.clock = engine, order, clock
        self.told = order.at

    def __call__(self, done: int, _total: int) -> None:
        """``done`` draws are done."""
        now = self.clock()
        if now - self.told >= BETWEEN_TELLINGS:
            self.told = now
            try:
                with writing(self.engine) as conn:
                    orders.tell(conn, self.order.id, now, done=done)
            except SQLAlchemyError as fault:
                if not passes(fault):
                    raise
                LOG.warning("how far edition order %s is could not be stored", self.order.id)
