"""A real server and a real browser: Debian's chromium, headless, over loopback only."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from waitress.server import create_server

from survey.app import create_app
from survey.settings import read_settings
from tests.stopping import stop

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers, one in a process; a newcomer's machine may lack chromium, the gate's may not."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: the gate must install it")
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


class Served:
    """An application served by waitress on a free loopback port, in a thread of this process."""

    def __init__(self, database: Path, instance: Path, port: int = 0, **given: str) -> None:
        environment = {
            "DATABASE_URL": f"sqlite:///{database}",
            "SECRET_KEY": "s" * 64,
            "SECOND_FACTOR": "off",
            **given,
        }
        self.app = create_app(read_settings(environment, instance))
        # A test on a busy machine waits for the page itself.
        self.app.config["PATIENCE"] = None
        self.port = port

    @property
    def address(self) -> str:
        """Where the application is; the same after the line was cut."""
        return f"http://127.0.0.1:{self.port}"

    def restore(self) -> None:
        """Serve, again on the same port after a cut."""
        self.server = create_server(self.app, host="127.0.0.1", port=self.port, threads=4)
        self.port = self.server.effective_port
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def cut(self) -> None:
        """Nobody answers any more. A request that the browser has just sent is finished before."""
        stop(self.server, self.thread)

    def __enter__(self) -> Served:
        self.restore()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.app.config["ENGINE"].dispose()
