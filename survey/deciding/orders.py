"""An edition that was ordered on a page: how far it is, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forms.sentence import Sentence

# Longer than any step between two signs of life; a process that was ended gives none.
SILENCE = timedelta(minutes=2)
BUSY = Sentence(
    "Đang lập ấn bản “{name}”. Hãy đợi lập xong (khoảng một phút) rồi lập tiếp.",
    "The edition “{name}” is being made. Wait until it is done, about a minute, then make yours.",
)
FAILED = Sentence(
    "Hệ thống gặp lỗi khi lập ấn bản; chưa có gì được lưu. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên.",
    "The system failed while making the edition; nothing was stored. Try again; if it still fails, tell the administrator.",
)


class OrderState(StrEnum):
    """Working, until it is made, refused, or nobody works on it any more."""

    WORKING = "working"
    MADE = "made"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Order:
    """``asked``: the scenario's address; ``done`` of ``total`` draws; ``seen``: its last sign of life."""

    id: int
    round_id: int
    name: str
    asked: str
    by: str
    at: datetime
    done: int
    total: int
    seen: datetime
    edition_id: int | None = None
    refusal: Sentence | None = None

    def state(self, now: datetime) -> OrderState:
        """Where it stands at this moment."""
        if self.edition_id is not None:
            return OrderState.MADE
        if self.refusal is not None:
            return OrderState.REFUSED
        return OrderState.WORKING if now - self.seen < SILENCE else OrderState.STOPPED
