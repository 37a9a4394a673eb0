"""One measurement as it runs: a ticket that only the server can write goes back and forth.

Every step hands the last ticket in and gets the next one behind the bytes that it asked for, so that
the time between the two is also measured by the server. A ticket is good for half a minute.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from forms.sentence import Refused, Sentence
from forms.signing import is_signed, signature_of
from survey.verification.measuring import Measurement

MOST_BYTES = 5_000_000
MOST_SECONDS = 30
MOST_STEPS = 24
PURPOSE = "speed ticket"
# One round trip is on every step; a step may not become nothing by taking it off.
LEAST_SHARE = 0.2
# How far the browser's clock and the server's may be apart: both see the same step, from two ends.
APART, APART_MS = 0.5, 150
INVALID = Sentence(
    "Lần đo này không còn hiệu lực. Hãy bấm đo lại.",
    "This measurement is no longer valid. Press the button to measure again.",
)
TOO_MUCH = Sentence(
    "Lần đo đã dùng hết 5 MB cho phép. Hãy bấm đo lại.",
    "This measurement has used the 5 MB that it may. Press the button to measure again.",
)
CONTRADICTION = Sentence(
    "Thời gian trình duyệt đo được không khớp với máy chủ nên chưa ghi kết quả. Hãy đóng bớt trang rồi đo lại.",
    "The browser's times do not agree with the server's, so nothing was recorded. Close other pages and measure again.",
)


@dataclass(frozen=True, slots=True)
class Pass:
    """One step: bytes up and down, and the milliseconds from the ticket before to this step's arrival."""

    up: int
    down: int
    gap: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a measurement has done so far; moments are seconds of the server's clock."""

    id: str
    account: int
    round: int
    commune: str
    began: float
    issued: float
    passes: tuple[Pass, ...] = ()

    @property
    def sent(self) -> int:
        """Bytes of both directions so far."""
        return sum(each.up + each.down for each in self.passes)

    def after(self, up: int, down: int, arrived: datetime) -> Ticket:
        """The ticket with one more step. Raises Refused where that is more than it may be."""
        now = arrived.timestamp()
        if not 0 <= now - self.began <= MOST_SECONDS or len(self.passes) >= MOST_STEPS:
            raise Refused(INVALID)
        if self.sent + up + down > MOST_BYTES:
            raise Refused(TOO_MUCH)
        step = Pass(up, down, 1000 * (now - self.issued))
        return replace(self, passes=(*self.passes, step))

    def written(self, issued: datetime, secret: str) -> str:
        """The ticket as it goes out at this moment, signed."""
        steps = [[each.up, each.down, round(each.gap, 3)] for each in self.passes]
        place = [self.id, self.account, self.round, self.commune, self.began]
        content = json.dumps([*place, issued.timestamp(), steps], separators=(",", ":"))
        text = urlsafe_b64encode(content.encode()).decode()
        return f"{text}.{signature_of(text, purpose=PURPOSE, secret=secret)}"


def read_ticket(written: str, secret: str) -> Ticket:
    """The ticket as it was written. Raises Refused where it is not one of ours."""
    text, _, signature = written.rpartition(".")
    if not text or not is_signed(text, signature, purpose=PURPOSE, secret=secret):
        raise Refused(INVALID)
    name, account, asked_in, commune, began, issued, steps = json.loads(urlsafe_b64decode(text))
    passes = tuple(Pass(*step) for step in steps)
    return Ticket(name, account, asked_in, commune, began, issued, passes)


def judged(ticket: Ticket, browser: Sequence[float], arrived: datetime) -> Measurement:
    """The measurement of a finished ticket; ``browser`` are its milliseconds of each step.

    Speeds are those of the largest step of each direction, less one round trip. Raises Refused where
    a direction is missing, or where browser and server do not agree.
    """
    last = ticket.after(0, 0, arrived).passes
    steps = last[:-1]
    if len(browser) != len(steps) or not all(0 < each < 1000 * MOST_SECONDS for each in browser):
        raise Refused(INVALID)
    server = [server_ms(last, place) for place in range(len(steps))]
    idle = [place for place, each in enumerate(steps) if each.up + each.down == 0]
    if not idle:
        raise Refused(INVALID)
    mine = [browser[place] for place in idle]
    # What follows an empty step must not be an upload, whose time would be counted in.
    ours = [server[place] for place in idle if not last[place + 1].up] or mine
    down, up = largest([each.down for each in steps]), largest([each.up for each in steps])
    for place in (down, up):
        refuse_apart(browser[place], server[place])
    return Measurement(
        arrived,
        round(max(0.1, median(mine)), 1),
        speed(steps[down].down, browser[down], median(mine)),
        speed(steps[up].up, browser[up], median(mine)),
        speed(steps[down].down, server[down], median(ours)),
        speed(steps[up].up, server[up], median(ours)),
        ticket.sent,
    )


def server_ms(passes: Sequence[Pass], place: int) -> float:
    """How long the step took by the server's clock: an upload until it came, else until the next came."""
    return passes[place].gap if passes[place].up else passes[place + 1].gap


def largest(sizes: Sequence[int]) -> int:
    """The place of the largest step. Raises Refused where all are empty."""
    if not any(sizes):
        raise Refused(INVALID)
    return max(range(len(sizes)), key=lambda place: (sizes[place], place))


def refuse_apart(browser: float, server: float) -> None:
    """Refuse a step that the two ends saw too differently."""
    if not APART * server - APART_MS <= browser <= server / APART + APART_MS:
        raise Refused(CONTRADICTION)


def speed(sent: int, milliseconds: float, latency: float) -> float:
    """Mbit/s of so many bytes in this time, less one round trip; two decimals, at least 0.01."""
    spent = max(milliseconds - latency, LEAST_SHARE * milliseconds, 0.01)
    return max(0.01, round(8 * sent / spent / 1000, 2))
