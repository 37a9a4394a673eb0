"""Who may do what: the roles, and the whole permission table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from survey.communes import Commune


class Role(StrEnum):
    """What an account is for; an officer belongs to a commune, a reviewer to a province."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Step(StrEnum):
    """What can be done."""

    FILL = "fill"
    FILL_FOR = "fill_for"
    SUBMIT = "submit"
    SIGN_OFF = "sign_off"
    READ_RESPONSE = "read_response"
    READ_EVIDENCE = "read_evidence"
    REVIEW = "review"
    VERIFY = "verify"
    RULE_TIME = "rule_time"
    DISCUSS = "discuss"
    DECIDE = "decide"
    KEEP_SCENARIOS = "keep_scenarios"
    TAKE_AWAY = "take_away"
    PUBLISH = "publish"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. ``sign_in`` is unique whatever its letter case.

    A ``leader`` is an officer who signs off for the commune; a deputy's account lasts ``until`` a day. An ``erased``
    one names nobody any more and is closed for good.
    """

    id: int
    sign_in: str
    name: str
    role: Role
    commune_code: str | None = None
    province_code: str | None = None
    active: bool = True
    must_change_password: bool = False
    second_factor: bool = False
    leader: bool = False
    until: date | None = None
    erased: bool = False

    def lasts(self, day: date) -> bool:
        """Whether the account may sign in on this day (Viet Nam's): active, and neither over nor erased."""
        return self.active and not self.over(day) and not self.erased

    def over(self, day: date) -> bool:
        """Whether the account was a deputy's whose last day has passed on this day (Viet Nam's)."""
        return self.until is not None and day > self.until


def own_commune(account: Account, commune: Commune) -> bool:
    """The commune that the account belongs to."""
    return account.commune_code == commune.code


def led_commune(account: Account, commune: Commune) -> bool:
    """The commune that the account's person leads."""
    return account.leader and own_commune(account, commune)


def own_province(account: Account, commune: Commune) -> bool:
    """A commune of the account's province."""
    return account.province_code == commune.province_code


def whole_country(_account: Account, _commune: Commune) -> bool:
    """Every commune."""
    return True


# Whoever sees the whole country or lets people in proves it twice, where SECOND_FACTOR is required.
PROVEN_TWICE = (Role.ANALYST, Role.ADMINISTRATOR)


# Role × step → for which communes. A pair that does not stand here is refused.
PERMITTED: dict[tuple[Role, Step], Callable[[Account, Commune], bool]] = {
    (Role.OFFICER, Step.FILL): own_commune,
    (Role.OFFICER, Step.SUBMIT): own_commune,
    # Where a round asks for it, before submitting.
    (Role.OFFICER, Step.SIGN_OFF): led_commune,
    (Role.OFFICER, Step.READ_RESPONSE): own_commune,
    # Documents of offices may name people: only those who work on the answers open them.
    (Role.OFFICER, Step.READ_EVIDENCE): own_commune,
    (Role.REVIEWER, Step.READ_EVIDENCE): own_province,
    (Role.ANALYST, Step.READ_EVIDENCE): whole_country,
    (Role.REVIEWER, Step.READ_RESPONSE): own_province,
    # Excel forms that communes gave to the province; submitting stays with the commune.
    (Role.REVIEWER, Step.FILL_FOR): own_province,
    (Role.REVIEWER, Step.REVIEW): own_province,
    (Role.REVIEWER, Step.VERIFY): own_province,
    (Role.OFFICER, Step.DISCUSS): own_commune,
    (Role.REVIEWER, Step.DISCUSS): own_province,
    # Who may extend a commune's time, lock its response and unlock it.
    (Role.REVIEWER, Step.RULE_TIME): own_province,
    (Role.ADMINISTRATOR, Step.RULE_TIME): whole_country,
    (Role.ANALYST, Step.READ_RESPONSE): whole_country,
    # The ministry audits where it likes.
    (Role.ANALYST, Step.VERIFY): whole_country,
    (Role.ANALYST, Step.DECIDE): whole_country,
    # Their names and whether they are on the list: each analyst's own, and an administrator's all (survey/deciding/scenarios.py).
    (Role.ANALYST, Step.KEEP_SCENARIOS): whole_country,
    (Role.ADMINISTRATOR, Step.KEEP_SCENARIOS): whole_country,
    # Figures by the API, whatever the token: a province's programs see no more than its people.
    (Role.REVIEWER, Step.TAKE_AWAY): own_province,
    (Role.ANALYST, Step.TAKE_AWAY): whole_country,
    (Role.ANALYST, Step.PUBLISH): whole_country,
    (Role.ADMINISTRATOR, Step.READ_RESPONSE): whole_country,
    (Role.ADMINISTRATOR, Step.ADMINISTER): whole_country,
}


def may(account: Account, step: Step, commune: Commune | None = None) -> bool:
    """Whether the account may take the step, for this commune where one is meant."""
    permitted = PERMITTED.get((account.role, step))
    if permitted is None or not account.active or account.erased:
        return False
    return commune is None or permitted(account, commune)
