"""Somebody at a browser of their own, on a phone, who answers as people do."""

from __future__ import annotations

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

STATES = {"NA": "not_applicable", "?": "unknown"}


class Person:
    """Somebody at a browser of their own."""

    def __init__(
        self, browser: Browser, address: str, sign_in: str, password: str, *, scripts: bool = True
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": 360, "height": 740},
            accept_downloads=True,
            locale="vi-VN",
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self.heard)
        self.address, self.name, self.password = address, sign_in, password
        self.sign_in()

    def heard(self, said: ConsoleMessage) -> None:
        """Keep what the browser complains of; a page refused with 422 is an answer, not a fault."""
        if said.type == "error" and "status of 422" not in said.text:
            self.faults.append(said.text)

    def sign_in(self) -> None:
        self.go("/sign-in")
        self.page.fill('[name="sign_in"]', self.name)
        self.page.fill('[name="password"]', self.password)
        self.page.click("main form button")
        expect(self.page.locator("form[action='/sign-out']")).to_have_count(1)

    def sign_out(self) -> None:
        """Sign out and see it done: first the device is cleared of what is this account's."""
        self.page.click("form[action='/sign-out'] button")
        expect(self.page.locator("form[action='/sign-out']")).to_have_count(0)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def answer(self, question_id: str, raw: str) -> None:
        """Type or choose one answer as a person would; ``NA`` and ``?`` are the two other states."""
        state = self.page.locator(f'select[name="{question_id}--state"]')
        if not state.count():
            self.page.locator(f'input[name="{question_id}"][value="{raw}"]').check()
            return
        self.page.fill(f'[name="{question_id}"]', "" if raw in STATES else raw)
        state.select_option(STATES.get(raw, ""))

    def explain(self, question_id: str, reason: str) -> None:
        """Say why a doubted answer is right all the same."""
        self.page.fill(f'[name="{question_id}--reason"]', reason)

    def save(self) -> None:
        """Save and go on, to wherever that leads."""
        with self.page.expect_navigation():
            self.page.click("main form .buttons button >> nth=0")

    def save_here(self) -> None:
        """Save and stay on the page."""
        with self.page.expect_navigation():
            self.page.click('button[value="stay"]')

    def value(self, question_id: str) -> str:
        """What a field shows."""
        return self.page.input_value(f'[name="{question_id}"]')
