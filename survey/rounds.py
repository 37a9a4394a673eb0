"""A round: one survey of all communes, on one frozen questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.sentence import Refused, Sentence


class RoundState(StrEnum):
    """Whether anything of the round may change."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """``opens`` and ``closes`` are the first and the announced last day; ``cutoff`` dates the figures.

    Communes write until the end of ``closes`` by Viet Nam's clock, or longer where their province
    grants it (:mod:`survey.deadlines`); reviewers decide until a person closes the round. With ``sign_off``
    a leader of the commune signs off before it submits.
    """

    id: int
    name: str
    questionnaire_id: str
    questionnaire_version: str
    cutoff: date
    opens: date
    closes: date
    state: RoundState = RoundState.OPEN
    simulated: bool = False
    sign_off: bool = False

    def days_left(self, today: date) -> int:
        """Days until the announced last day; negative after it."""
        return (self.closes - today).days


class RoundClosed(Refused):
    """The round takes no more answers or decisions."""

    def __init__(self, closed: Round) -> None:
        super().__init__(
            Sentence(
                "Đợt khảo sát “{name}” đã đóng nên phiếu không thay đổi được. Nội dung chưa lưu vẫn ở "
                "trang trước; hãy liên hệ quản trị nếu cần mở lại đợt.",
                "The round “{name}” is closed, so the response cannot change. What was not saved is "
                "still on the page before; ask the administrator if the round must be reopened.",
            ).filled(name=closed.name)
        )


def refuse_if_closed(asked: Round) -> None:
    """Raise :class:`RoundClosed` where the round takes no more changes."""
    if asked.state is not RoundState.OPEN:
        raise RoundClosed(asked)
