"""Until when a commune may write: the one rule, and every door that obeys it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.answers import Answer
from forms.answers_table import AnswersTable, Row
from forms.attached_files import read_file
from forms.sentence import Refused
from survey.accounts import Account, Role
from survey.communes import load_register
from survey.deadlines import (
    Ruling,
    RulingKind,
    Term,
    extend,
    hindrance,
    lock,
    term_of,
    unlock,
)
from survey.evidence_files.attaching import Place, attach, withdraw
from survey.importing import Import, apply
from survey.responses import Via
from survey.rounds import RoundState
from survey.ruling import rule
from survey.saving import Save, save_answers
from survey.stepping import submit_response
from survey.store import attachments, journal, rounds
from survey.store.database import reading, writing
from survey.store.files import Files
from survey.store.schema import rounds as table
from survey.taking import Handed, accept, compare
from survey.verification.recording import begin
from tests.builders import BA_DINH, MONDAY, a_round, complete_answers, the_questionnaire
from tests.survey.founded import found_in

LAST = date(2026, 9, 14)
ROUND = replace(a_round(), closes=LAST)
# 23:59 and 00:01 in Viet Nam, which is seven hours ahead.
LAST_MINUTE = datetime(2026, 9, 14, 16, 59, tzinfo=UTC)
TOO_LATE = datetime(2026, 9, 14, 17, 1, tzinfo=UTC)
NEXT_WEEK = TOO_LATE + timedelta(days=7)
REVIEWER = Account(2, "tinh", "Người tinh", Role.REVIEWER, province_code="01")
OFFICER = Account(1, "canbo", "Người canbo", Role.OFFICER, BA_DINH)


def a_ruling(kind: RulingKind = RulingKind.EXTEND, until: date | None = None) -> Ruling:
    return Ruling(kind, "Mất điện.", "Bình", MONDAY, until)


EXTENDED = a_ruling(until=date(2026, 9, 20))
LOCK, UNLOCK = a_ruling(RulingKind.LOCK), a_ruling(RulingKind.UNLOCK)


def test_the_last_day_ends_at_midnight_in_viet_nam() -> None:
    assert hindrance(ROUND, (), LAST_MINUTE) is None
    said = hindrance(ROUND, (), TOO_LATE)
    assert said is not None
    assert "14/09/2026" in said.sentence.vi


def test_an_extension_lasts_to_the_end_of_its_own_day() -> None:
    assert hindrance(ROUND, (EXTENDED,), TOO_LATE + timedelta(days=5)) is None
    assert hindrance(ROUND, (EXTENDED,), TOO_LATE + timedelta(days=6)) is not None


def test_the_newest_extension_counts_and_the_rounds_own_day_always_stands() -> None:
    shorter = a_ruling(until=date(2026, 9, 16))
    assert term_of(ROUND, (EXTENDED, shorter)).last_day == date(2026, 9, 16)
    later = replace(ROUND, closes=date(2026, 12, 1))
    assert term_of(later, (EXTENDED,)).last_day == date(2026, 12, 1)


def test_a_lock_stops_everything_until_it_is_taken_off_and_an_extension_outlives_it() -> None:
    for rulings in ((LOCK,), (EXTENDED, LOCK), (LOCK, EXTENDED)):
        said = hindrance(ROUND, rulings, MONDAY)
        assert said is not None
        assert "Mất điện." in said.sentence.en
    assert hindrance(ROUND, (EXTENDED, LOCK, UNLOCK), TOO_LATE) is None


def test_a_closed_round_takes_nothing_whatever_was_granted() -> None:
    closed = replace(ROUND, state=RoundState.CLOSED)
    assert hindrance(closed, (EXTENDED,), MONDAY) is not None
    with pytest.raises(Refused):
        extend(closed, date(2026, 9, 20), "x", "Bình", MONDAY)


def test_days_left_are_counted_to_the_last_day() -> None:
    term = Term(LAST)
    assert [term.days_left(LAST + timedelta(days=n)) for n in (-3, 0, 2)] == [3, 0, -2]


@pytest.mark.parametrize("until", [LAST, date(2026, 9, 1), date(2028, 1, 1)])
def test_an_extension_goes_beyond_the_last_day_and_not_for_years(until: date) -> None:
    with pytest.raises(Refused):
        extend(ROUND, until, "Mất điện.", "Bình", MONDAY)


def test_an_extension_that_is_over_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused):
        extend(ROUND, date(2026, 9, 20), "Mất điện.", "Bình", NEXT_WEEK)
    assert extend(ROUND, date(2026, 9, 22), "Mất điện.", "Bình", NEXT_WEEK)


def test_every_ruling_needs_a_reason_and_a_lock_is_put_on_once() -> None:
    with pytest.raises(Refused):
        extend(ROUND, date(2026, 9, 20), "  ", "Bình", MONDAY)
    with pytest.raises(Refused):
        lock(Term(LAST), "", "Bình", MONDAY)
    with pytest.raises(Refused):
        lock(Term(LAST, lock=LOCK), "Lại khóa.", "Bình", MONDAY)
    with pytest.raises(Refused):
        unlock(Term(LAST), "Mở.", "Bình", MONDAY)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A round whose last day is the 14th; Ba Đình has saved a whole response with one file."""
    engine = found_in(tmp_path)
    with writing(engine) as conn:
        conn.execute(table.update().values(closes=LAST))
    save_answers(
        engine,
        Save(
            round_id=1,
            commune_code=BA_DINH,
            changes=dict(complete_answers(skill_staff_total=41, infra_pc_working=40)),
            base=0,
            account=OFFICER,
            at=MONDAY,
            key="first",
        ),
    )
    attach(engine, files(engine), PLACE, A_FILE, MONDAY)
    return engine


