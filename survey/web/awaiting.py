"""Long calculations: visitors wait a few seconds, then see a page that opens by itself once it is done."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread, local
from typing import Any, cast

from flask import Flask, Response, current_app, make_response, render_template, request

from forms.sentence import Sentence
from survey.operating.giving_back import give_back
from survey.web.failures import page
from survey.web.problems import for_program, problem

# As long as a page may take before people wonder; most calculations are done by then.
PATIENCE_SECONDS = 4.0
SECONDS_BETWEEN_LOOKS = 2
READS = ("GET", "HEAD")
NOT_YET = 503
# So few of a server's threads ever calculate for a page or wait for that: whoever saves an answer finds another.
AT_ONCE = 3
BUSY = Sentence(
    "Máy chủ đang tính số liệu cho người khác nên chưa làm việc này; chưa có gì thay đổi. Hãy đợi vài giây rồi thử lại.",
    "The server is calculating figures for others, so this was not done; nothing has changed. Wait a few seconds and try again.",
)


class StillCalculating(Exception):
    """What a page needs is being calculated, or soon will be."""


class Room:
    """Room for a few requests that calculate, or wait for what another does; nobody waits for room."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)
        self._mine = local()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Take room until the end; who has it already needs no more. Raises StillCalculating where there is none."""
        if getattr(self._mine, "entered", False):
            yield
            return
        if not self._free.acquire(blocking=False):
            raise StillCalculating
        self._mine.entered = True
        try:
            yield
        finally:
            self._mine.entered = False
            self._free.release()


@dataclass
class Awaited:
    """Calculations under way, by key: each in a thread of its own, shared by all who ask meanwhile."""

    room: Room = field(default_factory=Room)
    _running: dict[Hashable, Future[Any]] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def result(self, key: Hashable, make: Callable[[], Any], patience: float | None) -> Any:
        """What ``make`` gives, or whatever it raises. Raises StillCalculating after ``patience`` seconds.

        So it does at once where there is no room to wait. It goes on without its visitors, and must keep what it has
        made: the result is held here for those who wait, and no longer. A failure is held until somebody has seen it.
        """
        with self._busy:
            running = self._running.get(key)
            if running is None:
                running = self._running[key] = Future()
                Thread(target=self._carry_out, args=(key, running, make), daemon=True).start()
        try:
            with self.room.entered():
                fault = running.exception(patience)
        except TimeoutError:
            raise StillCalculating from None
        if fault is not None:
            self._forget(key, running)
            raise fault
        return running.result()

    def _carry_out(self, key: Hashable, running: Future[Any], make: Callable[[], Any]) -> None:
        try:
            running.set_result(make())
        except BaseException as fault:
            running.set_exception(fault)
        else:
            self._forget(key, running)
        # The thread ends here; what it freed would stay with it.
        give_back()

    def _forget(self, key: Hashable, running: Future[Any]) -> None:
        with self._busy:
            if self._running.get(key) is running:
                del self._running[key]


def awaited(key: Hashable, make: Callable[[], Any]) -> Any:
    """What ``make`` gives; a page that is only read does not wait for it longer than is usual."""
    running = cast(Awaited, current_app.extensions.setdefault("awaited", Awaited(room())))
    return running.result(key, make, patience())


def room() -> Room:
    """The room that there is in this process."""
    return cast(Room, current_app.extensions.setdefault("room", Room()))


def patience() -> float | None:
    """How many seconds this request waits: programs, and whoever sends something, until it is done."""
    if for_program() or request.method not in READS:
        return None
    return cast("float | None", current_app.config["PATIENCE"])


def show_waiting(app: Flask) -> None:
    """Show the page instead of what is not there yet."""
    app.config.setdefault("PATIENCE", PATIENCE_SECONDS)
    app.register_error_handler(StillCalculating, lambda _: waiting_page())


def waiting_page() -> Response:
    """It asks for the same address again without any script; a file in its place is no file yet.

    A program, and whoever sends something, is told to come again.
    """
    again = str(SECONDS_BETWEEN_LOOKS)
    if for_program():
        return problem(NOT_YET, BUSY, {"Retry-After": again})
    if request.method not in READS:
        answer = make_response(page(NOT_YET, BUSY))
    else:
        answer = make_response(render_template("waiting.html"), NOT_YET)
        answer.headers["Refresh"] = again
    answer.headers["Retry-After"] = again
    return answer
