"""A measurement of a commune's line from start to stored, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.refused_steps import refuse_unless
from survey.saving import writable_round
from survey.store import journal, measurements, responses
from survey.store.database import writing
from survey.verification.measuring import Measurement
from survey.verification.speed_tickets import INVALID, Ticket, judged
from survey.viet_nam_time import day_began

# Three are needed; as many again for what fails or is doubted.
MOST_A_DAY = 6
TOO_MANY = Sentence(
    "Tài khoản này đã đo {n} lần hôm nay. Hãy đo tiếp vào ngày khác.",
    "This account has measured {n} times today. Measure again on another day.",
)


class TooMany(Refused):
    """The account has measured as often as it may in a day."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY.filled(n=MOST_A_DAY))


def begin(
    engine: Engine, account: Account, round_id: int, commune_code: str, *, new: str, at: datetime
) -> Ticket:
    """A ticket with the id ``new``. Raises Refused: too many today, or nothing may change now."""
    with writing(engine) as conn:
        refuse_unless_open(conn, round_id, commune_code, at)
        if measurements.tickets_since(conn, account.id, day_began(at)) >= MOST_A_DAY:
            raise TooMany
        measurements.add_ticket(conn, new, account.id, at)
    moment = at.timestamp()
    return Ticket(new, account.id, round_id, commune_code, moment, moment)


def step(
    engine: Engine, account: Account, before: Ticket, up: int, down: int, *, at: datetime
) -> Ticket:
    """The ticket with one more step of these bytes. Raises Refused where a ticket is handed in twice.

    Whoever could repeat a step until it went fast would choose what is measured.
    """
    refuse_other(before, account)
    after = before.after(up, down, at)
    with writing(engine) as conn:
        finished = measurements.is_used(conn, before.id)
        if finished or not measurements.take_step(conn, before.id, len(before.passes)):
            raise Refused(INVALID)
    return after


def record(
    engine: Engine, account: Account, ticket: Ticket, browser: Sequence[float], at: datetime
) -> None:
    """Store what a finished ticket measured; the same ticket again changes nothing. Raises Refused."""
    refuse_other(ticket, account)
    with writing(engine) as conn:
        if measurements.is_used(conn, ticket.id):
            return
        if measurements.steps_taken(conn, ticket.id) != len(ticket.passes):
            raise Refused(INVALID)
        refuse_unless_open(conn, ticket.round, ticket.commune, at)
        made = judged(ticket, browser, at)
        measurements.add_measurement(conn, ticket.id, ticket.round, ticket.commune, made)
        enter(conn, account, ticket, made)


def refuse_other(ticket: Ticket, account: Account) -> None:
    """Refuse a ticket that was made for someone else."""
    if (ticket.account, ticket.commune) != (account.id, account.commune_code):
        raise Refused(INVALID)


def refuse_unless_open(conn: Connection, round_id: int, commune_code: str, at: datetime) -> None:
    """Refuse where the commune's answers may not change: what is measured later can't count."""
    writable_round(conn, round_id, commune_code, at)
    response = responses.response_of(conn, round_id, commune_code)
    refuse_unless("save", commune_code, response.status)


def enter(conn: Connection, account: Account, ticket: Ticket, made: Measurement) -> None:
    """Enter the measurement in the journal."""
    detail = {"round": ticket.round, "download_mbps": made.download_mbps, "sent": made.sent}
    journal.enter(conn, made.at, account.sign_in, "line measured", ticket.commune, detail)
