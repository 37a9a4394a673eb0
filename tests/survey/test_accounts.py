"""The permission table, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.accounts import Role, Step, may
from tests.builders import a_commune, an_account

OWN, NEIGHBOUR, ELSEWHERE = a_commune("00004"), a_commune("00008"), a_commune("02728", "15")
ACCOUNTS = {
    Role.OFFICER: an_account(Role.OFFICER, commune_code="00004"),
    Role.REVIEWER: an_account(Role.REVIEWER, province_code="01"),
    Role.ANALYST: an_account(Role.ANALYST),
    Role.ADMINISTRATOR: an_account(Role.ADMINISTRATOR),
}
# For each step: who may, in the own commune, in another of the province, and elsewhere.
MAY = {
    Step.FILL: {Role.OFFICER: "yes no no"},
    Step.FILL_FOR: {Role.REVIEWER: "yes yes no"},
    Step.SUBMIT: {Role.OFFICER: "yes no no"},
    # Only where the officer leads the commune: see below.
    Step.SIGN_OFF: {},
    Step.READ_RESPONSE: {
        Role.OFFICER: "yes no no",
        Role.REVIEWER: "yes yes no",
        Role.ANALYST: "yes yes yes",
        Role.ADMINISTRATOR: "yes yes yes",
    },
    Step.READ_EVIDENCE: {
        Role.OFFICER: "yes no no",
        Role.REVIEWER: "yes yes no",
        Role.ANALYST: "yes yes yes",
    },
    Step.REVIEW: {Role.REVIEWER: "yes yes no"},
    Step.VERIFY: {Role.REVIEWER: "yes yes no", Role.ANALYST: "yes yes yes"},
    Step.DISCUSS: {Role.OFFICER: "yes no no", Role.REVIEWER: "yes yes no"},
    Step.RULE_TIME: {Role.REVIEWER: "yes yes no", Role.ADMINISTRATOR: "yes yes yes"},
    Step.DECIDE: {Role.ANALYST: "yes yes yes"},
    Step.KEEP_SCENARIOS: {Role.ANALYST: "yes yes yes", Role.ADMINISTRATOR: "yes yes yes"},
    Step.PUBLISH: {Role.ANALYST: "yes yes yes"},
    Step.TAKE_AWAY: {Role.REVIEWER: "yes yes no", Role.ANALYST: "yes yes yes"},
    Step.ADMINISTER: {Role.ADMINISTRATOR: "yes yes yes"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("step", Step)
def test_each_role_may_take_each_step_exactly_where_the_table_says(role: Role, step: Step) -> None:
    expected = MAY[step].get(role, "no no no").split()
    for commune, answer in zip((OWN, NEIGHBOUR, ELSEWHERE), expected, strict=True):
        assert may(ACCOUNTS[role], step, commune) is (answer == "yes")


def test_a_leader_signs_off_for_the_own_commune_alone_and_else_is_an_officer() -> None:
    leader = replace(ACCOUNTS[Role.OFFICER], leader=True)
    assert [may(leader, Step.SIGN_OFF, each) for each in (OWN, NEIGHBOUR, ELSEWHERE)] == [
        True,
        False,
        False,
    ]
    assert may(leader, Step.FILL, OWN)
    assert not may(leader, Step.REVIEW, OWN)


def test_a_deputys_account_lasts_to_the_end_of_its_day() -> None:
    deputy = replace(ACCOUNTS[Role.OFFICER], until=date(2026, 11, 30))
    assert deputy.lasts(date(2026, 11, 30))
    assert not deputy.lasts(date(2026, 12, 1))
    assert not replace(deputy, active=False).lasts(date(2026, 11, 1))


def test_an_erased_account_opens_nothing_even_where_it_stands_as_active() -> None:
    erased = replace(ACCOUNTS[Role.ANALYST], erased=True)
    assert erased.active
    assert not erased.lasts(date(2026, 11, 1))
    assert not any(may(erased, step) for step in Step)


@pytest.mark.parametrize("role", Role)
def test_a_deactivated_account_may_do_nothing(role: Role) -> None:
    gone = replace(ACCOUNTS[role], active=False)
    assert not any(may(gone, step, OWN) for step in Step)