PLACE = Place(1, BA_DINH, "infra_lan", OFFICER)
A_FILE = read_file("x.pdf", b"%PDF-1.4 %%EOF")
OTHER_FILE = read_file("y.pdf", b"%PDF-1.4 other %%EOF")
Door = Callable[[Engine, datetime], object]


def files(engine: Engine) -> Files:
    return Files(Path(str(engine.url.database)).parent / "evidence")


def saves(via: Via) -> Door:
    def save(engine: Engine, at: datetime) -> object:
        return save_answers(
            engine,
            Save(
                round_id=1,
                commune_code=BA_DINH,
                changes={"infra_pc_working": Answer(value=39)},
                base=1,
                account=OFFICER,
                at=at,
                key=secrets.token_hex(8),
                via=via,
            ),
        )

    return save


def submits(via: Via) -> Door:
    def submit(engine: Engine, at: datetime) -> object:
        return submit_response(
            engine,
            round_id=1,
            commune_code=BA_DINH,
            columns={},
            account=OFFICER,
            at=at,
            key=secrets.token_hex(8),
            via=via,
        )

    return submit


HANDED = Handed(1, BA_DINH, 1, {"infra_pc_working": Answer(value=38)})


def looks_at_a_workbook(engine: Engine, at: datetime) -> object:
    with reading(engine) as conn:
        return compare(conn, HANDED, the_questionnaire(), {}, at)


def accepts_a_workbook(engine: Engine, at: datetime) -> object:
    return accept(
        engine, HANDED, shown=1, mine=frozenset(), account=OFFICER, at=at, key=secrets.token_hex(8)
    )


def imports(engine: Engine, at: datetime) -> object:
    with reading(engine) as conn:
        into = rounds.current_round(conn)
    assert into is not None
    row = Row(2, BA_DINH, {"infra_pc_working": "37"})
    table = AnswersTable(("infra_pc_working",), (row,))
    asked = Import(table, the_questionnaire(), load_register(), into, "import", at, "file")
    done = apply(engine, asked)
    if done.refusals:
        raise Refused(done.refusals[0].sentence)
    return done


