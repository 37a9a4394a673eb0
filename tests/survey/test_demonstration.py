"""The demonstration: every commune, every state, in a minute, and all of it marked as simulated."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from reports.editions.rows import table_of
from survey.accounts import Role
from survey.responses import Status
from survey.signing_in.passwords import verify_password
from survey.simulated.demonstration import OFFICERS_COMMUNE, PASSWORD, demonstrate
from survey.store import (
    accounts,
    editions,
    journal,
    measurements,
    overview,
    responses,
    rounds,
    scenarios,
)
from survey.store.database import engine_for, reading
from survey.store.findings import findings_made
from survey.verification.findings import Outcome
from survey.verification.measuring import measured
from tests.builders import MUONG_HUM, the_questionnaire

pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, float]:
    """The database and how many seconds it took."""
    place: Path = tmp_path_factory.mktemp("demonstration") / "demo.db"
    engine = engine_for(f"sqlite:///{place}")
    began = time.perf_counter()
    done = list(demonstrate(engine, datetime(2026, 11, 2, tzinfo=UTC)))
    assert done[-1] == 3321
    assert done == sorted(done)
    return engine, time.perf_counter() - began


def test_all_communes_load_within_a_minute(demonstration: tuple[Engine, float]) -> None:
    assert demonstration[1] <= 60


def test_responses_stand_in_every_state_of_a_simulated_round(
    demonstration: tuple[Engine, float],
) -> None:
    with reading(demonstration[0]) as connection:
        current = rounds.current_round(connection)
        assert current is not None
        assert current.simulated
        counts = overview.counts_by_status(connection, current.id)
    assert sum(counts.values()) == 3321
    assert all(counts[status] > 50 for status in (None, *Status))


def test_the_officer_of_the_demonstration_has_everything_still_to_do(
    demonstration: tuple[Engine, float],
) -> None:
    assert OFFICERS_COMMUNE == MUONG_HUM
    with reading(demonstration[0]) as connection:
        assert responses.response_of(connection, 1, MUONG_HUM).revision == 0


def test_there_is_one_account_of_each_role_with_the_printed_password(
    demonstration: tuple[Engine, float],
) -> None:
    with reading(demonstration[0]) as connection:
        found = accounts.all_accounts(connection, limit=10)
        hashes = [accounts.password_hash_of(connection, each.id) for each in found]
    assert {each.role for each in found} == set(Role)
    assert all(verify_password(each, PASSWORD) for each in hashes)


def test_a_returned_response_has_the_reviewers_words_and_an_approved_one_its_history(
    demonstration: tuple[Engine, float],
) -> None:
    with reading(demonstration[0]) as connection:
        rows = overview.queue(connection, 1)
        returned = next(row for row in rows if row.status is Status.RETURNED)
        response = responses.response_of(connection, 1, returned.commune_code)
        approved = next(row for row in rows if row.status is Status.APPROVED)
        history = responses.revisions_of(connection, 1, approved.commune_code)
        assert journal.verify(connection) is None
    assert response.comments
    assert [revision.step for revision in history][-1] == "approve"


def test_some_answers_of_approved_responses_are_verified_and_some_found_to_be_others(
    demonstration: tuple[Engine, float],
) -> None:
    with reading(demonstration[0]) as connection:
        made = findings_made(connection, 1)
        approved = overview.approved_answers(connection, 1)
    assert set(made) <= set(approved)
    assert len(approved) / 5 < len(made) < len(approved) / 3
    outcomes = [each.outcome for findings in made.values() for each in findings]
    assert outcomes.count(Outcome.AUDITED) > 100
    assert outcomes.count(Outcome.VERIFIED) > outcomes.count(Outcome.AUDITED)
    assert all(each.stands(approved[code]) for code, found in made.items() for each in found)


def test_the_budget_is_said_to_be_invented_and_leaves_out_a_good_part_of_the_ranked_communes(
    demonstration: tuple[Engine, float],
) -> None:
    with reading(demonstration[0]) as connection:
        edition = editions.edition_by_id(connection, 1)
        table = table_of(editions.rows_of_edition(connection, 1))
        (saved,) = scenarios.scenarios_of(connection, 1)
    assert "giả định" in edition.name
    ranked = table[table["rank"].notna()]
    assert 0.4 < ranked["funded"].astype(bool).mean() < 0.7
    assert saved.asked == "from=1&budget=80000"


def test_some_lines_are_measured_so_that_claims_and_measurements_can_be_compared(
    demonstration: tuple[Engine, float],
) -> None:
    asked = the_questionnaire().by_id["conn_down_mbps"]
    with reading(demonstration[0]) as connection:
        made = measurements.measurements_made(connection, 1)
        approved = {
            row.commune_code: responses.response_of(connection, 1, row.commune_code)
            for row in overview.queue(connection, 1)[:600]
            if row.status is Status.APPROVED and row.commune_code in made
        }
    assert 1000 <= len(made) <= 1600
    assert MUONG_HUM not in made
    known = [
        (found, response.answers[asked.id])
        for code, response in approved.items()
        if (found := measured(asked, made[code])) is not None
    ]
    same = sum(found.equals(answer) for found, answer in known)
    assert 0.4 <= same / len(known) <= 0.8
