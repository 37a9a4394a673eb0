"""Earlier rounds carried to today's communes, on both databases: hints, the ratchet, the list of communes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, Engine

from forms.answers import Answers
from survey.communes import Register, load_register
from survey.over_time.earlier import previous, verified_before
from survey.over_time.successions import Change, Succession
from survey.responses import Response, Revision, Status, Via
from survey.rounds import Round
from survey.store import communes, overview, responses
from survey.store.database import reading, writing
from survey.store.rounds import add_round
from survey.verification.counting import count
from survey.verification.findings import Basis, Finding, Outcome
from tests.builders import MONDAY, a_round, answered, the_questionnaire

QUESTIONNAIRE = the_questionnaire()
SINCE = date(2027, 7, 1)
HOAN_KIEM, CUA_NAM, BA_DINH, NGOC_HA = "00070", "00082", "00004", "00008"


@pytest.fixture
def rounds(engine: Engine) -> tuple[Round, Round]:
    """Two rounds; between them Ngọc Hà was merged into Ba Đình, and Cửa Nam re-coded to Hoàn Kiếm (made up)."""
    whole = load_register()
    four = {code: whole.communes[code] for code in (HOAN_KIEM, CUA_NAM, BA_DINH, NGOC_HA)}
    province = {"01": whole.provinces["01"]}
    later = {code: four[code] for code in (HOAN_KIEM, BA_DINH)}
    changes = tuple(
        Succession(code, old, SINCE, change, "made up")
        for code, old, change in (
            (BA_DINH, BA_DINH, Change.MERGED),
            (BA_DINH, NGOC_HA, Change.MERGED),
            (HOAN_KIEM, CUA_NAM, Change.RECODED),
        )
    )
    with writing(engine) as conn:
        communes.store_register(conn, Register(four, province))
        first = add_round(conn, a_round("Đợt 1"), "a")
        second = add_round(conn, replace(a_round("Đợt 2"), cutoff=date(2027, 9, 1)), "a")
        for code, computers in ((CUA_NAM, 20), (BA_DINH, 30), (NGOC_HA, 12)):
            approve(conn, first.id, code, answered(infra_pc_qualified=computers))
        communes.store_register(conn, Register(later, province, changes))
    return first, second


def approve(conn: Connection, round_id: int, code: str, answers: Answers) -> None:
    """An approved response with the number of computers verified."""
    claim = answers["infra_pc_qualified"]
    place = "Bình", MONDAY, 1
    found = Finding(
        "infra_pc_qualified", Outcome.VERIFIED, Basis.VISIT, "Đoàn 1.", claim, None, *place
    )
    revision = Revision(
        1, 0, MONDAY, "Bình", Via.PAGE, "approve", answers, (), code, findings=(found,)
    )
    response = Response(round_id, code, 1, Status.APPROVED, answers, updated_at=MONDAY)
    responses.append(conn, response, revision)


def stored(conn: Connection) -> Register:
    return communes.load_register(conn)


def test_the_register_comes_back_with_its_changes_and_without_what_is_gone(
    engine: Engine, rounds: tuple[Round, Round]
) -> None:
    with reading(engine) as conn:
        register = stored(conn)
        assert list(register.communes) == [BA_DINH, HOAN_KIEM]
        assert len(register.successions) == 3
        listed = [row.commune_code for row in overview.queue(conn, rounds[1].id, "01")]
        assert listed == [BA_DINH, HOAN_KIEM]


@pytest.mark.parametrize("whose", [None, (BA_DINH, HOAN_KIEM)])
def test_hints_and_verified_answers_follow_predecessors(
    engine: Engine, rounds: tuple[Round, Round], whose: tuple[str, ...] | None
) -> None:
    with reading(engine) as conn:
        place = conn, rounds[1].id, stored(conn), QUESTIONNAIRE, whose
        for found in (previous(*place), verified_before(*place)):
            assert found[BA_DINH] == answered(infra_pc_qualified=42)
            assert found[HOAN_KIEM] == answered(infra_pc_qualified=20)


def test_verified_equipment_of_predecessors_does_not_vanish_in_silence(
    engine: Engine, rounds: tuple[Round, Round]
) -> None:
    with reading(engine) as conn:
        earlier = verified_before(conn, rounds[1].id, stored(conn), QUESTIONNAIRE)[BA_DINH]
    claims = answered(infra_pc_qualified=35, skill_staff_total=60)
    assert count(QUESTIONNAIRE, claims, {}, (), earlier).answers["infra_pc_qualified"].value == 42


def test_what_a_commune_answered_since_the_merger_takes_the_place_of_its_predecessors(
    engine: Engine, rounds: tuple[Round, Round]
) -> None:
    with writing(engine) as conn:
        approve(conn, rounds[1].id, BA_DINH, answered(infra_pc_qualified=50))
        third = add_round(conn, replace(a_round("Đợt 3"), cutoff=date(2028, 9, 1)), "a")
    with reading(engine) as conn:
        found = previous(conn, third.id, stored(conn), QUESTIONNAIRE)
    assert found[BA_DINH] == answered(infra_pc_qualified=50)
    assert found[HOAN_KIEM] == answered(infra_pc_qualified=20)


def test_of_a_merger_nothing_is_carried_where_one_part_never_answered(
    engine: Engine, rounds: tuple[Round, Round]
) -> None:
    changes = (
        Succession(HOAN_KIEM, CUA_NAM, SINCE, Change.MERGED, "made up"),
        Succession(HOAN_KIEM, "99998", SINCE, Change.MERGED, "made up"),
    )
    with writing(engine) as conn:
        now = stored(conn)
        communes.store_register(conn, replace(now, successions=changes))
    with reading(engine) as conn:
        found = previous(conn, rounds[1].id, stored(conn), QUESTIONNAIRE)
    assert HOAN_KIEM not in found