def attaches(engine: Engine, at: datetime) -> object:
    return attach(engine, files(engine), PLACE, OTHER_FILE, at)


def withdraws(engine: Engine, at: datetime) -> object:
    with reading(engine) as conn:
        [found] = attachments.attached(conn, *PLACE.key)
    return withdraw(engine, PLACE, found.id, at)


def measures(engine: Engine, at: datetime) -> object:
    return begin(engine, OFFICER, 1, BA_DINH, new=secrets.token_hex(16), at=at)


DOORS = {
    "page": saves(Via.PAGE),
    "sync": saves(Via.SYNC),
    "submitting": submits(Via.PAGE),
    "submitting by sync": submits(Via.SYNC),
    "workbook shown": looks_at_a_workbook,
    "workbook accepted": accepts_a_workbook,
    "import": imports,
    "attachment": attaches,
    "withdrawal": withdraws,
    "measurement": measures,
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_obeys_the_deadline_the_extension_and_the_lock(
    engine: Engine, door: str
) -> None:
    go = DOORS[door]
    refused(go, engine, TOO_LATE)
    rule_that(engine, lambda asked, _: extend(asked, date(2026, 9, 20), "Lũ.", "Bình", TOO_LATE))
    refused(go, engine, NEXT_WEEK)
    rule_that(engine, lambda _, term: lock(term, "Đang thanh tra.", "Bình", TOO_LATE))
    assert "Đang thanh tra." in refused(go, engine, TOO_LATE)
    rule_that(engine, lambda _, term: unlock(term, "Xong.", "Bình", TOO_LATE))
    assert go(engine, TOO_LATE + timedelta(days=1)) is not False


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_open_until_the_last_minute(engine: Engine, door: str) -> None:
    DOORS[door](engine, LAST_MINUTE)


def refused(go: Door, engine: Engine, at: datetime) -> str:
    """The words with which the door is closed."""
    with pytest.raises(Refused) as raised:
        go(engine, at)
    return raised.value.sentence.vi


def rule_that(engine: Engine, made: Callable[..., Ruling]) -> None:
    rule(engine, REVIEWER, 1, [BA_DINH], made)


def test_a_save_made_in_time_is_answered_again_after_the_deadline(engine: Engine) -> None:
    given = {
        "round_id": 1,
        "commune_code": BA_DINH,
        "changes": {"infra_pc_working": Answer(value=39)},
        "base": 1,
        "account": OFFICER,
        "key": "same",
    }
    first = save_answers(engine, Save(at=LAST_MINUTE, **given))  # type: ignore[arg-type]
    again = save_answers(engine, Save(at=TOO_LATE, **given))  # type: ignore[arg-type]
    assert again.response.revision == first.response.revision == 2


def test_rulings_are_all_or_none_and_stand_in_the_journal_with_who_until_when_and_why(
    engine: Engine,
) -> None:
    both = [BA_DINH, "00008"]
    rule(engine, REVIEWER, 1, both, lambda of, _: extend(of, date(2026, 9, 20), "Lũ.", "B", MONDAY))
    rule(engine, REVIEWER, 1, ["00008"], lambda _, term: lock(term, "Sai.", "B", MONDAY))
    with pytest.raises(Refused):
        rule(engine, REVIEWER, 1, both, lambda _, term: lock(term, "Sai.", "B", MONDAY))
    with reading(engine) as conn:
        found = [each for each in journal.entries(conn) if each.subject in both]
    told = [(each.by, each.action, each.subject) for each in reversed(found)][-3:]
    assert told == [
        ("tinh", "deadline extended", BA_DINH),
        ("tinh", "deadline extended", "00008"),
        ("tinh", "response locked", "00008"),
    ]
    assert found[-1].detail["round"] == 1
    assert {"until": "20/09/2026", "reason": "Lũ."}.items() <= found[1].detail.items()
