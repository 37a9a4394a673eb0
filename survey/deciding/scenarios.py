"""A scenario as it is kept: who saved which figures under what name, for colleagues to open.

Its name can change and it can be taken off the list; it is never deleted, so that its address, which a letter
or the note of an edition may name, still says what was calculated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role

NO_NAME = Sentence(
    "Hãy đặt tên kịch bản, tối đa 120 ký tự.", "Give the scenario a name of at most 120 characters."
)
TAKEN = Sentence(
    "Đợt này đã có kịch bản tên “{name}” (kể cả kịch bản đã gỡ khỏi danh sách). Hãy đặt tên khác.",
    "This round has a scenario named “{name}” already, those off the list included. Choose another name.",
)
NOT_YOURS = Sentence(
    "Kịch bản này do {by} lưu. Chỉ người đã lưu hoặc quản trị viên mới đổi tên, gỡ được; hãy nhờ một trong hai người đó.",
    "This scenario was saved by {by}. Only that person or an administrator may rename it or take it off the list; ask one of them.",
)


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """``asked``: what its page's address asks for, as text. ``removed_at``: since when it is off the list."""

    id: int
    round_id: int
    name: str
    asked: str
    at: datetime
    by: str
    removed_at: datetime | None = None
    removed_by: str | None = None


def scenario_name(name: str) -> str:
    """A scenario's name, refused where it is empty or too long."""
    if not name.strip() or len(name.strip()) > 120:
        raise Refused(NO_NAME)
    return name.strip()


def may_change(scenario: SavedScenario, account: Account) -> bool:
    """Whoever saved it may, and every administrator."""
    return account.role is Role.ADMINISTRATOR or account.sign_in == scenario.by


def renamed(scenario: SavedScenario, name: str, by: Account) -> SavedScenario:
    """The scenario under another name. Raises Refused."""
    theirs(scenario, by)
    return replace(scenario, name=scenario_name(name))


def off_the_list(scenario: SavedScenario, by: Account, at: datetime) -> SavedScenario:
    """The scenario off the list since ``at``; since earlier where it was off already. Raises Refused."""
    theirs(scenario, by)
    if scenario.removed_at is not None:
        return scenario
    return replace(scenario, removed_at=at, removed_by=by.sign_in)


def on_the_list(scenario: SavedScenario, by: Account) -> SavedScenario:
    """The scenario on the list again. Raises Refused."""
    theirs(scenario, by)
    return replace(scenario, removed_at=None, removed_by=None)


def theirs(scenario: SavedScenario, account: Account) -> None:
    """Raises Refused where the account may not change the scenario."""
    if not may_change(scenario, account):
        raise Refused(NOT_YOURS.filled(by=scenario.by))
