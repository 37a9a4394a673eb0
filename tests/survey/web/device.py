"""A device reduced to what syncing is: JSON posted with the token and a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.visitor import Visitor

Fields = list[str]


def typed(value: str = "", state: str = "", note: str = "", reason: str = "") -> Fields:
    """The four fields of a question as they stand on the page."""
    return [value, state, note, reason]


@dataclass
class Device:
    """Somebody's browser, after one visit."""

    visitor: Visitor
    account: int
    version: str

    def standing(self, status: int = 200) -> dict[str, Any]:
        """What the server says of the response."""
        answer = self.visitor.client.get("/survey/sync")
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def post(self, path: str, sent: object, status: int = 200, *, token: bool = True) -> Any:
        """Send JSON as the script does."""
        headers = {"X-CSRFToken": self.visitor.token()} if token else {}
        answer = self.visitor.client.post(path, json=sent, headers=headers)
        assert answer.status_code == status, (answer.status, answer.text)
        return answer.get_json()

    def save(
        self, changes: dict[str, Fields], status: int = 200, base: int = 0, **other: object
    ) -> Any:
        """Send changes made from revision ``base``."""
        sent = {
            "account": self.account,
            "round": 1,
            "version": self.version,
            "base": base,
            "known": base,
            "key": "a1b2c3d4e5f60718",
            "changes": changes,
            **other,
        }
        return self.post("/survey/sync", sent, status)

    def submit(self, revision: int, status: int = 200, **other: object) -> Any:
        """Send a queued submission, checked at this revision."""
        sent = {"account": self.account, "round": 1, "key": "f0e1d2c3b4a59687"}
        return self.post("/survey/sync/submit", {**sent, "revision": revision, **other}, status)
