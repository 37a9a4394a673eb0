"""An edition made while its orderer waits elsewhere: its progress stands in the database, for every process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from forms.sentence import Refused, Sentence
from survey.deciding.edition_making import Progress
from survey.deciding.editions import StoredEdition
from survey.deciding.orders import FAILED, Order
from survey.store import orders
from survey.store.database import writing

Clock = Callable[[], datetime]


class Make(Protocol):
    """What makes the edition, telling its progress."""

    def __call__(self, *, progress: Progress) -> StoredEdition:
        """Raises Refused, and then stores nothing."""


# Often enough to watch, seldom enough to leave the database to others.
BETWEEN_TELLINGS = timedelta(seconds=1)


def carry_out(engine: Engine, order: Order, make: Make, clock: Clock) -> None:
    """Make the edition; whatever happens is told in the order. Never raises."""
    try:
        made = make(progress=Teller(engine, order, clock))
    except Refused as refused:
        end(engine, order, clock, refused.sentence)
    except Exception:  # whatever it is, the orderer is told, and the log says what
        logging.getLogger(__name__).exception("edition order %s failed", order.id)
        end(engine, order, clock, FAILED)
    else:
        with writing(engine) as conn:
            orders.tell(conn, order.id, clock(), done=order.total, edition_id=made.id)


def end(engine: Engine, order: Order, clock: Clock, why: Sentence) -> None:
    """Tell that there will be no edition."""
    with writing(engine) as conn:
        orders.refuse(conn, order.id, clock(), why)


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
            with writing(self.engine) as conn:
                orders.tell(conn, self.order.id, now, done=done)
