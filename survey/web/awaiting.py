"""Long calculations: visitors wait a few seconds, then see a page that opens by itself once it is done."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, cast

from flask import Flask, current_app, render_template, request

from survey.operating.giving_back import give_back
from survey.web.problems import for_program

# As long as a page may take before people wonder; most calculations are done by then.
PATIENCE_SECONDS = 4.0
SECONDS_BETWEEN_LOOKS = 2
NOT_YET = 503


class StillCalculating(Exception):
    """What a page needs is being calculated and will be there soon."""


@dataclass
class Awaited:
    """Calculations under way, by key: each in a thread of its own, shared by all who ask meanwhile."""

    _running: dict[Hashable, Future[Any]] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def result(self, key: Hashable, make: Callable[[], Any], patience: float | None) -> Any:
        """What ``make`` gives, or whatever it raises. Raises StillCalculating after ``patience`` seconds.

        It goes on without its visitors, and must keep what it has made: the result is held here for those
        who wait, and no longer. A failure is held until somebody has seen it.
        """
        with self._busy:
            running = self._running.get(key)
            if running is None:
                running = self._running[key] = Future()
                Thread(target=self._carry_out, args=(key, running, make), daemon=True).start()
        try:
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
    running = cast(Awaited, current_app.extensions.setdefault("awaited", Awaited()))
    return running.result(key, make, patience())


def patience() -> float | None:
    """How many seconds this request waits: programs, and whoever sends something, until it is done."""
    if for_program() or request.method not in ("GET", "HEAD"):
        return None
    return cast("float | None", current_app.config["PATIENCE"])


def show_waiting(app: Flask) -> None:
    """Show the page instead of what is not there yet."""
    app.config.setdefault("PATIENCE", PATIENCE_SECONDS)
    app.register_error_handler(StillCalculating, lambda _: waiting_page())


def waiting_page() -> tuple[str, int, dict[str, str]]:
    """It asks for the same address again without any script; a file in its place is no file yet."""
    again = str(SECONDS_BETWEEN_LOOKS)
    return render_template("waiting.html"), NOT_YET, {"Refresh": again, "Retry-After": again}
