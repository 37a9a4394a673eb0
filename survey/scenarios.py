"""A scenario as it is kept: who saved which figures under what name, for colleagues to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forms.sentence import Refused, Sentence

NO_NAME = Sentence(
    "Hãy đặt tên kịch bản, tối đa 120 ký tự.", "Give the scenario a name of at most 120 characters."
)
TAKEN = Sentence(
    "Đợt này đã có kịch bản tên “{name}”. Hãy đặt tên khác.",
    "This round has a scenario named “{name}” already. Choose another name.",
)


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """``asked``: what its page's address asks for, as text."""

    id: int
    round_id: int
    name: str
    asked: str
    at: datetime
    by: str


def scenario_name(name: str) -> str:
    """A scenario's name, refused where it is empty or too long."""
    if not name.strip() or len(name.strip()) > 120:
        raise Refused(NO_NAME)
    return name.strip()
